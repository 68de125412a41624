import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../src-core/base/errors.ts';
import type { ReadingStudy, ShownCase } from '../../../src-core/contract/reader-calls.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { type CaseWork, isEditable, isRevised, missingCount } from './case-work.ts';
import type { FormKeys } from './form-keys.ts';
import type { FormStage, FormState } from './form-model.ts';
import { InstrumentForm } from './instrument-form.tsx';
import { LockedAnswers } from './locked-answers.tsx';
import type { MarkingControls } from './marks-control.tsx';
import { FeedbackPanel } from './training-feedback.tsx';
import type { UsedSitting } from './use-sitting.ts';

/** Refusals that a retry cannot heal: main and the window disagree on where the reader stands. */
const OUT_OF_STEP: ReadonlySet<ErrorCode> = new Set([
  'NOT_FOUND',
  'CONFLICT',
  'READING_OUT_OF_ORDER',
  'READING_CONFLICT',
]);

interface ReadingPanelProps {
  readonly used: UsedSitting;
  readonly work: CaseWork;
  readonly of: FormStage;
  readonly keys: FormKeys;
  readonly marking: MarkingControls;
  readonly onForm: (form: FormState) => void;
  readonly onHelp: () => void;
}

/** Everything at the films' right: progress, the text once it is shown, the questions, the way on. */
export function ReadingPanel(props: ReadingPanelProps) {
  const { used, work, of, keys, marking, onForm, onHelp } = props;
  const { t } = useTranslation('reading');
  const { sitting } = used;
  const { step } = work;
  const { position, total } = step;
  return (
    <section className="read-panel" aria-label={t('form')}>
      <header className="read-header">
        <h1 className="read-case">{caseTitle(step, t)}</h1>
        <HeaderButton label={t('keys')} keyName="?" shortcut="?" onClick={onHelp} />
        {sitting.study.pauses.allowed ? (
          <HeaderButton
            label={t('pause')}
            keyName={t('escapeKey')}
            shortcut="Escape"
            onClick={() => used.pause(false)}
          />
        ) : (
          <HeaderButton label={t('leaveShort')} keyName={null} shortcut={null} onClick={used.leave} />
        )}
      </header>
      <progress
        className="read-progress"
        max={total}
        value={position - 1}
        aria-label={t('caseOf', { position, total })}
      />
      {sitting.feedback === null ? (
        <>
          <div
            className="read-body"
            // While no control can take the focus, the keys still have to scroll.
            tabIndex={isEditable(work) ? -1 : 0}
          >
            {step.kind === 'training' ? <p className="read-note">{trainingNote(step, t)}</p> : null}
            {step.kind === 'review' ? <p className="read-note">{t('reviewNote')}</p> : null}
            {step.kind === 'case' && step.interrupted ? (
              <p className="read-note">{t('interrupted')}</p>
            ) : null}
            {step.text === null ? null : <CaseText text={step.text} />}
            <InstrumentForm
              key={`${step.readerCaseId} ${step.stage}`}
              of={of}
              keys={keys}
              form={work.form}
              disabled={!isEditable(work)}
              onChange={onForm}
              marking={marking}
            />
            <LockedAnswers items={of.items} locked={step.locked} />
          </div>
          <PanelFooter used={used} work={work} />
        </>
      ) : (
        <FeedbackPanel
          of={sitting.feedback.of}
          step={step}
          items={of.items}
          answers={work.form.answers}
          onGoOn={used.submit}
        />
      )}
    </section>
  );
}

type Translate = ReturnType<typeof useTranslation<'reading'>>['t'];

const TITLES = { case: 'caseOf', review: 'reviewOf', training: 'trainingOf' } as const;

function caseTitle({ kind, position, total }: ShownCase, t: Translate): string {
  return t(TITLES[kind], { position, total });
}

function trainingNote(step: Extract<ShownCase, { kind: 'training' }>, t: Translate): string {
  const { attempt, maxAttempts } = step;
  return maxAttempts > 1 ? t('trainingAttempt', { attempt, maxAttempts }) : t('trainingNote');
}

