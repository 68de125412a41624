import { LightboxError } from '../../src-core/base/errors.ts';
import type { ReaderCaseId, ReaderFilmId } from '../../src-core/base/ids.ts';
import { unreachable } from '../../src-core/base/unreachable.ts';
import type { ReadingStep } from '../../src-core/contract/reader-calls.ts';
import type { PlannedSession } from '../../src-core/study/reader-plan.ts';
import { caseBefore, reviewableCases } from '../../src-core/study/session-review.ts';
import { trialOf } from '../../src-core/study/session-state.ts';
import { phaseOf, type SessionStep } from '../../src-core/study/session-steps.ts';
import type { AssignmentsReadable } from '../store/ports.ts';
import { type Locked, trainingLocked } from './reader-answers.ts';
import type { ReaderStudy } from './reader-studies.ts';
import type { AppSession } from './session.ts';

type StepOf<Kind extends ReadingStep['kind']> = Extract<ReadingStep, { kind: Kind }>;
type ShownFields = Pick<
  StepOf<'case'>,
  'readerCaseId' | 'films' | 'stage' | 'stages' | 'text' | 'locked' | 'position' | 'total'
>;

interface Showing {
  readonly readerCaseId: ReaderCaseId;
  readonly stage: string;
  readonly locked: Locked;
  readonly position: number;
  readonly total: number;
}

/** Puts what is due before a reader: steps as the window gets them, and films that it can fetch from then on. */
export class ReaderScreen {
  readonly #texts: Pick<AssignmentsReadable, 'text'>;

  constructor(texts: Pick<AssignmentsReadable, 'text'>) {
    this.#texts = texts;
  }

  /** @param due of `nextStep`. */
  show(session: AppSession, study: ReaderStudy, due: SessionStep): ReadingStep {
    const { plan, state } = study;
    if (due.kind !== 'case' && due.kind !== 'training') session.hideFilms();
    const sessions = plan.sessions.length;
    switch (due.kind) {
      case 'begin-session': {
        const cases = plan.sessions[due.session - 1]?.trials.length ?? 0;
        return { kind: due.kind, session: due.session, sessions, cases };
      }
      case 'wait':
        return { kind: due.kind, session: due.session, sessions, until: due.until };
      case 'instructions': {
        const text = plan.phases[due.phase - 1]?.instructions ?? '';
        return { kind: due.kind, phase: due.phase, text };
      }
      case 'training':
        return this.#training(session, study, due);
      case 'case': {
        const { locked } = trialOf(state, due.readerCaseId);
        return {
          kind: due.kind,
          ...this.#shown(session, study, { ...due, locked }),
          interrupted: due.interrupted,
          back: caseBefore(plan, state, null),
        };
      }
      case 'end-session':
        return { kind: due.kind, session: due.session, sessions, back: caseBefore(plan, state, null) };
      case 'questionnaire': {
        const questionnaire = plan.phases[due.phase - 1]?.questionnaire;
        if (questionnaire === null || questionnaire === undefined)
          throw new LightboxError('INTERNAL', `The phase ${due.phase} has no questionnaire.`);
        return { kind: due.kind, phase: due.phase, questionnaire };
      }
      case 'sign': {
        const cases = plan.sessions.reduce((sum, { trials }) => sum + trials.length, 0);
        return { kind: due.kind, cases, reviewable: state.unlocked ? reviewableCases(plan, state) : [] };
      }
      case 'done':
        return { kind: due.kind, signedAt: state.signature?.at ?? '' };
      case 'paused':
        return { kind: due.kind, since: due.since };
      case 'display-check':
      case 'training-failed':
      case 'await-phase':
        return { kind: due.kind };
      default:
        return unreachable(due);
    }
  }

  /** The done case that the reader went back to: its last stage, with the answers that stand. */
  review(session: AppSession, study: ReaderStudy, readerCaseId: ReaderCaseId): ReadingStep {
    const { plan, state } = study;
    const { locked, revisions } = trialOf(state, readerCaseId);
    const last = locked.at(-1);
    const home = sessionOf(study, readerCaseId);
    if (last === undefined) throw unknownCase(readerCaseId);
    const showing = {
      readerCaseId,
      stage: last.stage,
      locked: locked.slice(0, -1),
      position: home.trials.findIndex((trial) => trial.readerCaseId === readerCaseId) + 1,
      total: home.trials.length,
    };
    return {
      kind: 'review',
      ...this.#shown(session, study, showing),
      answers: (revisions.at(-1) ?? last).answers,
      back: caseBefore(plan, state, readerCaseId),
    };
  }

  #training(
    session: AppSession,
    study: ReaderStudy,
    due: Extract<SessionStep, { kind: 'training' }>,
  ): ReadingStep {
    const locked = trainingLocked(study, due.readerCaseId, due.stage);
    return {
      kind: due.kind,
      ...this.#shown(session, study, { ...due, locked }),
      attempt: due.attempt,
      maxAttempts: study.plan.training?.maxAttempts ?? 1,
    };
  }

  /** What every case shows. Where the stage shows the text, the stages before it are locked: it is due. */
  #shown(session: AppSession, study: ReaderStudy, showing: Showing): ShownFields {
    const { studyId, readerId } = study.assignment;
    const { readerCaseId, stage, locked, position, total } = showing;
    const home = sessionOf(study, readerCaseId);
    const shows = study.plan.instrument.stages.find(({ id }) => id === stage)?.shows;
    return {
      readerCaseId,
      films: session.showFilms(studyId, readerCaseId, filmsOf(home, readerCaseId)),
      stage,
      stages: phaseOf(study.plan, home).stages,
      text: shows === 'film-and-text' ? this.#texts.text(studyId, readerId, readerCaseId) : null,
      locked: locked.map((held) => ({ stage: held.stage, answers: held.answers })),
      position,
      total,
    };
  }
}

function filmsOf({ training, trials }: PlannedSession, readerCaseId: ReaderCaseId): readonly ReaderFilmId[] {
  return [...training, ...trials].find((trial) => trial.readerCaseId === readerCaseId)?.films ?? [];
}

/** @throws LightboxError NOT_FOUND for a case that is not of the plan. */
function sessionOf({ plan }: ReaderStudy, readerCaseId: ReaderCaseId): PlannedSession {
  const found = plan.sessions.find(({ training, trials }) =>
    [...training, ...trials].some((trial) => trial.readerCaseId === readerCaseId),
  );
  if (found === undefined) throw unknownCase(readerCaseId);
  return found;
}

function unknownCase(readerCaseId: ReaderCaseId): LightboxError {
  return new LightboxError('NOT_FOUND', `The study has no case ${readerCaseId}.`, { readerCaseId });
}
