import { LightboxError } from '../../src-core/base/errors.ts';
import type { StudyId } from '../../src-core/base/ids.ts';
import type { StudyView } from '../../src-core/contract/study-calls.ts';
import type { Study } from '../store/ports.ts';
import { checkFreeze, freezeStudy } from './freeze.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { readerViewSchema } from './reader-session.ts';
import { signedIn } from './session.ts';
import { filmIdsOf } from './study-films.ts';

/** Designing, freezing, following, closing and unblinding studies. */
export function studyHandlers(ports: AppPorts): HandlersOf<'studies'> {
  const { store } = ports;
  const view = (study: Study): StudyView => toStudyView(ports, study);
  const freezing = new Set<StudyId>();
  const audit = (
    actor: string,
    action: string,
    studyId: StudyId,
    details: Record<string, string | number>,
  ): void => {
    store.audit.append({ actor, action, details: { study: studyId, ...details } });
  };
  return {
    'studies.list': () => store.studies.list().map(view),
    'studies.get': ({ studyId }) => view(store.studies.get(studyId)),
    'studies.create': ({ name, seed }, session) =>
      store.transaction(() => {
        const drawn = seed ?? ports.random.seed();
        const study = store.studies.createDraft({ name, seed: drawn, protocol: { filmIds: [] } });
        audit(signedIn(session).name, 'studies.create', study.id, { name, seed: drawn });
        return view(study);
      }),
    'studies.update': ({ studyId, name, seed, filmIds, readerIds }) =>
      store.transaction(() => {
        for (const filmId of filmIds) store.films.get(filmId);
        const study = store.studies.updateDraft(studyId, {
          name,
          seed,
          protocol: { filmIds: [...new Set(filmIds)] },
        });
        store.studies.setReaders(studyId, [...new Set(readerIds)]);
        return view(study);
      }),
    'studies.deleteDraft': ({ studyId }, session) => {
      store.transaction(() => {
        store.studies.removeDraft(studyId);
        audit(signedIn(session).name, 'studies.deleteDraft', studyId, {});
      });
      return {};
    },
    'studies.checkFreeze': ({ studyId }) => checkFreeze(ports, store.studies.get(studyId)),
    'studies.freeze': async ({ studyId }, session) => {
      const study = store.studies.get(studyId);
      if (freezing.has(studyId))
        throw new LightboxError('CONFLICT', `The study "${study.name}" is being frozen already.`);
      freezing.add(studyId);
      try {
        return view(await freezeStudy(ports, study, signedIn(session).name));
      } finally {
        freezing.delete(studyId);
      }
    },
    'studies.close': ({ studyId, reason }, session) =>
      view(store.studies.close(studyId, { actor: signedIn(session).name, reason })),
    'studies.unblind': ({ studyId, reason }, session) =>
      view(store.studies.unblind(studyId, { actor: signedIn(session).name, reason })),
  };
}

function toStudyView(ports: AppPorts, study: Study): StudyView {
  const { store } = ports;
  const filmIds = filmIdsOf(ports, study);
  const readerView = study.readerView === null ? null : readerViewSchema.parse(study.readerView);
  const progress = study.state === 'draft' ? [] : store.studies.progress(study.id);
  return {
    id: study.id,
    name: study.name,
    state: study.state,
    seed: study.seed,
    createdAt: study.createdAt,
    frozenAt: study.frozenAt,
    unblindedAt: study.unblindedAt,
    protocolHash: study.protocolHash,
    matrixSizePx: readerView?.matrixSizePx ?? null,
    filmIds: [...filmIds],
    readerIds: [...store.studies.readers(study.id)],
    counts: store.films.countKinds(filmIds),
    progress: progress.map(({ readerId, readerName, cases, complete, interrupted, lastSubmittedAt }) => ({
      reader: { id: readerId, name: readerName, role: 'reader' },
      done: complete,
      total: cases,
      interrupted,
      lastReadingAt: lastSubmittedAt,
    })),
  };
}
