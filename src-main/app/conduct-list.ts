import type { StudyEntry } from '../../src-core/contract/conduct-calls.ts';
import { studyDraftSchema } from '../../src-core/study/draft.ts';
import { replaySession } from '../../src-core/study/session.ts';
import { sessionProgress } from '../../src-core/study/session-steps.ts';
import type { Study } from '../store/ports.ts';
import type { AppPorts } from './ports.ts';

/** Every study, newest first, with how far it is read; no film and no arm of it. */
export function listStudies({ store }: Pick<AppPorts, 'store'>): StudyEntry[] {
  return store.studies.list().map((study) => {
    const { id, name, state, createdAt, frozenAt } = study;
    const base = { studyId: id, name, state, createdAt, frozenAt };
    if (state === 'draft') return { ...base, ...draftCounts(study), done: 0, total: 0, earlierBuild: false };
    if (store.studies.openView(id) === null) {
      const readers = store.studies.readers(id).length;
      return { ...base, films: 0, readers, done: 0, total: 0, earlierBuild: true };
    }
    const assignments = store.assignments.ofStudy(id);
    const progress = assignments.map(({ plan, readerId }) =>
      sessionProgress(plan, replaySession(plan, store.events.events(id, readerId))),
    );
    const films = new Set(
      assignments
        .slice(0, 1)
        .flatMap(({ plan }) =>
          plan.sessions.flatMap(({ trials, training }) =>
            [...trials, ...training].flatMap((trial) => trial.films),
          ),
        ),
    );
    return {
      ...base,
      films: films.size,
      readers: assignments.length,
      done: progress.reduce((sum, { done }) => sum + done, 0),
      total: progress.reduce((sum, { total }) => sum + total, 0),
      earlierBuild: false,
    };
  });
}

/** A draft that an earlier build began counts as empty: opening it says that it cannot be read. */
function draftCounts({ protocol }: Study): Pick<StudyEntry, 'films' | 'readers'> {
  const parsed = studyDraftSchema.safeParse(protocol);
  return parsed.success
    ? { films: parsed.data.films.length, readers: parsed.data.readers.length }
    : { films: 0, readers: 0 };
}
