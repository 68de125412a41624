import type { ReaderCaseId } from '../base/ids.ts';
import type { Answers } from './answers.ts';
import { isExpected, type PlannedSession, type ReaderPlan, type TrainingTrial } from './reader-plan.ts';
import type { SessionState } from './session-state.ts';
import { phaseOf } from './session-steps.ts';

/** How an answered stage of a training case was meant. */
export interface TrainingFeedback {
  readonly items: {
    readonly item: string;
    readonly right: boolean;
    readonly expected: TrainingTrial['expected'][string];
  }[];
  /** The case's own words, once all of its stages are answered. */
  readonly text: string | null;
  /** Whether the attempt that these answers end was passed; null: it goes on. */
  readonly passed: boolean | null;
}

interface TrainingAnswers {
  readonly readerCaseId: ReaderCaseId;
  readonly stage: string;
  readonly attempt: number;
  readonly answers: Answers;
}

/** What may be told of one submission; of no item that is still to be answered. @param state after it. */
export function trainingFeedback(
  plan: ReaderPlan,
  state: SessionState,
  { readerCaseId, stage, attempt, answers }: TrainingAnswers,
): TrainingFeedback {
  const found = trainingTrial(plan, readerCaseId);
  if (found === null) return { items: [], text: null, passed: null };
  const { session, trial } = found;
  const lastStage = phaseOf(plan, session).stages.at(-1) === stage;
  const ends = lastStage && session.training.at(-1)?.readerCaseId === readerCaseId;
  const share = state.training.shares[attempt - 1];
  return {
    items: Object.entries(trial.expected)
      .filter(([item]) => item in answers)
      .map(([item, expected]) => ({ item, expected, right: isExpected(answers[item] ?? null, expected) })),
    text: lastStage ? trial.feedback : null,
    passed: ends && share !== undefined ? isTrainingPassed(plan, share) : null,
  };
}

/** The training case of that id and its session; null: the plan has none. */
export function trainingTrial(
  plan: ReaderPlan,
  readerCaseId: ReaderCaseId,
): { readonly session: PlannedSession; readonly trial: TrainingTrial } | null {
  for (const session of plan.sessions) {
    const trial = session.training.find((entry) => entry.readerCaseId === readerCaseId);
    if (trial !== undefined) return { session, trial };
  }
  return null;
}

/** @param share of expected answers given, of a whole attempt; null: nothing was expected. */
export function isTrainingPassed(plan: ReaderPlan, share: number | null): boolean {
  const least = plan.training?.passShare ?? null;
  return least === null || share === null || share >= least;
}
