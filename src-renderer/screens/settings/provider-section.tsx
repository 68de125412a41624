import { Button, Group, Loader, Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PROVIDER_NAMES } from '../../../src-core/base/generation-names.ts';
import { type Computing, providerSettingSchema } from '../../../src-core/contract/settings-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Section } from '../../ui/section.tsx';
import type { SettingsPartProps } from './settings-screen.tsx';
import './settings.css';

/** What images are computed on, each way with whether it works here and why not. */
export function ProviderSection({ settings, onChange }: SettingsPartProps) {
  const { t } = useTranslation(['settings', 'compose']);
  const queryClient = useQueryClient();
  const computing = useCall('settings.computing', {});
  const again = useCommand('settings.tryProviders', {
    onSuccess: (found) => queryClient.setQueryData(['settings.computing', {}], found),
  });
  const found = again.isPending ? undefined : computing.data;
  const error = again.error ?? computing.error;
  return (
    <Section title={t('settings:computing.heading')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('settings:computing.hint')}
        </Text>
        <Radio.Group
          aria-label={t('settings:computing.heading')}
          value={settings.provider}
          onChange={(value) => {
            const parsed = providerSettingSchema.safeParse(value);
            if (parsed.success) onChange({ provider: parsed.data });
          }}
        >
          <Stack gap={0}>
            <div className="settings-choice">
              <Radio
                value="auto"
                label={t('settings:computing.automatic')}
                description={
                  found === undefined
                    ? t('settings:computing.trying')
                    : t('settings:computing.automaticHint', {
                        provider: t(`compose:settings.providers.${found.automaticProvider}`),
                      })
                }
              />
            </div>
            {(found?.providers.map(({ name }) => name) ?? PROVIDER_NAMES).map((name) => (
              <ProviderChoice key={name} name={name} found={found} />
            ))}
          </Stack>
        </Radio.Group>
        {error === null ? null : <ErrorNotice error={error} />}
        <Group gap="sm">
          <Button
            size="sm"
            variant="default"
            disabled={computing.isPending || again.isPending}
            onClick={() => again.mutate({})}
          >
            {t('settings:computing.again')}
          </Button>
          {found === undefined ? (
            error === null && <Loader size="xs" />
          ) : (
            <Text size="sm" c="dimmed">
              {t('settings:computing.runtime', { version: found.onnxruntimeVersion })}
            </Text>
          )}
        </Group>
      </Stack>
    </Section>
  );
}

interface ProviderChoiceProps {
  readonly name: (typeof PROVIDER_NAMES)[number];
  readonly found: Computing | undefined;
}

/** One that does not work here can still be chosen: its jobs then say why they fail. */
function ProviderChoice({ name, found }: ProviderChoiceProps) {
  const { t } = useTranslation(['settings', 'compose']);
  const report = found?.providers.find((provider) => provider.name === name);
  return (
    <div className="settings-choice">
      <Radio
        value={name}
        label={t(`compose:settings.providers.${name}`)}
        description={report?.reason ?? ''}
      />
      {report === undefined ? null : (
        <Text size="sm" className="settings-verdict" data-available={report.available || undefined}>
          {report.available ? t('settings:computing.available') : t('settings:computing.unavailable')}
        </Text>
      )}
    </div>
  );
}
