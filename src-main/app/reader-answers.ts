import type { ReaderCaseId } from '../../src-core/base/ids.ts';
import { type Answers, validateAnswers } from '../../src-core/study/answers.ts';
import { QUESTIONNAIRE_STAGE } from '../../src-core/study/instrument.ts';
import { type Submission, trialOf } from '../../src-core/study/session-state.ts';
import { phaseOf } from '../../src-core/study/session-steps.ts';
import { trainingTrial } from '../../src-core/study/training-feedback.ts';
import type { ReaderStudy } from './reader-studies.ts';

/** A stage of a case with its answers, as the window sent it. */
interface StageAnswers {
  readonly readerCaseId: ReaderCaseId;
  readonly stage: string;
  readonly answers: Answers;
}

/** Answers of stages that came before. */
export type Locked = readonly Pick<Submission, 'stage' | 'answers'>[];

/**
 * The answers in the form that is stored.
 * @throws LightboxError BAD_INPUT naming the item.
 */
export function stageAnswers(study: ReaderStudy, { readerCaseId, stage, answers }: StageAnswers): Answers {
  const { locked } = trialOf(study.state, readerCaseId);
  const place = locked.findIndex((held) => held.stage === stage);
  return validated(study, stage, answers, place < 0 ? locked : locked.slice(0, place));
}

/** As `stageAnswers`, of a training case. */
export function trainingAnswers(study: ReaderStudy, { readerCaseId, stage, answers }: StageAnswers): Answers {
  return validated(study, stage, answers, trainingLocked(study, readerCaseId, stage));
}

/** As `stageAnswers`, of a phase's questionnaire; where there is none, every answer is one too many. */
export function questionnaireAnswers({ plan }: ReaderStudy, phase: number, answers: Answers): Answers {
  const items = plan.phases[phase - 1]?.questionnaire?.items ?? [];
  const context = { earlier: {}, matrixSizePx: plan.matrixSizePx, films: plan.filmsAtOnce };
  return validateAnswers({ items }, QUESTIONNAIRE_STAGE, answers, context);
}

/** What is locked of a training case before one of its stages: what was answered last, where it came up before. */
export function trainingLocked(
  { plan, state }: ReaderStudy,
  readerCaseId: ReaderCaseId,
  stage: string,
): Locked {
  const found = trainingTrial(plan, readerCaseId);
  if (found === null) return [];
  const { stages } = phaseOf(plan, found.session);
  const held = Object.values(state.submissions).filter(({ type }) => type === 'training-locked');
  return stages.slice(0, Math.max(0, stages.indexOf(stage))).flatMap((name) => {
    const last = held.filter(({ of }) => of === `${readerCaseId}/${name}`).at(-1);
    return last === undefined ? [] : { stage: name, answers: last.answers };
  });
}

function validated({ plan }: ReaderStudy, stage: string, answers: Answers, locked: Locked): Answers {
  return validateAnswers(plan.instrument, stage, answers, {
    earlier: Object.assign({}, ...locked.map((held) => held.answers)),
    matrixSizePx: plan.matrixSizePx,
    films: plan.filmsAtOnce,
  });
}
