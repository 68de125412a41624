import { Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { schedulerNameSchema } from '../../../src-core/contract/generation-calls.ts';
import { providerSettingSchema } from '../../../src-core/contract/settings-calls.ts';
import './compose.css';
import { dispatchCompose } from './compose-store.ts';
import { NumberField } from './number-field.tsx';
import type { RequestField, Settings } from './settings.ts';

interface MoreSettingsProps {
  readonly settings: Settings;
  readonly invalid: { has(field: Extract<RequestField, 'guidanceRescale' | 'eta'>): boolean };
  /** The schedulers of a sweep, which are chosen elsewhere; null where the one of the settings is chosen here. */
  readonly schedulers?: readonly Settings['scheduler'][] | null;
}

/** What is rarely changed, folded away behind a line that says how it stands. */
export function MoreSettings({ settings, invalid, schedulers = null }: MoreSettingsProps) {
  const { t } = useTranslation('compose');
  const [open, setOpen] = useState(false);
  const faulty = invalid.has('guidanceRescale') || invalid.has('eta');
  const change = (part: Partial<Settings>) => dispatchCompose({ type: 'settings', change: part });
  const used = schedulers ?? [settings.scheduler];
  const summary = [
    ...(schedulers === null ? [t(`settings.schedulers.${settings.scheduler}`)] : []),
    t(`settings.providers.${settings.provider}`),
  ].join(' · ');
  return (
    <details
      className="compose-more"
      open={open || faulty}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        {t('settings.more')}
        <span className="compose-more-summary">{summary}</span>
      </summary>
      <Stack gap="sm" pt="sm">
        {schedulers === null ? (
          <Select
            label={t('settings.scheduler')}
            data={schedulerNameSchema.options.map((value) => ({
              value,
              label: t(`settings.schedulers.${value}`),
            }))}
            value={settings.scheduler}
            allowDeselect={false}
            onChange={(value) => {
              const parsed = schedulerNameSchema.safeParse(value);
              if (parsed.success) change({ scheduler: parsed.data });
            }}
          />
        ) : null}
        {used.includes('ddim') ? (
          <NumberField
            label={t('settings.eta')}
            description={t('settings.etaHint')}
            value={settings.eta}
            decimal
            error={invalid.has('eta') ? t('settings.etaError') : null}
            onChange={(eta) => change({ eta })}
          />
        ) : null}
        <NumberField
          label={t('settings.guidanceRescale')}
          description={t('settings.guidanceRescaleHint')}
          value={settings.guidanceRescale}
          decimal
          error={invalid.has('guidanceRescale') ? t('settings.guidanceRescaleError') : null}
          onChange={(guidanceRescale) => change({ guidanceRescale })}
        />
        <Select
          label={t('settings.provider')}
          data={providerSettingSchema.options.map((value) => ({
            value,
            label: t(`settings.providers.${value}`),
          }))}
          value={settings.provider}
          allowDeselect={false}
          onChange={(value) => {
            const parsed = providerSettingSchema.safeParse(value);
            if (parsed.success) change({ provider: parsed.data, providerChosen: true });
          }}
        />
      </Stack>
    </details>
  );
}
