import { Button, Checkbox, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LightboxError } from '../../../src-core/base/errors.ts';
import type { CallInput } from '../../../src-core/contract/contract.ts';
import {
  type ExportSurvey,
  exportFormatSchema,
  setNameSchema,
} from '../../../src-core/contract/export-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatInstant } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { ExportWarnings } from './export-warnings.tsx';

type Plan = Omit<CallInput<'export.run'>, 'choice'>;

interface ExportFormProps {
  readonly survey: ExportSurvey;
  /** Why the last try came to nothing. */
  readonly error: LightboxError | null;
  readonly onStart: (plan: Plan) => void;
  /** Another choice takes the last refusal off the screen. */
  readonly onChange: () => void;
  readonly onClose: () => void;
}

/** What goes out and in which form. */
export function ExportForm({ survey, error, onStart, onChange, onClose }: ExportFormProps) {
  const { t } = useTranslation('exporting');
  const { t: tCommon } = useTranslation('common');
  const [plan, setPlan] = useState<Omit<Plan, 'placeId'>>({
    format: 'dicom',
    name: `roentgen-lightbox-${formatInstant(new Date().toISOString()).slice(0, 10)}`,
    realTexts: false,
    picturesChecked: false,
  });
  const [place, setPlace] = useState<{ placeId: string; folderName: string } | null>(null);
  const change = (part: Partial<Plan>) => {
    onChange();
    setPlan({ ...plan, ...part });
  };
  const choose = useCommand('export.chooseFolder', {
    onSuccess: (chosen) => {
      if (chosen === null) return;
      onChange();
      setPlace(chosen);
    },
  });
  const nameFits = setNameSchema.safeParse(plan.name).success;
  if (survey.films === 0) return <Text size="sm">{t('noFilms')}</Text>;
  const ofRealPeople = survey.real + survey.editsOfReal > 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (place !== null && nameFits) onStart({ ...plan, placeId: place.placeId });
      }}
    >
      <Stack gap="lg">
        <Text size="sm">{t('films', { ...survey, count: survey.films })}</Text>
        <ExportWarnings survey={survey} />
        <FormatChoice format={plan.format} onFormat={(format) => change({ format })} />
        {survey.real === 0 ? null : (
          <Checkbox
            label={t('realTexts')}
            description={t('realTextsHint')}
            checked={plan.realTexts}
            onChange={(event) => change({ realTexts: event.currentTarget.checked })}
          />
        )}
        {ofRealPeople ? (
          <Checkbox
            label={t('picturesChecked')}
            description={t('picturesCheckedHint')}
            checked={plan.picturesChecked}
            onChange={(event) => change({ picturesChecked: event.currentTarget.checked })}
          />
        ) : null}
        <Stack gap="xs">
          <TextInput
            label={t('name')}
            value={plan.name}
            maxLength={80}
            error={nameFits ? null : t('nameInvalid')}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Group>
            <Button variant="default" disabled={choose.isPending} onClick={() => choose.mutate({})}>
              {t('choosePlace')}
            </Button>
            <Text size="sm" aria-live="polite">
              {place === null ? t('placeMissing') : t('placeChosen', { name: place.folderName })}
            </Text>
          </Group>
          {choose.error === null ? null : <ErrorNotice error={choose.error} />}
        </Stack>
        <Failure error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {tCommon('cancel')}
          </Button>
          <Button type="submit" disabled={place === null || !nameFits}>
            {t('start', { count: survey.films })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface FormatChoiceProps {
  readonly format: Plan['format'];
  readonly onFormat: (format: Plan['format']) => void;
}

function FormatChoice({ format, onFormat }: FormatChoiceProps) {
  const { t } = useTranslation('exporting');
  return (
    <Radio.Group
      label={t('format.label')}
      value={format}
      onChange={(value) => onFormat(exportFormatSchema.parse(value))}
    >
      <Stack gap="xs" mt="xs">
        <Radio value="dicom" label={t('format.dicom')} description={t('format.dicomHint')} />
        <Radio value="png" label={t('format.png')} description={t('format.pngHint')} />
        <Radio value="png8" label={t('format.png8')} description={t('format.png8Hint')} />
      </Stack>
    </Radio.Group>
  );
}

function Failure({ error }: { readonly error: LightboxError | null }) {
  const { t } = useTranslation('exporting');
  if (error === null) return null;
  if (error.code === 'CANCELLED') return <Notice tone="plain">{t('cancelled')}</Notice>;
  return <ErrorNotice error={error} />;
}
