import { LightboxError } from '../../src-core/base/errors.ts';
import type { StudyId } from '../../src-core/base/ids.ts';
import { type OpenView, openViewSchema } from '../../src-core/study/open-view.ts';
import type { Assignment, Store, Study } from '../store/ports.ts';

/** A frozen study as its coordinator conducts it. */
export interface ConductedStudy {
  readonly study: Study & {
    readonly state: Exclude<Study['state'], 'draft'>;
    readonly protocolHash: string;
    readonly frozenAt: string;
  };
  readonly view: OpenView;
  /** Of its readers, by name. */
  readonly assignments: readonly Assignment[];
}

/**
 * @throws LightboxError NOT_FOUND; STUDY_NOT_FROZEN for a draft; CONFLICT for a study that an earlier build froze;
 * STORE_CORRUPT
 */
export function conductedStudy({ studies, assignments }: Store, studyId: StudyId): ConductedStudy {
  const study = studies.get(studyId);
  const { protocolHash, frozenAt, state, name } = study;
  if (state === 'draft' || protocolHash === null || frozenAt === null) {
    throw new LightboxError('STUDY_NOT_FROZEN', `The study "${name}" is not frozen yet.`, { studyId });
  }
  const stored = studies.openView(studyId);
  if (stored === null) {
    throw new LightboxError(
      'CONFLICT',
      `The study "${name}" was frozen by an earlier build and cannot be gone on with.`,
      { studyId },
    );
  }
  const view = openViewSchema.safeParse(stored);
  if (!view.success) {
    throw new LightboxError('STORE_CORRUPT', `What lies open of the study "${name}" cannot be read.`, {
      studyId,
      field: view.error.issues[0]?.path.join('.') ?? '',
    });
  }
  return {
    study: { ...study, state, protocolHash, frozenAt },
    view: view.data,
    assignments: assignments.ofStudy(studyId),
  };
}

/** As `conductedStudy`, while readings are taken. @throws LightboxError CONFLICT once it is closed */
export function openStudy(store: Store, studyId: StudyId): ConductedStudy {
  const conducted = conductedStudy(store, studyId);
  const { state, name } = conducted.study;
  if (state === 'frozen') return conducted;
  throw new LightboxError('CONFLICT', `The reading of the study "${name}" has been closed.`, { studyId });
}
