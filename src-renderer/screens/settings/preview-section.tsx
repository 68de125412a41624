import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { previewSettingSchema } from '../../../src-core/contract/settings-calls.ts';
import { Section } from '../../ui/section.tsx';
import type { SettingsPartProps } from './settings-screen.tsx';
import './settings.css';
import { WholeNumberField } from './whole-number-field.tsx';

const MOST_STEPS = 100;

/** What is shown of an image while it is drawn. */
export function PreviewSection({ settings, onChange }: SettingsPartProps) {
  const { t } = useTranslation('settings');
  const { preview } = settings;
  return (
    <Section title={t('preview.heading')}>
      <Stack gap="sm">
        <Radio.Group
          aria-label={t('preview.heading')}
          value={preview.kind}
          onChange={(value) => {
            const kind = previewSettingSchema.shape.kind.safeParse(value);
            if (kind.success) onChange({ preview: { ...preview, kind: kind.data } });
          }}
        >
          <Stack gap={0}>
            <div className="settings-choice">
              <Radio value="off" label={t('preview.off')} />
            </div>
            <div className="settings-choice">
              <Radio value="latent" label={t('preview.latent')} description={t('preview.latentHint')} />
            </div>
            <div className="settings-choice">
              <Radio value="decoded" label={t('preview.decoded')} description={t('preview.decodedHint')} />
            </div>
          </Stack>
        </Radio.Group>
        {preview.kind === 'off' ? null : (
          <WholeNumberField
            label={t('preview.everySteps')}
            value={preview.everySteps}
            largest={MOST_STEPS}
            error={t('preview.error')}
            onCommit={(everySteps) => onChange({ preview: { ...preview, everySteps } })}
          />
        )}
      </Stack>
    </Section>
  );
}
