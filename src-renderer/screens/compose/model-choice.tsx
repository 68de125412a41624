import { Select, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import './compose.css';
import type { ComposeState } from './compose-state.ts';
import { dispatchCompose } from './compose-store.ts';

interface ModelChoiceProps {
  readonly state: ComposeState;
  readonly models: readonly ModelView[];
  readonly invalid: { has(field: 'modelId' | 'negativePrompt'): boolean };
}

/** The model, what is to be known of it, and the negative prompt that goes with it. */
export function ModelChoice({ state, models, invalid }: ModelChoiceProps) {
  const { t } = useTranslation('compose');
  const model = models.find(({ id }) => id === state.settings.modelId);
  return (
    <>
      <Select
        label={t('settings.model')}
        data={models.map(({ id, name }) => ({ value: id, label: name }))}
        value={state.settings.modelId}
        allowDeselect={false}
        error={invalid.has('modelId') ? t('settings.noModel') : undefined}
        onChange={(value) => {
          const chosen = models.find(({ id }) => id === value);
          if (chosen !== undefined) dispatchCompose({ type: 'model', model: chosen });
        }}
      />
      {model?.demonstration === true ? (
        <Text size="sm" className="compose-notice" role="note">
          {t('settings.demonstration')}
        </Text>
      ) : null}
      {model === undefined || model.problem === null ? null : (
        <Text size="sm" c="red.4" role="alert">
          {t('settings.modelProblem', { problem: model.problem })}
        </Text>
      )}
      <Textarea
        label={t('prompt.negative')}
        value={state.negativePrompt}
        autosize
        minRows={1}
        maxRows={4}
        error={invalid.has('negativePrompt') ? t('prompt.tooLong') : undefined}
        onChange={(event) => dispatchCompose({ type: 'negativePrompt', text: event.currentTarget.value })}
      />
    </>
  );
}
