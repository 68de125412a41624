import { Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyView } from '../../../src-core/contract/study-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { useRefreshOn } from '../../app/use-refresh-on.ts';
import { navigate } from '../../app/use-route.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Section } from '../../ui/section.tsx';
import { nameIsValid, seedIsValid } from './draft-state.ts';
import { FilmChoice } from './film-choice.tsx';
import { FreezePanel } from './freeze-panel.tsx';
import { ReadersChoice } from './readers-choice.tsx';
import { useDraft } from './use-draft.ts';

/** A draft: choose films and readers, see what will happen, freeze. Every change is saved by itself. */
export function StudyDesign({ study }: { readonly study: StudyView }) {
  const { t } = useTranslation('studies');
  const { draft, change, status, error, retry } = useDraft(study);
  useRefreshOn('library.changed', ['library.list', 'studies.checkFreeze']);
  return (
    <div className="studies-design">
      <Stack gap="xl" miw={0}>
        <Section title={t('draft.films')}>
          <FilmChoice chosen={draft.filmIds} onChange={(filmIds) => change({ filmIds })} />
        </Section>
      </Stack>
      <Stack gap="xl" className="studies-side">
        <Section title={t('draft.basics')}>
          <Stack gap="sm">
            <TextInput
              label={t('draft.name')}
              value={draft.name}
              maxLength={120}
              error={nameIsValid(draft.name) ? undefined : t('draft.nameError')}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <NumberInput
              label={t('draft.seed')}
              value={draft.seed ?? ''}
              allowDecimal={false}
              allowNegative={false}
              clampBehavior="none"
              hideControls
              error={seedIsValid(draft.seed) ? undefined : t('draft.seedError')}
              onChange={(value) => change({ seed: typeof value === 'number' ? value : null })}
            />
            <Text size="sm" c="dimmed" role="status" data-save-status={status}>
              {t(`draft.${status}`)}
            </Text>
            {error === null ? null : <ErrorNotice error={error} onRetry={retry} />}
          </Stack>
        </Section>
        <Section title={t('readers.heading')}>
          <ReadersChoice chosen={draft.readerIds} onChange={(readerIds) => change({ readerIds })} />
        </Section>
        <Section title={t('freeze.heading')}>
          <FreezePanel study={study} draft={draft} saved={status === 'saved'} />
        </Section>
        <DeleteDraft study={study} />
      </Stack>
    </div>
  );
}

function DeleteDraft({ study }: { readonly study: StudyView }) {
  const { t } = useTranslation('studies');
  const { t: tCommon } = useTranslation('common');
  const [asking, setAsking] = useState(false);
  const remove = useCommand('studies.deleteDraft', {
    onSuccess: () => navigate('studies'),
    invalidates: ['studies.list'],
  });
  return (
    <Group>
      <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>
        {t('draft.delete')}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={t('draft.deleteTitle')}
          text={t('draft.deleteText')}
          confirmLabel={tCommon('delete')}
          danger
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ studyId: study.id })}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Group>
  );
}
