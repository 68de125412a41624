import { describe, expect, it } from 'vitest';
import type { CaseId, FilmId, UserId } from '../base/ids.ts';
import type { DraftFilm, DraftFilmFacts, StudyDraft } from './draft.ts';
import { type DraftContext, protocolOfDraft } from './draft-protocol.ts';
import { INSTRUMENT_PRESETS } from './instrument-presets.ts';
import { newDraft } from './new-draft.ts';
import { findProtocolProblems, readProtocol } from './protocol-freeze.ts';
import { draftFilm, refusalOf } from './test-study.ts';

const presetOf = (id: string) => {
  const preset = INSTRUMENT_PRESETS.find(({ instrument }) => instrument.id === id);
  if (preset === undefined) throw new Error(id);
  return preset;
};

const film = (name: string, arm: string, change: Partial<DraftFilm> = {}): DraftFilm =>
  draftFilm(name as FilmId, arm, change);

const factsOf = (name: string, change: Partial<DraftFilmFacts> = {}): DraftFilmFacts => {
  const real = name.startsWith('r');
  return {
    filmId: name as FilmId,
    kind: real ? 'real' : 'synthetic',
    text: `Text of ${name}.`,
    patient: real ? `patient-${name}` : null,
    prompt: real ? null : `Text of ${name}.`,
    derivedFrom: null,
    modelName: real ? null : 'cxr-demo',
    modelSha256: real ? null : 'a'.repeat(64),
    ...change,
  };
};

/** A draft with these films, one reader, and case ids in the reverse order of the films. */
function drafted(
  preset: string,
  films: readonly DraftFilm[],
  change: Partial<StudyDraft> = {},
  facts: Readonly<Record<string, Partial<DraftFilmFacts>>> = {},
) {
  const draft: StudyDraft = {
    ...newDraft(presetOf(preset)),
    films: [...films],
    readers: [{ userId: 'ada' as UserId, profile: null }],
    ...change,
  };
  const ids = films.map(({ filmId }) => filmId);
  const context: DraftContext = {
    name: 'Pilot',
    seed: 5,
    caseIds: new Map(ids.map((id, index) => [id, `case-${99 - index}` as CaseId])),
    readerNames: new Map([['ada', 'Ada']]),
    flows: new Map(draft.arms.map(({ id }) => [id, { generated: 20, rejected: 5, kept: 15 }])),
    normalisation: { matrixSizePx: 64, windowRule: 'percentiles', codec: 'none', markers: 'keep' },
    createdWith: { product: 'Roentgen Lightbox', version: '0.1.0' },
  };
  return protocolOfDraft(draft, new Map(ids.map((id) => [id, factsOf(id, facts[id])])), context);
}

const PAIR = [film('r1', 'real'), film('s1', 'synthetic')];

describe('a new draft', () => {
  it.each(INSTRUMENT_PRESETS.map(({ instrument }) => instrument.id))(
    'of %s becomes a protocol without conflicts once films and a reader are chosen',
    (id) => {
      const { arms } = newDraft(presetOf(id));
      const films = arms.flatMap((arm) =>
        Array.from({ length: 4 }, (_, index) =>
          film(`${arm.kind === 'real' || arm.kind === 'follow-up' ? 'r' : 's'}${index}`, arm.id),
        ),
      );
      const sources = Object.fromEntries(
        films.map(({ filmId, arm }) => [
          filmId,
          arm === 'edited' ? { derivedFrom: `source-${filmId}` as FilmId } : {},
        ]),
      );
      const { protocol } = drafted(id, films, {}, sources);
      expect(findProtocolProblems(readProtocol(protocol))).toEqual([]);
    },
  );

  it('of a quartet asks for the real one among synthetic ones, of a pair for the synthetic one', () => {
    expect(newDraft(presetOf('quartet-choice')).design).toMatchObject({
      kind: 'n-way',
      films: 4,
      compose: { targetArm: 'real', foilArm: 'synthetic' },
    });
    expect(newDraft(presetOf('pair-choice')).design).toMatchObject({
      kind: 'pair',
      compose: { targetArm: 'synthetic', foilArm: 'real' },
    });
  });

  it('of edits and their inclusion has follow-up films as its control', () => {
    expect(newDraft(presetOf('realism-and-inclusion')).arms.map(({ kind }) => kind)).toEqual([
      'follow-up',
      'edited',
    ]);
  });
});

describe('the protocol of a draft', () => {
  it('has its cases by their ids, so that the order of choosing does not tell the arm', () => {
    const { protocol } = drafted('realism-alignment', PAIR);
    expect(protocol.cases.map(({ caseId, filmId }) => [caseId, filmId])).toEqual([
      ['case-98', 's1'],
      ['case-99', 'r1'],
    ]);
  });

  it("takes a film's own text where the draft names none, and clusters of patient and prompt", () => {
    const { protocol } = drafted('realism-alignment', [
      film('r1', 'real', { text: 'Effusion.' }),
      film('s1', 'synthetic'),
    ]);
    expect(protocol.cases).toMatchObject([
      { filmId: 's1', text: 'Text of s1.', patient: null, prompt: 'Text of s1.' },
      { filmId: 'r1', text: 'Effusion.', patient: 'patient-r1', prompt: null },
    ]);
  });

  it('tells two long prompts apart that begin alike', () => {
    const long = (end: string) => ({ prompt: `${'effusion '.repeat(40)}${end}` });
    const { protocol } = drafted(
      'realism-alignment',
      [...PAIR, film('s2', 'synthetic')],
      {},
      { s1: long('left'), s2: long('right') },
    );
    const prompts = protocol.cases.flatMap(({ prompt }) => prompt ?? []);
    expect(new Set(prompts).size).toBe(2);
    expect(prompts.every(({ length }) => length <= 200)).toBe(true);
  });

  it('counts what each arm uses, and names the model where all films of the arm are of one', () => {
    const { protocol } = drafted('realism-alignment', [...PAIR, film('s2', 'synthetic')]);
    expect(protocol.arms).toMatchObject([
      { id: 'real', model: null, flow: { generated: 20, rejected: 5, kept: 15, used: 1 } },
      { id: 'synthetic', model: { name: 'cxr-demo', sha256: 'a'.repeat(64) }, flow: { used: 2 } },
    ]);
    const mixed = drafted(
      'realism-alignment',
      [...PAIR, film('s2', 'synthetic')],
      {},
      { s2: { modelName: 'other' } },
    );
    expect(mixed.protocol.arms[1]?.model).toBeNull();
  });

  it('of sets leaves out what finds no partner, and says which film that is', () => {
    const films = [
      film('r1', 'real', { finding: 'edema' }),
      film('s1', 'synthetic', { finding: 'edema' }),
      film('s2', 'synthetic', { finding: 'effusion' }),
    ];
    const { protocol, unused } = drafted('pair-choice', films);
    expect(unused).toEqual(['s2']);
    expect(protocol.design).toMatchObject({
      kind: 'pair',
      sets: [{ target: 'case-98', foils: ['case-99'] }],
    });
    expect(protocol.arms.map(({ flow }) => flow.used)).toEqual([1, 1]);
    expect(findProtocolProblems(readProtocol(protocol))).toEqual([]);
  });

  it('is refused where no set can be composed, with what each set needs', () => {
    const refusal = refusalOf(() => drafted('quartet-choice', PAIR));
    expect(refusal).toMatchObject({ code: 'STUDY_INVALID' });
    expect(refusal.message).toContain('one film of the arm "real" and 3 of the arm "synthetic"');
  });
});
