import { Button, Input, Select, Slider, Stack, Text, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { NumberField } from '../compose/number-field.tsx';
import './edit.css';
import { type EditDraft, type EditField, strengthWord, WEAKEST_STRENGTH } from './edit-draft.ts';

interface EditFormProps {
  readonly draft: EditDraft;
  readonly models: readonly ModelView[];
  readonly invalid: ReadonlySet<EditField>;
  /** Why this model cannot do the edit; null where it can. */
  readonly obstacle: string | null;
  readonly pending: boolean;
  /** What Generate will do, in a few words. */
  readonly summary: ReactNode;
  readonly onChange: (part: Partial<EditDraft>) => void;
  readonly onModel: (model: ModelView) => void;
  readonly onGenerate: () => void;
}

const FIELD_ERRORS = {
  count: 'settings.countError',
  seed: 'settings.seedError',
  steps: 'settings.stepsError',
  guidanceScale: 'settings.guidanceError',
} as const;

/** What is asked of the edit: words, strength, sampling. */
export function EditForm(props: EditFormProps) {
  const { draft, models, invalid, obstacle, pending, onChange, onModel, onGenerate } = props;
  const { t } = useTranslation('edit');
  const { t: tCompose } = useTranslation('compose');
  const model = models.find(({ id }) => id === draft.modelId);
  const number = (name: keyof typeof FIELD_ERRORS, label: string, decimal = false) => (
    <NumberField
      label={label}
      value={draft[name]}
      decimal={decimal}
      placeholder={name === 'seed' ? tCompose('settings.seedPlaceholder') : ''}
      error={invalid.has(name) ? tCompose(FIELD_ERRORS[name]) : null}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  const promptError = draft.prompt.trim() === '' ? t('promptEmpty') : tCompose('prompt.tooLong');
  return (
    <Stack gap="sm">
      <Textarea
        label={t('prompt')}
        description={t('promptHint')}
        value={draft.prompt}
        autosize
        minRows={3}
        maxRows={8}
        error={invalid.has('prompt') ? promptError : undefined}
        onChange={(event) => onChange({ prompt: event.currentTarget.value })}
      />
      <Textarea
        label={tCompose('prompt.negative')}
        value={draft.negativePrompt}
        autosize
        minRows={1}
        maxRows={4}
        error={invalid.has('negativePrompt') ? tCompose('prompt.tooLong') : undefined}
        onChange={(event) => onChange({ negativePrompt: event.currentTarget.value })}
      />
      <Input.Wrapper
        label={t('strength.label', { strength: draft.strength.toFixed(2) })}
        labelElement="div"
        description={t('strength.hint')}
      >
        <Slider
          min={WEAKEST_STRENGTH}
          max={1}
          step={0.05}
          value={draft.strength}
          label={null}
          thumbLabel={t('strength.name')}
          my={8}
          onChange={(strength) => onChange({ strength: Number(strength.toFixed(2)) })}
        />
        <Text size="sm">{t(`strength.words.${strengthWord(draft.strength)}`)}</Text>
      </Input.Wrapper>
      <Select
        label={tCompose('settings.model')}
        data={models.map(({ id, name }) => ({ value: id as string, label: name }))}
        value={draft.modelId}
        allowDeselect={false}
        error={invalid.has('modelId') ? tCompose('settings.noModel') : undefined}
        onChange={(value) => {
          const chosen = models.find(({ id }) => id === value);
          if (chosen !== undefined) onModel(chosen);
        }}
      />
      {model?.demonstration === true ? (
        <Text size="sm" c="dimmed" role="note">
          {tCompose('settings.demonstration')}
        </Text>
      ) : null}
      <div className="edit-fields">
        {number('count', tCompose('settings.count'))}
        {number('steps', tCompose('settings.steps'))}
        {number('guidanceScale', tCompose('settings.guidance'), true)}
        {number('seed', tCompose('settings.seed'))}
      </div>
      {obstacle === null ? null : (
        <Text size="sm" role="alert" className="edit-failed">
          {obstacle}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {props.summary}
      </Text>
      <Button disabled={invalid.size > 0 || obstacle !== null} loading={pending} onClick={onGenerate}>
        {tCompose('generate.button')}
      </Button>
    </Stack>
  );
}