interface HeaderButtonProps {
  readonly label: string;
  readonly keyName: string | null;
  readonly shortcut: string | null;
  readonly onClick: () => void;
}

function HeaderButton({ label, keyName, shortcut, onClick }: HeaderButtonProps) {
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      onClick={onClick}
      aria-keyshortcuts={shortcut ?? undefined}
      rightSection={keyName === null ? undefined : <kbd className="read-key">{keyName}</kbd>}
    >
      {label}
    </Button>
  );
}

function CaseText({ text }: { readonly text: string }) {
  const { t } = useTranslation('reading');
  return (
    <section className="read-text" aria-label={t('text')}>
      <h2 className="read-heading">{t('text')}</h2>
      <blockquote>{text === '' ? t('noText') : text}</blockquote>
    </section>
  );
}

/** What the answers lead to, in the words of the button. */
function nextLabel(study: ReadingStudy, work: CaseWork, t: Translate): string {
  const { step } = work;
  if (step.kind === 'review') return t(isRevised(study, work) ? 'saveChange' : 'leaveUnchanged');
  const next = step.stages[step.stages.indexOf(step.stage) + 1];
  if (next === undefined) {
    if (step.kind === 'training') return t('checkAnswers');
    return t(step.position < step.total ? 'nextCase' : 'lastCase');
  }
  const shows = study.instrument.stages.find(({ id }) => id === next)?.shows;
  return t(step.text === null && shows === 'film-and-text' ? 'lockAndShowText' : 'lockAndGoOn');
}

function PanelFooter({ used, work }: { readonly used: UsedSitting; readonly work: CaseWork }) {
  const { t } = useTranslation('reading');
  const { sitting } = used;
  if (work.submission.kind === 'failed') return <FailedSubmission used={used} work={work} />;
  if (sitting.failure !== null && sitting.cover === 'none') {
    return (
      <footer className="read-footer">
        <ErrorNotice
          error={sitting.failure.error}
          onRetry={sitting.failure.retry}
          onClose={() => used.dispatch({ kind: 'dismiss' })}
        />
      </footer>
    );
  }
  const missing = missingCount(sitting.study, work);
  const waiting = missing > 0 || work.clock.firstSightAtMs === null;
  const { step } = work;
  const back = step.kind === 'training' ? null : step.back;
  return (
    <footer className="read-footer">
      <Button
        fullWidth
        size="md"
        h={52}
        disabled={waiting}
        aria-busy={work.submission.kind === 'sending' || sitting.busy}
        onClick={used.submit}
        rightSection={<kbd className="read-key">{t('enterKey')}</kbd>}
      >
        {nextLabel(sitting.study, work, t)}
      </Button>
      <div className="read-footer-line">
        {back === null ? null : (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-keyshortcuts="Shift+Backspace"
            onClick={() => used.goBack(back)}
            rightSection={<kbd className="read-key">{t('backKey')}</kbd>}
          >
            {t('caseBefore')}
          </Button>
        )}
        <Text size="sm" c="dimmed" className="read-missing">
          {missing === 0 ? ' ' : t('stillToAnswer', { count: missing })}
        </Text>
      </div>
    </footer>
  );
}

function FailedSubmission({ used, work }: { readonly used: UsedSitting; readonly work: CaseWork }) {
  const { t } = useTranslation('reading');
  if (work.submission.kind !== 'failed') return null;
  const { error } = work.submission;
  const refused = error.code === 'BAD_INPUT';
  return (
    <footer className="read-footer">
      <ErrorNotice error={error} {...(refused ? {} : { onRetry: used.submit })} />
      <Text size="sm" c="dimmed" mt="xs">
        {t(refused ? 'refusedHint' : 'saveFailedHint')}
      </Text>
      {refused ? (
        <Button mt="xs" onClick={() => used.dispatch({ kind: 'edit-again' })}>
          {t('editAgain')}
        </Button>
      ) : null}
      {OUT_OF_STEP.has(error.code) ? (
        <Button variant="default" mt="xs" onClick={used.loadAgain}>
          {t('loadAgain')}
        </Button>
      ) : null}
    </footer>
  );
}
