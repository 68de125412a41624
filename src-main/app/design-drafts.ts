import { LightboxError } from '../../src-core/base/errors.ts';
import type { FilmId, StudyId } from '../../src-core/base/ids.ts';
import type { DesignView } from '../../src-core/contract/design-calls.ts';
import { type StudyDraft, studyDraftSchema } from '../../src-core/study/draft.ts';
import { INSTRUMENT_PRESETS } from '../../src-core/study/instrument-presets.ts';
import { newDraft } from '../../src-core/study/new-draft.ts';
import type { Study } from '../store/ports.ts';
import { jsonObjectSchema } from '../store/schemas.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

type DraftHandlers = Pick<HandlersOf<'design'>, 'design.create' | 'design.get' | 'design.update'>;

/** Beginning a study, looking at its draft and changing it. */
export function draftHandlers({ store, random }: AppPorts): DraftHandlers {
  return {
    'design.create': ({ name, seed, preset }, session) =>
      store.transaction(() => {
        const protocol = jsonObjectSchema.parse(newDraft(presetOf(preset)));
        const study = store.studies.createDraft({ name, seed: seed ?? random.seed(), protocol });
        store.audit.append({
          actor: signedIn(session).name,
          action: 'studies.create',
          // No seed: the log stays, and the seed is sealed at the freeze.
          details: { study: study.id, name, preset },
        });
        return viewOf(study);
      }),
    'design.get': ({ studyId }) => viewOf(requireDraft(store, studyId)),
    'design.update': ({ studyId, name, seed, draft }) =>
      store.transaction(() => {
        requireDraft(store, studyId);
        requireFilms(store, draft);
        store.studies.setReaders(
          studyId,
          draft.readers.map(({ userId }) => userId),
        );
        const protocol = jsonObjectSchema.parse(draft);
        return viewOf(store.studies.updateDraft(studyId, { name, seed, protocol }));
      }),
  };
}

/** A study that is still designed. @throws LightboxError NOT_FOUND, STUDY_FROZEN */
export function requireDraft({ studies }: AppPorts['store'], studyId: StudyId): Study {
  const study = studies.get(studyId);
  if (study.state === 'draft') return study;
  throw new LightboxError(
    'STUDY_FROZEN',
    `The study "${study.name}" is frozen: its design stays as it is. Log an amendment, or begin another study.`,
    { studyId },
  );
}

/** @throws LightboxError STUDY_INVALID for a draft that an earlier build began */
export function draftOf({ id, name, protocol }: Study): StudyDraft {
  const parsed = studyDraftSchema.safeParse(protocol);
  if (parsed.success) return parsed.data;
  throw new LightboxError(
    'STUDY_INVALID',
    `The draft "${name}" was begun with an earlier build and cannot be read. Delete it and begin the study anew.`,
    { studyId: id },
  );
}

function viewOf(study: Study): DesignView {
  const { id, name, seed, createdAt } = study;
  return { studyId: id, name, seed, createdAt, draft: draftOf(study) };
}

function presetOf(id: string): (typeof INSTRUMENT_PRESETS)[number] {
  const preset = INSTRUMENT_PRESETS.find(({ instrument }) => instrument.id === id);
  if (preset !== undefined) return preset;
  const known = INSTRUMENT_PRESETS.map(({ instrument }) => instrument.id).join(', ');
  throw new LightboxError('BAD_INPUT', `There is no preset "${id}"; there are ${known}.`, {
    field: 'preset',
  });
}

/** @throws LightboxError BAD_INPUT for a film that stands in the draft twice, NOT_FOUND for one of no library */
function requireFilms({ films }: AppPorts['store'], draft: StudyDraft): void {
  const ids = new Set<FilmId>();
  for (const { filmId } of draft.films) {
    if (ids.has(filmId)) {
      throw new LightboxError('BAD_INPUT', `The film ${filmId} stands in the draft twice.`, { filmId });
    }
    ids.add(filmId);
  }
  const { real, synthetic } = films.countKinds([...ids]);
  if (real + synthetic !== ids.size) for (const filmId of ids) films.get(filmId);
}
