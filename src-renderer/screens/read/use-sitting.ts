import { useEffect, useReducer, useRef } from 'react';
import { toLightboxError } from '../../../src-core/base/errors.ts';
import type { ReaderCaseId, StudyId, SubmissionId } from '../../../src-core/base/ids.ts';
import type { CallInput } from '../../../src-core/contract/contract.ts';
import type { ReadingStep, ReadingStudy } from '../../../src-core/contract/reader-calls.ts';
import type { Answers } from '../../../src-core/study/answers.ts';
import { call } from '../../app/client.ts';
import { type CaseWork, isRevised, readySubmission, workKey } from './case-work.ts';
import { ViewTrace } from './films/view-trace.ts';
import {
  leftWork,
  openSitting,
  reduceSitting,
  type Sitting,
  type SittingAction,
  shownCase,
} from './sitting.ts';

/** What a signed-in reader left unsent, by study and case, with what was done to the views there. */
export interface SittingMemory {
  readonly works: Map<string, CaseWork>;
  readonly traces: Map<string, ViewTrace>;
}

export const emptyMemory = (): SittingMemory => ({ works: new Map(), traces: new Map() });

/** A study that has been opened for reading, with what is due. */
export interface OpenedStudy {
  readonly study: ReadingStudy;
  readonly step: ReadingStep;
}

/** Asks main for a study and for what is due in it; a case that is due counts as opened from here on. */
export async function openStudy(studyId: StudyId): Promise<OpenedStudy> {
  const study = await call('reader.study', { studyId });
  return { study, step: (await call('reader.resume', { studyId })).step };
}

export interface UsedSitting {
  readonly sitting: Sitting;
  readonly dispatch: (action: SittingAction) => void;
  /** The trace of the stage on the screen. */
  readonly trace: ViewTrace;
  /** Sends what is ready, or sends a failed submission again; goes on from feedback and from an unchanged review. */
  readonly submit: () => void;
  /** Asks main where the reader stands, after a reading was refused. */
  readonly loadAgain: () => void;
  readonly goBack: (readerCaseId: ReaderCaseId) => void;
  /** @param sinceMs when the reader was last seen, of an idle pause. */
  readonly pause: (idle: boolean, sinceMs?: number) => void;
  readonly unpause: () => void;
  /** Keeps what is not sent for when the reader comes back in this sign-in. */
  readonly leave: () => void;
  readonly beginSession: () => void;
  readonly endSession: () => void;
  readonly passGate: (
    gate: 'display-check' | 'instructions',
    details: CallInput<'reader.passGate'>['details'],
  ) => void;
  readonly submitQuestionnaire: (phase: number, submissionId: SubmissionId, answers: Answers) => void;
  readonly sign: (pin: string, statement: string) => void;
}

const newId = (): SubmissionId => crypto.randomUUID() as SubmissionId;

/** One stay with one study: what is due, the case on the screen, and what is sent. */
export function useSitting(opened: OpenedStudy, memory: SittingMemory, onLeave: () => void): UsedSitting {
  const { studyId } = opened.study;
  const keyOf = (work: Pick<CaseWork, 'step'>) => `${studyId} ${workKey(work.step)}`;
  const takeKept = (step: ReadingStep): CaseWork | null => {
    const shown = shownCase(step);
    const key = shown === null ? '' : keyOf({ step: shown });
    const kept = memory.works.get(key) ?? null;
    memory.works.delete(key);
    return kept;
  };
  const [sitting, dispatch] = useReducer(reduceSitting, opened, ({ study, step }) =>
    openSitting(study, step, takeKept(step), performance.now()),
  );
  // Two presses of Enter within one frame would otherwise both see the state before the first.
  const sending = useRef(false);
  const latest = useRef(sitting);
  useEffect(() => {
    latest.current = sitting;
  });

  const take = (step: ReadingStep, fresh = false) =>
    dispatch({ kind: 'step', step, kept: takeKept(step), fresh, atMs: performance.now() });

  const once = (work: () => Promise<void>, onError: (thrown: unknown) => void) => {
    if (sending.current) return;
    sending.current = true;
    work()
      .catch(onError)
      .finally(() => {
        sending.current = false;
      });
  };
  const command = (ask: () => Promise<{ readonly step: ReadingStep }>, fresh = false) => {
    const run = () => {
      dispatch({ kind: 'busy' });
      once(
        async () => take((await ask()).step, fresh),
        (thrown) =>
          dispatch({ kind: 'command-failed', failure: { error: toLightboxError(thrown), retry: run } }),
      );
    };
    run();
  };

  const traceKey = sitting.work === null ? '' : keyOf(sitting.work);
  const trace = memory.traces.get(traceKey) ?? new ViewTrace();
  memory.traces.set(traceKey, trace);

  const submit = () => {
    const { work, study, feedback, cover } = sitting;
    if (sending.current || cover !== 'none') return;
    if (feedback !== null) return take(feedback.next);
    if (work === null) return;
    if (work.step.kind === 'review' && work.submission.kind === 'none' && !isRevised(study, work))
      return command(() => call('reader.resume', { studyId }));
    const ready = readySubmission(study, work, trace.steps, performance.now(), newId);
    if (ready === null) return;
    dispatch({ kind: 'send', submission: ready });
    once(
      async () => {
        const { trace: views, ...submission } = ready;
        const { readerCaseId, stage } = work.step;
        const input = { studyId, readerCaseId, stage, ...submission };
        if (work.step.kind === 'training') {
          const { feedback: of, step } = await call('reader.submitTraining', {
            ...input,
            attempt: work.step.attempt,
          });
          if (of.items.length === 0 && of.text === null && of.passed === null) take(step);
          else dispatch({ kind: 'feedback', of, next: step });
        } else if (work.step.kind === 'review') take((await call('reader.revise', input)).step);
        else take((await call('reader.submit', { ...input, trace: views })).step);
        memory.traces.delete(traceKey);
      },
      (thrown) => dispatch({ kind: 'failed', error: toLightboxError(thrown) }),
    );
  };

  const keep = () => {
    const { work, feedback } = latest.current;
    if (work !== null && feedback === null) memory.works.set(keyOf(work), leftWork(work, performance.now()));
  };
  const pause = (idle: boolean, sinceMs = performance.now()) => {
    if (sending.current || latest.current.cover !== 'none') return;
    // A pause ends the look at an earlier case: what was changed there waits until the reader goes back again.
    if (latest.current.work?.step.kind === 'review') keep();
    dispatch({ kind: 'cover', cover: idle ? 'idle' : 'pause', sinceMs });
    command(() => call('reader.pause', { studyId, idle }));
  };

  return {
    sitting,
    dispatch,
    trace,
    submit,
    loadAgain: () => command(() => call('reader.resume', { studyId }), true),
    goBack: (readerCaseId) => {
      keep();
      command(() => call('reader.goBack', { studyId, readerCaseId }));
    },
    pause,
    unpause: () => command(() => call('reader.unpause', { studyId })),
    leave: () => {
      keep();
      onLeave();
    },
    beginSession: () => command(() => call('reader.beginSession', { studyId })),
    endSession: () => command(() => call('reader.endSession', { studyId })),
    passGate: (gate, details) => command(() => call('reader.passGate', { studyId, gate, details })),
    submitQuestionnaire: (phase, submissionId, answers) =>
      command(() => call('reader.submitQuestionnaire', { studyId, phase, submissionId, answers })),
    sign: (pin, statement) => command(() => call('reader.sign', { studyId, pin, statement })),
  };
}
