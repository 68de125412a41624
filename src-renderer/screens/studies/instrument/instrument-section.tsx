import { Button, Group, Menu, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Instrument } from '../../../../src-core/study/instrument.ts';
import { INSTRUMENT_PRESETS } from '../../../../src-core/study/instrument-presets.ts';
import { CountField, LineField } from '../design/fields.tsx';
import { withInstrument, withPreset } from '../design/phases-state.ts';
import type { SectionProps } from '../design/section-frame.tsx';
import './instrument.css';
import { InstrumentJson } from './instrument-json.tsx';
import { InstrumentPreview } from './instrument-preview.tsx';
import { withNewStage } from './instrument-state.ts';
import { presetKey } from './preset-key.ts';
import { StageEditor } from './stage-editor.tsx';

/** The questions readers answer: stages and items as data, beside the form as readers get it. */
export function InstrumentSection({ draft, edit }: SectionProps) {
  const { t } = useTranslation('instrumentEditor');
  const { instrument } = draft.rules;
  const set = (next: Instrument) => edit((current) => withInstrument(current, next));
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default">{t('preset')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {INSTRUMENT_PRESETS.map((preset) => (
              <Menu.Item
                key={preset.instrument.id}
                onClick={() => edit((current) => withPreset(current, preset))}
              >
                {t(`presets.${presetKey(preset.instrument.id)}.name`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <InstrumentJson instrument={instrument} onImport={set} />
      </Group>
      <div className="instrument-columns">
        <Stack gap="md">
          <div className="instrument-row">
            <LineField
              label={t('instrumentId')}
              value={instrument.id}
              maxLength={80}
              required
              onChange={(id) => set({ ...instrument, id })}
            />
            <CountField
              label={t('version')}
              value={instrument.version}
              min={1}
              max={9999}
              onChange={(version) => set({ ...instrument, version })}
            />
          </div>
          {instrument.stages.map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place: its id is edited here
            <StageEditor key={index} instrument={instrument} index={index} onChange={set} />
          ))}
          <Group>
            <Button
              variant="default"
              disabled={instrument.stages.length >= 8}
              onClick={() => set(withNewStage(instrument))}
            >
              {t('addStage')}
            </Button>
          </Group>
        </Stack>
        <section className="instrument-preview-column" aria-label={t('preview')}>
          <InstrumentPreview instrument={instrument} />
        </section>
      </div>
    </Stack>
  );
}
