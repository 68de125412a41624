import { Radio, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../app/queries.ts';
import { Section } from '../../ui/section.tsx';
import type { SettingsPartProps } from './settings-screen.tsx';
import './settings.css';
import { WholeNumberField } from './whole-number-field.tsx';

const MOST_THREADS = 256;

/** How many threads of the processor compute. */
export function ThreadsSection({ settings, onChange }: SettingsPartProps) {
  const { t } = useTranslation('settings');
  const automatic = useCall('settings.computing', {}).data?.automaticThreads;
  const { threads } = settings;
  return (
    <Section title={t('threads.heading')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('threads.hint')}
        </Text>
        <Radio.Group
          aria-label={t('threads.heading')}
          value={threads === null ? 'auto' : 'fixed'}
          onChange={(value) => onChange({ threads: value === 'auto' ? null : (automatic ?? 1) })}
        >
          <Stack gap={0}>
            <div className="settings-choice">
              <Radio
                value="auto"
                label={
                  automatic === undefined
                    ? t('threads.automatic')
                    : t('threads.automaticHere', { count: automatic })
                }
              />
            </div>
            <div className="settings-choice">
              <Radio value="fixed" label={t('threads.fixed')} />
            </div>
          </Stack>
        </Radio.Group>
        {threads === null ? null : (
          <WholeNumberField
            label={t('threads.number')}
            value={threads}
            largest={MOST_THREADS}
            error={t('threads.error')}
            onCommit={(count) => onChange({ threads: count })}
          />
        )}
      </Stack>
    </Section>
  );
}
