import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../src-core/base/errors.ts';
import type { InstrumentItemView } from '../../../src-core/contract/reading-calls.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { FormKeys } from './form-keys.ts';
import { itemsOfStage, missingItems } from './form-model.ts';
import { LockedAnswers } from './locked-answers.tsx';
import { ReadingForm } from './reading-form.tsx';
import { isEditable } from './reading-state.ts';
import type { Reading } from './use-reading.ts';

/** Refusals that a retry cannot heal: main and the window disagree on where the reader stands. */
const OUT_OF_STEP: ReadonlySet<ErrorCode> = new Set([
  'BAD_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'READING_OUT_OF_ORDER',
  'READING_CONFLICT',
]);

interface ReadingPanelProps {
  readonly reading: Reading;
  /** The whole instrument. */
  readonly items: readonly InstrumentItemView[];
  readonly keys: FormKeys;
  readonly onPause: () => void;
  readonly onHelp: () => void;
}

/** Everything at the film's right: progress, the text once it is open, the questions, the way on. */
export function ReadingPanel({ reading, items, keys, onPause, onHelp }: ReadingPanelProps) {
  const { t } = useTranslation('read');
  const { state, dispatch } = reading;
  const { position, total } = state.case;
  const stageItems = itemsOfStage(items, state.stage);
  return (
    <section className="reading-panel" aria-label={t('form')}>
      <header className="reading-header">
        <h1 className="reading-case">{t('caseOf', { position, total })}</h1>
        <HeaderButton label={t('keys')} keyName="?" shortcut="?" onClick={onHelp} />
        <HeaderButton label={t('pause')} keyName={t('escapeKey')} shortcut="Escape" onClick={onPause} />
      </header>
      <progress
        className="reading-progress"
        max={total}
        value={position - 1}
        aria-label={t('caseOf', { position, total })}
      />
      <div
        className="reading-body"
        // While no control can take the focus, the keys still have to scroll.
        tabIndex={isEditable(state) ? -1 : 0}
      >
        {state.case.interrupted ? <p className="reading-interrupted">{t('interrupted')}</p> : null}
        {state.text === null ? null : <CaseText text={state.text} />}
        <ReadingForm
          key={`${state.case.readerCaseId} ${state.stage}`}
          items={stageItems}
          keys={keys}
          form={state.form}
          disabled={!isEditable(state)}
          onChange={(form) => dispatch({ kind: 'form', form })}
        />
        {state.stage === 'alignment' ? (
          <LockedAnswers items={itemsOfStage(items, 'realism')} answers={state.lockedAnswers} />
        ) : null}
      </div>
      <PanelFooter reading={reading} missing={missingItems(stageItems, state.form.answers).length} />
    </section>
  );
}

interface HeaderButtonProps {
  readonly label: string;
  readonly keyName: string;
  readonly shortcut: string;
  readonly onClick: () => void;
}

function HeaderButton({ label, keyName, shortcut, onClick }: HeaderButtonProps) {
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      onClick={onClick}
      aria-keyshortcuts={shortcut}
      rightSection={<kbd className="reading-option-key">{keyName}</kbd>}
    >
      {label}
    </Button>
  );
}

function CaseText({ text }: { readonly text: string }) {
  const { t } = useTranslation('read');
  return (
    <section className="reading-text" aria-label={t('text')}>
      <h2 className="reading-heading">{t('text')}</h2>
      <blockquote>{text === '' ? t('noText') : text}</blockquote>
    </section>
  );
}

function PanelFooter({ reading, missing }: { readonly reading: Reading; readonly missing: number }) {
  const { t } = useTranslation('read');
  const { state } = reading;
  if (state.submission.kind === 'failed') return <FailedSubmission reading={reading} />;
  const waiting = missing > 0 || state.clock.firstPaintAtMs === null;
  return (
    <footer className="reading-footer">
      <Button
        fullWidth
        size="md"
        h={52}
        disabled={waiting}
        aria-busy={state.submission.kind === 'sending'}
        onClick={reading.submit}
        rightSection={<kbd className="reading-option-key">{t('enterKey')}</kbd>}
      >
        {state.stage === 'realism' ? t('lockAndShowText') : t('nextCase')}
      </Button>
      <Text size="sm" c="dimmed" className="reading-missing">
        {missing === 0 ? ' ' : t('stillToAnswer', { count: missing })}
      </Text>
    </footer>
  );
}

function FailedSubmission({ reading }: { readonly reading: Reading }) {
  const { t } = useTranslation('read');
  if (reading.state.submission.kind !== 'failed') return null;
  const { error } = reading.state.submission;
  return (
    <footer className="reading-footer">
      <ErrorNotice error={error} onRetry={reading.submit} />
      <Text size="sm" c="dimmed" mt="xs">
        {t('saveFailedHint')}
      </Text>
      {OUT_OF_STEP.has(error.code) ? (
        <Button variant="default" mt="xs" onClick={reading.loadCaseAgain}>
          {t('loadCaseAgain')}
        </Button>
      ) : null}
    </footer>
  );
}
