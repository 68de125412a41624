import type { StudyId, UserId } from '../../src-core/base/ids.ts';
import type { Assignment, ReadingStep } from '../../src-core/contract/reader-calls.ts';
import type { SessionEvent } from '../../src-core/study/session-events.ts';
import { nextStep, sessionProgress } from '../../src-core/study/session-steps.ts';
import { trainingFeedback } from '../../src-core/study/training-feedback.ts';
import type { Accounts } from './accounts.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { questionnaireAnswers, stageAnswers, trainingAnswers } from './reader-answers.ts';
import { signatureOf } from './reader-sign.ts';
import { ReaderScreen } from './reader-steps.ts';
import { isTaken, type ReaderStudies, type ReaderStudy, type Stay } from './reader-studies.ts';
import { type AppSession, signedIn } from './session.ts';

/** The reader's calls: what is done is judged by the state machine, put on disk, and answered with what is due then. */
export function readerHandlers(
  ports: AppPorts,
  accounts: Accounts,
  studies: ReaderStudies,
): Omit<HandlersOf<'reader'>, 'reader.writeReadings'> {
  const { store } = ports;
  const screen = new ReaderScreen(store.assignments);
  const readerOf = (session: AppSession): UserId => signedIn(session).id;
  const stayOf = (session: AppSession): Stay => ({
    runId: session.signInId,
    at: ports.clock().toISOString(),
  });
  const stepOf = (session: AppSession, study: ReaderStudy, { runId, at }: Stay): ReadingStep =>
    screen.show(session, study, nextStep(study.plan, study.state, runId, at));

  const act = (
    session: AppSession,
    studyId: StudyId,
    eventOf: (study: ReaderStudy, stay: Stay) => SessionEvent | null,
  ): { step: ReadingStep; study: ReaderStudy } => {
    const stay = stayOf(session);
    const before = studies.of(studyId, readerOf(session));
    const study = studies.commit(before, stay, eventOf(before, stay));
    return { step: stepOf(session, study, stay), study };
  };
  const goOn = (...given: Parameters<typeof act>): { step: ReadingStep } => ({ step: act(...given).step });

  return {
    'reader.assignments': (_input, session) => {
      const stay = stayOf(session);
      return store.assignments
        .list(readerOf(session))
        .map((assignment) => assignmentView(studies.view(assignment), stay));
    },
    'reader.study': ({ studyId }, session) => {
      const { assignment, plan } = studies.of(studyId, readerOf(session));
      const { matrixSizePx, filmsAtOnce, instrument, backNavigation, pauses } = plan;
      const { studyName } = assignment;
      return { studyId, studyName, matrixSizePx, filmsAtOnce, instrument, backNavigation, pauses };
    },
    'reader.resume': ({ studyId }, session) => goOn(session, studyId, () => null),
    'reader.beginSession': ({ studyId }, session) =>
      goOn(session, studyId, ({ state }, stay) => ({
        type: 'session-begun',
        ...stay,
        session: state.session + 1,
      })),
    'reader.endSession': ({ studyId }, session) =>
      goOn(session, studyId, ({ state }, stay) => ({
        type: 'session-ended',
        ...stay,
        session: state.session,
      })),
    'reader.passGate': ({ studyId, gate, details }, session) =>
      goOn(session, studyId, (_study, stay) => ({ type: 'gate-passed', ...stay, gate, details })),
    'reader.submitTraining': ({ studyId, ...submission }, session) => {
      const answered = { ...submission };
      const { step, study } = act(session, studyId, (before, stay) => {
        answered.answers = trainingAnswers(before, submission);
        return { type: 'training-locked', ...stay, ...answered };
      });
      return { feedback: trainingFeedback(study.plan, study.state, answered), step };
    },
    'reader.submit': ({ studyId, ...submission }, session) =>
      goOn(session, studyId, (study, stay) => ({
        type: 'stage-locked',
        ...stay,
        ...submission,
        answers: stageAnswers(study, submission),
      })),
    'reader.goBack': ({ studyId, readerCaseId }, session) => {
      const stay = stayOf(session);
      const event: SessionEvent = { type: 'went-back', ...stay, readerCaseId };
      const study = studies.commit(studies.of(studyId, readerOf(session)), stay, event, false);
      return { step: screen.review(session, study, readerCaseId) };
    },
    'reader.revise': ({ studyId, ...submission }, session) =>
      goOn(session, studyId, (study, stay) => ({
        type: 'revised',
        ...stay,
        ...submission,
        answers: stageAnswers(study, submission),
      })),
    'reader.pause': ({ studyId, idle }, session) =>
      goOn(session, studyId, (_study, stay) => ({ type: 'paused', ...stay, idle })),
    'reader.unpause': ({ studyId }, session) =>
      goOn(session, studyId, (_study, stay) => ({ type: 'resumed', ...stay })),
    'reader.submitQuestionnaire': ({ studyId, phase, submissionId, answers }, session) =>
      goOn(session, studyId, (study, stay) => ({
        type: 'questionnaire-submitted',
        ...stay,
        phase,
        submissionId,
        answers: questionnaireAnswers(study, phase, answers),
      })),
    'reader.sign': async ({ studyId, pin, statement }, session) => {
      const { signInId } = session;
      const key = await accounts.confirm(readerOf(session), pin);
      // Somebody else may sit at the window by now.
      session.requireStill(signInId);
      return goOn(session, studyId, (study, stay) => ({
        type: 'signed',
        ...stay,
        statement,
        ...signatureOf(store, study, key, { statement, at: stay.at }),
      }));
    },
  };
}

function assignmentView(study: ReaderStudy, stay: Stay): Assignment {
  const { studyId, studyName, origin } = study.assignment;
  const due = nextStep(study.plan, study.state, stay.runId, stay.at);
  return {
    studyId,
    studyName,
    ...sessionProgress(study.plan, study.state),
    due: due.kind,
    until: due.kind === 'wait' ? due.until : null,
    open: isTaken(study, stay),
    fromPackage: origin === 'package',
  };
}
