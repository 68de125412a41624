import { Button, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadingStep } from '../../../../src-core/contract/reader-calls.ts';
import { formatInstant } from '../../../ui/format.ts';
import type { UsedSitting } from '../use-sitting.ts';
import { GoOn, StepFrame } from './step-frame.tsx';
import { useEnter } from './use-enter.ts';

export type StepOf<Kind extends ReadingStep['kind']> = Extract<ReadingStep, { kind: Kind }>;

export interface StepProps<Kind extends ReadingStep['kind']> {
  readonly used: UsedSitting;
  readonly step: StepOf<Kind>;
}

/** What every step says of the study and of a command that failed. */
export function frameOf({ sitting, dispatch, leave }: UsedSitting) {
  return {
    study: sitting.study.studyName,
    failure: sitting.failure,
    onDismiss: () => dispatch({ kind: 'dismiss' }),
    onLeave: leave,
  };
}

export function BeginStep({ used, step }: StepProps<'begin-session'>) {
  const { t } = useTranslation('reading');
  const { session, sessions, cases } = step;
  useEnter(used.beginSession);
  return (
    <StepFrame
      {...frameOf(used)}
      title={sessions === 1 ? t('begin.only') : t('begin.title', { session, sessions })}
      actions={<GoOn label={t('begin.begin')} busy={used.sitting.busy} onClick={used.beginSession} />}
    >
      <Text>{t('begin.cases', { count: cases })}</Text>
      <Text c="dimmed">{t('begin.hint')}</Text>
    </StepFrame>
  );
}

/** Timers hold 24 days; nobody waits longer at this screen. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The washout: a date, and the session itself once the time has come. */
export function WaitStep({ used, step }: StepProps<'wait'>) {
  const { t } = useTranslation('reading');
  const { session, sessions, until } = step;
  const { loadAgain } = used;
  useEnter(used.leave);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one look at the time that was said.
  useEffect(() => {
    const waitMs = Date.parse(until) - Date.now();
    if (waitMs > LONGEST_TIMER_MS) return;
    const timer = window.setTimeout(loadAgain, Math.max(1000, waitMs));
    return () => window.clearTimeout(timer);
  }, [until]);
  return (
    <StepFrame
      {...frameOf(used)}
      title={t('wait.title', { session, sessions })}
      actions={<GoOn label={t('backToStudies')} busy={false} onClick={used.leave} />}
    >
      <Text>{t('wait.until', { until: formatInstant(until) })}</Text>
      <Text c="dimmed">{t('wait.hint')}</Text>
    </StepFrame>
  );
}

export function InstructionsStep({ used, step }: StepProps<'instructions'>) {
  const { t } = useTranslation('reading');
  const confirm = () => used.passGate('instructions', {});
  useEnter(confirm);
  return (
    <StepFrame
      {...frameOf(used)}
      title={t('instructions.title')}
      actions={<GoOn label={t('instructions.confirm')} busy={used.sitting.busy} onClick={confirm} />}
    >
      <section
        className="read-instructions"
        aria-label={t('instructions.title')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls by keys.
        tabIndex={0}
      >
        {step.text}
      </section>
    </StepFrame>
  );
}

export function EndSessionStep({ used, step }: StepProps<'end-session'>) {
  const { t } = useTranslation('reading');
  const { session, sessions, back } = step;
  useEnter(used.endSession);
  return (
    <StepFrame
      {...frameOf(used)}
      title={sessions === 1 ? t('end.only') : t('end.title', { session, sessions })}
      actions={
        <>
          <GoOn label={t('end.end')} busy={used.sitting.busy} onClick={used.endSession} />
          {back === null ? null : (
            <Button size="md" h={52} variant="default" onClick={() => used.goBack(back)}>
              {t('caseBefore')}
            </Button>
          )}
        </>
      }
    >
      <Text>{t(back === null ? 'end.hint' : 'end.hintBack')}</Text>
    </StepFrame>
  );
}

export function TrainingFailedStep({ used }: { readonly used: UsedSitting }) {
  return <LastWord used={used} words="trainingFailed" />;
}

export function AwaitPhaseStep({ used }: { readonly used: UsedSitting }) {
  return <LastWord used={used} words="awaitPhase" />;
}

function LastWord({ used, words }: { readonly used: UsedSitting; words: 'trainingFailed' | 'awaitPhase' }) {
  const { t } = useTranslation('reading');
  useEnter(used.leave);
  return (
    <StepFrame
      {...frameOf(used)}
      title={t(`${words}.title`)}
      actions={<GoOn label={t('backToStudies')} busy={false} onClick={used.leave} />}
    >
      <Text>{t(`${words}.hint`)}</Text>
    </StepFrame>
  );
}

export function DoneStep({ used, step }: StepProps<'done'>) {
  const { t } = useTranslation('reading');
  useEnter(used.leave);
  return (
    <StepFrame
      {...frameOf(used)}
      title={t('done.title')}
      actions={<GoOn label={t('backToStudies')} busy={false} onClick={used.leave} />}
    >
      <Text>{t('done.signed', { at: formatInstant(step.signedAt) })}</Text>
    </StepFrame>
  );
}
