import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useReducer, useRef } from 'react';
import { toLightboxError } from '../../../src-core/base/errors.ts';
import type { StudyId } from '../../../src-core/base/ids.ts';
import type { CaseView, InstrumentItemView } from '../../../src-core/contract/reading-calls.ts';
import { call } from '../../app/client.ts';
import {
  openCase,
  type ReadingAction,
  type ReadingState,
  readySubmission,
  reduceReading,
  type Submission,
} from './reading-state.ts';

/** A study that has been opened for reading, with the case the reader comes to. */
export interface OpenedStudy {
  readonly studyId: StudyId;
  readonly items: readonly InstrumentItemView[];
  readonly firstCase: CaseView;
}

export interface ReadingProps extends OpenedStudy {
  readonly onFinished: () => void;
}

export interface Reading {
  readonly state: ReadingState;
  readonly dispatch: (action: ReadingAction) => void;
  /** Sends what is ready, or sends a failed submission again; does nothing while answers are missing. */
  readonly submit: () => void;
  /** Asks main where the reader stands, after a reading was refused. */
  readonly loadCaseAgain: () => void;
}

/** One sitting with a study: the case on the screen and what is sent for it. */
export function useReading({ studyId, items, firstCase, onFinished }: ReadingProps): Reading {
  const queryClient = useQueryClient();
  const [state, dispatch] = useReducer(
    (former: ReadingState, action: ReadingAction) => reduceReading(items, former, action),
    firstCase,
    (opened) => openCase(items, opened),
  );
  // Two presses of Enter within one frame would otherwise both see the state before the first.
  const busy = useRef(false);

  const openNext = useCallback(async () => {
    const next = await call('read.next', { studyId });
    if (next !== null) return dispatch({ kind: 'opened', case: next });
    await queryClient.invalidateQueries({ queryKey: ['read.assignments'] });
    onFinished();
  }, [studyId, onFinished, queryClient]);

  const send = useCallback(
    async (submission: Submission) => {
      const input = { ...submission, readerCaseId: state.case.readerCaseId };
      if (state.stage === 'realism') {
        const { text } = await call('read.submitRealism', input);
        dispatch({ kind: 'locked', text, atMs: performance.now() });
        return;
      }
      await call('read.submitAlignment', input);
      await openNext();
    },
    [state.case.readerCaseId, state.stage, openNext],
  );

  const guarded = useCallback((work: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    work()
      .catch((thrown: unknown) => dispatch({ kind: 'failed', error: toLightboxError(thrown) }))
      .finally(() => {
        busy.current = false;
      });
  }, []);

  const submit = () => {
    const submission = readySubmission(items, state, performance.now(), () => crypto.randomUUID());
    if (submission === null || busy.current) return;
    dispatch({ kind: 'send', submission });
    guarded(() => send(submission));
  };
  return { state, dispatch, submit, loadCaseAgain: () => guarded(openNext) };
}
