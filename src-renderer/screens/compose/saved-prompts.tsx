import { Button, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedPrompt } from '../../../src-core/contract/generation-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import './compose.css';
import type { ComposeState } from './compose-state.ts';
import { dispatchCompose } from './compose-store.ts';

interface SavedPromptsProps {
  readonly state: ComposeState;
  readonly examples: readonly string[];
  readonly onClose: () => void;
}

/** Saved prompts: keep the present one under a name, load or delete another; the model's examples below. */
export function SavedPrompts({ state, examples, onClose }: SavedPromptsProps) {
  const { t } = useTranslation('compose');
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  const saved = useCall('prompts.list', {});
  const load = (text: string, negativePrompt: string) => {
    dispatchCompose({ type: 'load', text, negativePrompt });
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('saved.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <Stack gap="lg">
        <SaveForm state={state} />
        <Stack gap="xs">
          <Title order={3} size="h5">
            {t('saved.list')}
          </Title>
          {saved.error === null ? null : (
            <ErrorNotice error={saved.error} onRetry={() => void saved.refetch()} />
          )}
          {saved.data?.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('saved.none')}
            </Text>
          ) : null}
          <ul className="compose-plain-list">
            {(saved.data ?? []).map((prompt) => (
              <SavedRow key={prompt.id} prompt={prompt} onLoad={load} />
            ))}
          </ul>
        </Stack>
        {examples.length === 0 ? null : (
          <Stack gap="xs">
            <Title order={3} size="h5">
              {t('saved.examples')}
            </Title>
            <ul className="compose-plain-list">
              {examples.map((example) => (
                <li key={example} className="compose-saved-row">
                  <Text size="sm" flex={1}>
                    {example}
                  </Text>
                  <Button
                    size="compact-md"
                    variant="default"
                    aria-label={t('saved.loadNamed', { name: example })}
                    onClick={() => load(example, state.negativePrompt)}
                  >
                    {t('saved.load')}
                  </Button>
                </li>
              ))}
            </ul>
          </Stack>
        )}
      </Stack>
    </Modal>
  );
}

function SaveForm({ state }: { readonly state: ComposeState }) {
  const { t } = useTranslation('compose');
  const [name, setName] = useState('');
  const save = useCommand('prompts.save', { invalidates: ['prompts.list'], onSuccess: () => setName('') });
  if (state.text.trim() === '') {
    return (
      <Text size="sm" c="dimmed">
        {t('saved.nothingToSave')}
      </Text>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name, prompt: state.text, negativePrompt: state.negativePrompt });
      }}
    >
      <Stack gap="xs">
        <Text size="sm" className="compose-quoted">
          {state.text}
        </Text>
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('saved.name')}
            value={name}
            maxLength={120}
            required
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
            {t('saved.save')}
          </Button>
        </Group>
        {save.error === null ? null : <ErrorNotice error={save.error} />}
      </Stack>
    </form>
  );
}

interface SavedRowProps {
  readonly prompt: SavedPrompt;
  readonly onLoad: (text: string, negativePrompt: string) => void;
}

function SavedRow({ prompt, onLoad }: SavedRowProps) {
  const { t } = useTranslation('compose');
  const [asking, setAsking] = useState(false);
  const remove = useCommand('prompts.delete', { invalidates: ['prompts.list'] });
  return (
    <li className="compose-saved-row">
      <Stack gap={2} flex={1} miw={0}>
        <Text size="sm" fw={600}>
          {prompt.name}
        </Text>
        <Text size="sm">{prompt.prompt}</Text>
        {prompt.negativePrompt === '' ? null : (
          <Text size="sm" c="dimmed">
            {t('saved.negative', { text: prompt.negativePrompt })}
          </Text>
        )}
        {remove.error === null ? null : <ErrorNotice error={remove.error} />}
      </Stack>
      {asking ? (
        <Group gap="xs" wrap="nowrap">
          <Button
            size="compact-md"
            color="danger"
            autoFocus
            loading={remove.isPending}
            onClick={() => remove.mutate({ id: prompt.id })}
          >
            {t('saved.deleteSure')}
          </Button>
          <Button size="compact-md" variant="default" onClick={() => setAsking(false)}>
            {t('saved.keep')}
          </Button>
        </Group>
      ) : (
        <Group gap="xs" wrap="nowrap">
          <Button
            size="compact-md"
            variant="default"
            aria-label={t('saved.loadNamed', { name: prompt.name })}
            onClick={() => onLoad(prompt.prompt, prompt.negativePrompt)}
          >
            {t('saved.load')}
          </Button>
          <Button
            size="compact-md"
            variant="subtle"
            color="gray"
            aria-label={t('saved.deleteNamed', { name: prompt.name })}
            onClick={() => setAsking(true)}
          >
            {t('saved.delete')}
          </Button>
        </Group>
      )}
    </li>
  );
}
