import { useTranslation } from 'react-i18next';
import { NumberField } from '../../compose/number-field.tsx';
import { SETTING_RANGES, type SettingsDraft, settingFits } from './settings-draft.ts';

const FIELDS = ['levelPercent', 'replicates', 'seed'] as const;
const TEXTS = {
  levelPercent: { label: 'settings.level', hint: 'settings.levelHint' },
  replicates: { label: 'settings.replicates', hint: 'settings.replicatesHint' },
  seed: { label: 'settings.seed', hint: 'settings.seedHint' },
} as const;

interface SettingsFieldsProps {
  readonly settings: SettingsDraft;
  readonly onChange: (settings: SettingsDraft) => void;
}

/** Level, replicates and seed, each with what it does. */
export function SettingsFields({ settings, onChange }: SettingsFieldsProps) {
  const { t } = useTranslation('analysis');
  return (
    <div className="analysis-fields">
      {FIELDS.map((name) => {
        const { min, max, whole } = SETTING_RANGES[name];
        const range = { min: String(min), max: max.toLocaleString('en') };
        return (
          <NumberField
            key={name}
            label={t(TEXTS[name].label)}
            description={t(TEXTS[name].hint)}
            value={settings[name]}
            decimal={!whole}
            error={
              settingFits(name, settings[name])
                ? null
                : t(whole ? 'settings.rangeWhole' : 'settings.range', range)
            }
            onChange={(value) => onChange({ ...settings, [name]: value })}
          />
        );
      })}
    </div>
  );
}
