import type { FilmId } from '../../../../src-core/base/ids.ts';
import type { FilmCandidate } from '../../../../src-core/contract/design-calls.ts';
import { type StudyDraft, studyDraftSchema } from '../../../../src-core/study/draft.ts';
import type { Instrument } from '../../../../src-core/study/instrument.ts';
import { defaultRules } from '../../../../src-core/study/protocol-defaults.ts';

/** A draft for tests with the default rules and nothing chosen. */
export function emptyDraft(instrument?: Instrument): StudyDraft {
  const { formatVersion: _version, ...rules } = defaultRules(instrument);
  return studyDraftSchema.parse({
    formatVersion: 1,
    rules,
    design: { kind: 'single-film' },
    arms: [],
    films: [],
    readers: [],
    normalisation: { markers: 'keep', lowPass: 'none', maxMatrixSizePx: 1024 },
  });
}

/** A film of the library for tests: a generated one with a text, but for what is given. */
export function candidate(id: string, part: Partial<FilmCandidate> = {}): FilmCandidate {
  return {
    filmId: id as FilmId,
    kind: 'synthetic',
    pixelsUrl: `app://blob/${id.padEnd(24, '0')}`,
    displayUrl: null,
    widthPx: 256,
    heightPx: 256,
    bits: 8,
    text: `Text of ${id}.`,
    decision: 'undecided',
    modelName: null,
    edited: false,
    patient: null,
    finding: null,
    view: null,
    ...part,
  };
}
