import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenReport } from '../../../src-core/contract/generation-calls.ts';
import { useCall } from '../../app/queries.ts';
import './compose.css';
import { Notice } from '../../ui/notice.tsx';
import type { ComposeState } from './compose-state.ts';
import { dispatchCompose } from './compose-store.ts';
import { RecipeFromPng } from './make-again.tsx';
import { distinctUncoveredWords, markText } from './marked-text.ts';
import { SavedPrompts } from './saved-prompts.tsx';
import type { RequestField } from './settings.ts';

const INSPECT_DELAY_MS = 300;

interface PromptEditorProps {
  readonly state: ComposeState;
  /** Fields to mark, once Generate was tried. */
  readonly invalid: ReadonlySet<RequestField>;
  readonly examples: readonly string[];
}

/** The prompt as the model gets it: free to edit, counted, with marks on what will not work. */
export function PromptEditor({ state, invalid, examples }: PromptEditorProps) {
  const { t } = useTranslation('compose');
  const [savedOpen, setSavedOpen] = useState(false);
  const promptError = state.text.trim() === '' ? t('prompt.empty') : t('prompt.tooLong');
  return (
    <Stack gap={6}>
      <Group gap={4} align="baseline" className="compose-prompt-head">
        <Title order={2} size="h5">
          {t('prompt.heading')}
        </Title>
        <RecipeFromPng />
        <Button size="compact-sm" variant="subtle" onClick={() => setSavedOpen(true)}>
          {t('prompt.saved')}
        </Button>
      </Group>
      <Textarea
        aria-label={t('prompt.label')}
        placeholder={t('prompt.placeholder')}
        value={state.text}
        autosize
        minRows={2}
        maxRows={6}
        error={invalid.has('prompt') ? promptError : undefined}
        onChange={(event) => dispatchCompose({ type: 'editText', text: event.currentTarget.value })}
      />
      <PromptReport state={state} />
      {state.attached || state.remake !== null ? null : (
        <Group justify="space-between" gap="xs" role="note">
          <Text size="sm" c="dimmed" flex={1}>
            {t('prompt.detached')}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => dispatchCompose({ type: 'rebuild' })}>
            {t('prompt.rebuild')}
          </Button>
        </Group>
      )}
      {savedOpen ? (
        <SavedPrompts state={state} examples={examples} onClose={() => setSavedOpen(false)} />
      ) : null}
    </Stack>
  );
}

function PromptReport({ state }: { readonly state: ComposeState }) {
  const { t } = useTranslation('compose');
  const [text] = useDebouncedValue(state.text, INSPECT_DELAY_MS);
  const modelId = state.settings.modelId;
  const report = useCall(
    'compose.inspectPrompt',
    { modelId: modelId ?? '', text },
    { enabled: modelId !== null && text.length <= 4000, keepPrevious: true },
  );
  if (report.error !== null) {
    return (
      <Text size="sm" c="dimmed">
        {report.error.message}
      </Text>
    );
  }
  if (report.data === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {t('prompt.tokensUnknown')}
      </Text>
    );
  }
  const { tokenCount, maxTokens } = report.data;
  return (
    <Stack gap={6}>
      <Text size="sm" c="dimmed" aria-live="polite">
        {t('prompt.tokens', { count: tokenCount, max: maxTokens })}
      </Text>
      {text === state.text && !report.isPlaceholderData ? (
        <PromptMarks text={text} report={report.data} />
      ) : null}
    </Stack>
  );
}

function PromptMarks({ text, report }: { readonly text: string; readonly report: TokenReport }) {
  const { t } = useTranslation('compose');
  const words = distinctUncoveredWords(report);
  const cut = report.truncatedText;
  if (words.length === 0 && cut === null) return null;
  return (
    <Notice tone="warning">
      <p className="compose-marked">
        {markText(text, report).map((part) => (
          <MarkedPart key={part.start} kind={part.kind} text={part.text} />
        ))}
      </p>
      {words.length === 0 ? null : (
        <Text size="sm">{t('prompt.uncovered', { words: words.join(', ') })}</Text>
      )}
      {cut === null ? null : <Text size="sm">{t('prompt.cut', { text: cut.trim() })}</Text>}
    </Notice>
  );
}

function MarkedPart({ kind, text }: { readonly kind: 'plain' | 'uncovered' | 'cut'; readonly text: string }) {
  const { t } = useTranslation('compose');
  if (kind === 'plain') return <span>{text}</span>;
  if (kind === 'cut') return <s title={t('prompt.cutMark')}>{text}</s>;
  return (
    <u className="compose-uncovered" title={t('prompt.uncoveredMark')}>
      {text}
    </u>
  );
}
