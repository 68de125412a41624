import { ActionIcon, Checkbox, Group, Select, Stack } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import './compose.css';
import type { ComposeState } from './compose-state.ts';
import { dispatchCompose } from './compose-store.ts';
import { ModelChoice } from './model-choice.tsx';
import { MoreSettings } from './more-settings.tsx';
import { NumberField } from './number-field.tsx';
import { PRESETS, presetOf, samplingOf } from './presets.ts';
import { drawSeed } from './requests.ts';
import type { RequestField, Settings } from './settings.ts';

interface SettingsFormProps {
  readonly state: ComposeState;
  readonly models: readonly ModelView[];
  readonly invalid: ReadonlySet<RequestField>;
  /** A table's rows take count and seed of the form where they name none. */
  readonly purpose?: 'prompt' | 'table';
}

/** Model, count, seed and sampling. What is out of range is said at the field, never corrected in silence. */
export function SettingsForm({ state, models, invalid, purpose = 'prompt' }: SettingsFormProps) {
  const { t } = useTranslation('compose');
  const { settings } = state;
  const change = (part: Partial<Settings>) => dispatchCompose({ type: 'settings', change: part });
  const model = models.find(({ id }) => id === settings.modelId);
  return (
    <Stack gap="sm">
      <ModelChoice state={state} models={models} invalid={invalid} />
      <PresetChoice settings={settings} model={model} onChange={change} />
      <div className="compose-fields">
        <NumberField
          label={t(purpose === 'table' ? 'settings.countPerRow' : 'settings.count')}
          value={settings.count}
          error={invalid.has('count') ? t('settings.countError') : null}
          onChange={(count) => change({ count })}
        />
        <NumberField
          label={t('settings.steps')}
          value={settings.steps}
          error={invalid.has('steps') ? t('settings.stepsError') : null}
          onChange={(steps) => change({ steps })}
        />
        <NumberField
          label={t('settings.guidance')}
          value={settings.guidanceScale}
          decimal
          error={invalid.has('guidanceScale') ? t('settings.guidanceError') : null}
          onChange={(guidanceScale) => change({ guidanceScale })}
        />
      </div>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <div className="compose-grow">
          <NumberField
            label={t(purpose === 'table' ? 'settings.baseSeed' : 'settings.seed')}
            placeholder={t('settings.seedPlaceholder')}
            value={settings.seed}
            error={invalid.has('seed') ? t('settings.seedError') : null}
            onChange={(seed) => change({ seed })}
          />
        </div>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('settings.drawSeed')}
          title={t('settings.drawSeed')}
          onClick={() => change({ seed: drawSeed(Math.random) })}
        >
          <IconDice5 size={20} aria-hidden />
        </ActionIcon>
      </Group>
      {purpose === 'table' ? null : (
        <Checkbox
          label={t('settings.keepSeed')}
          checked={settings.keepSeed}
          onChange={(event) => change({ keepSeed: event.currentTarget.checked })}
        />
      )}
      <MoreSettings settings={settings} invalid={invalid} />
    </Stack>
  );
}

interface PresetChoiceProps {
  readonly settings: Settings;
  readonly model: ModelView | undefined;
  readonly onChange: (part: Partial<Settings>) => void;
}

/** The preset in force is told from the values; "own" stands there once they are none's, and cannot be chosen. */
function PresetChoice({ settings, model, onChange }: PresetChoiceProps) {
  const { t } = useTranslation('compose');
  const present = presetOf(settings, model);
  const choices = PRESETS.map((value) => ({
    value: value as string,
    label: t(`settings.presets.${value}`),
    disabled: false,
  }));
  const own = { value: 'own', label: t('settings.presets.own'), disabled: true };
  return (
    <Select
      label={t('settings.preset')}
      data={present === null ? [...choices, own] : choices}
      value={present ?? own.value}
      allowDeselect={false}
      onChange={(value) => {
        const chosen = PRESETS.find((preset) => preset === value);
        const sampling = chosen === undefined ? undefined : samplingOf(chosen, model);
        if (sampling !== undefined) onChange(sampling);
      }}
    />
  );
}
