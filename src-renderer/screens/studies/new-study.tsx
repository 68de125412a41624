import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DEFAULT_INSTRUMENT } from '../../../src-core/study/default-instrument.ts';
import { INSTRUMENT_PRESETS } from '../../../src-core/study/instrument-presets.ts';
import { useCommand } from '../../app/queries.ts';
import { navigate } from '../../app/use-route.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { nameIsValid } from './design/design-state.ts';
import { presetKey } from './instrument/preset-key.ts';

/** A name and what the study is to answer; everything else begins with defaults that can be changed. */
export function NewStudy({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['studies', 'instrumentEditor']);
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  const [name, setName] = useState('');
  const [preset, setPreset] = useState(DEFAULT_INSTRUMENT.id);
  const create = useCommand('design.create', {
    invalidates: ['conduct.list'],
    onSuccess: ({ studyId }) => navigate('studies', studyId),
  });
  const ready = nameIsValid(name);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('create.title')}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) create.mutate({ name: name.trim(), seed: null, preset });
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t('create.name')}
            value={name}
            maxLength={120}
            required
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Radio.Group label={t('create.preset')} value={preset} onChange={setPreset}>
            <Stack gap="sm" mt={6}>
              {INSTRUMENT_PRESETS.map(({ instrument }) => (
                <Radio
                  key={instrument.id}
                  value={instrument.id}
                  label={t(`instrumentEditor:presets.${presetKey(instrument.id)}.name`)}
                  description={t(`instrumentEditor:presets.${presetKey(instrument.id)}.answers`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          {create.error === null ? null : <ErrorNotice error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {tCommon('cancel')}
            </Button>
            <Button type="submit" disabled={!ready} loading={create.isPending}>
              {t('create.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
