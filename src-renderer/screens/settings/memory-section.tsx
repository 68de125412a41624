import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import type { SettingsPartProps } from './settings-screen.tsx';
import './settings.css';

/** Whether the graphs of a model are in memory together or in turn. */
export function MemorySection({ settings, onChange }: SettingsPartProps) {
  const { t } = useTranslation('settings');
  return (
    <Section title={t('memory.heading')}>
      <Radio.Group
        aria-label={t('memory.heading')}
        value={settings.memory}
        onChange={(value) => onChange({ memory: value === 'in-turn' ? 'in-turn' : 'resident' })}
      >
        <Stack gap={0}>
          <div className="settings-choice">
            <Radio value="resident" label={t('memory.resident')} description={t('memory.residentHint')} />
          </div>
          <div className="settings-choice">
            <Radio value="in-turn" label={t('memory.inTurn')} description={t('memory.inTurnHint')} />
          </div>
        </Stack>
      </Radio.Group>
    </Section>
  );
}
