import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allocateReader as allocateReader1 } from './format-1/allocation.ts';
import { protocol1Schema } from './format-1/protocol.ts';
import { INSTRUMENT_PRESETS } from './instrument-presets.ts';
import type { Protocol, ProtocolCase } from './protocol.ts';
import { findProtocolProblems, freezeProtocol, thawProtocol, validateProtocol } from './protocol-freeze.ts';
import { counter, refusalOf, TEST_PROTOCOL, testArm, testCase } from './test-study.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The test protocol with other cases, whose arms' counts fit them. */
function withCases(cases: readonly ProtocolCase[], change: Partial<Protocol> = {}): Protocol {
  const arms = TEST_PROTOCOL.arms.map(({ id, kind }) => testArm(id, kind, cases));
  return { ...TEST_PROTOCOL, arms, cases: [...cases], ...change };
}

const problemsOf = (protocol: Protocol): string[] =>
  findProtocolProblems(protocol).map(({ message }) => message);
const cases = [...TEST_PROTOCOL.cases];
const [first, second] = cases as [ProtocolCase, ProtocolCase];
const [phase] = TEST_PROTOCOL.phases as [Protocol['phases'][number]];

describe('protocol', () => {
  it('names the part that a problem is to be solved in', () => {
    const broken = withCases(
      cases.map((entry) => ({ ...entry, text: '' })),
      {
        readers: [],
        repeats: { phase: 'reading', count: 3, minDistance: 40, placement: 'same-session' },
        attention: { minDistance: 5, maxFailures: null },
      },
    );
    const topics = findProtocolProblems(broken).map(({ topic }) => topic);
    expect([...new Set(topics)]).toEqual(['readers', 'films', 'training']);
  });

  it('frozen, has the SHA-256 of its canonical content, whatever the order of its keys', () => {
    const frozen = freezeProtocol(TEST_PROTOCOL, sha256Hex);
    const reordered = Object.fromEntries(Object.entries(TEST_PROTOCOL).reverse());
    expect(frozen.hash).toBe(sha256Hex(frozen.content));
    expect(freezeProtocol(reordered, sha256Hex)).toEqual(frozen);
    expect(freezeProtocol({ ...TEST_PROTOCOL, seed: 8 }, sha256Hex).hash).not.toBe(frozen.hash);
  });

  it('thawed, equals what was frozen; changed content is refused', () => {
    const { content, hash } = freezeProtocol(TEST_PROTOCOL, sha256Hex);
    expect(thawProtocol(content, hash, sha256Hex)).toEqual(TEST_PROTOCOL);
    const forged = content.replace('"seed":7', '"seed":8');
    expect(refusalOf(() => thawProtocol(forged, hash, sha256Hex)).code).toBe('CHAIN_BROKEN');
  });

  it('that was frozen is read even where it would not be frozen today', () => {
    const content = JSON.stringify({ ...TEST_PROTOCOL, readers: [] });
    expect(thawProtocol(content, sha256Hex(content), sha256Hex).readers).toEqual([]);
  });

  it.each([
    ['"seed"', { seed: -1 }],
    ['"name"', { name: ' ' }],
    ['"normalisation.matrixSizePx"', { normalisation: { ...TEST_PROTOCOL.normalisation, matrixSizePx: 0 } }],
    ['formats up to 2', { formatVersion: 3 }],
    ['truth', { truth: 'an unknown field' }],
  ])('of another shape is refused with %s', (words, change) => {
    const refusal = refusalOf(() => validateProtocol({ ...TEST_PROTOCOL, ...change }));
    expect(refusal.code).toBe('STUDY_INVALID');
    expect(refusal.message).toContain(words);
  });
});

describe('a protocol of format 1', () => {
  // Origin: written by freezeProtocol of version 0.1.0, before format 2.
  const golden: { hash: string; content: string } = JSON.parse(
    readFileSync(new URL('./goldens/protocol-1.json', import.meta.url), 'utf8'),
  );

  it('is verified by its old hash and read as format 2 says the same', () => {
    const protocol = thawProtocol(golden.content, golden.hash, sha256Hex);
    expect(protocol).toMatchObject({
      formatVersion: 2,
      name: 'Pilot',
      design: { kind: 'single-film' },
      order: { version: 1 },
      phases: [{ stages: ['realism', 'alignment'], sessions: 1 }],
    });
    expect(protocol.cases.map(({ caseId, arm, text }) => [caseId, arm, text])).toContainEqual([
      'case-real-1',
      'real',
      'Text of real-1.',
    ]);
    expect(protocol.instrument.items.map(({ id }) => id)).toEqual([
      'realism',
      'realOrSynthetic',
      'confidence',
      'reasons',
      'alignment',
    ]);
    const forged = golden.content.replace('Pilot', 'Other');
    expect(refusalOf(() => thawProtocol(forged, golden.hash, sha256Hex)).code).toBe('CHAIN_BROKEN');
  });

  it('is not frozen again', () => {
    const protocol = thawProtocol(golden.content, golden.hash, sha256Hex);
    expect(problemsOf(protocol).join()).toContain('order version 1');
  });

  it('keeps its order', () => {
    const old = protocol1Schema.parse(JSON.parse(golden.content));
    const newId = counter('id') as () => never;
    // Origin: allocateReader of version 0.1.0 for this protocol, before format 2.
    expect(allocateReader1(old, 'reader-a', newId).map(({ caseId }) => caseId)).toEqual([
      'case-synthetic-2',
      'case-synthetic-1',
      'case-real-2',
      'case-real-1',
    ]);
  });
});

describe('validation names what conflicts', () => {
  it('nothing in the test protocol', () => {
    expect(problemsOf(TEST_PROTOCOL)).toEqual([]);
  });

  it.each<[string, Protocol]>([
    [
      'case-real-2 (film film-real-2) has no text',
      withCases([first, { ...second, text: ' ' }, ...cases.slice(2)]),
    ],
    [
      'case-real-1 and case-real-2 show the same film film-real-1',
      withCases([first, { ...second, filmId: first.filmId }, ...cases.slice(2)]),
    ],
    ['has no reader', { ...TEST_PROTOCOL, readers: [] }],
    [
      'reader-a is chosen twice',
      { ...TEST_PROTOCOL, readers: [...TEST_PROTOCOL.readers, ...TEST_PROTOCOL.readers] },
    ],
    ['case-real-1 is there twice', withCases([...cases, { ...first, filmId: 'other' as never }])],
    ['"synthetic" has no case', withCases(cases.slice(0, 2))],
    ['not declared', { ...TEST_PROTOCOL, arms: TEST_PROTOCOL.arms.slice(0, 1) }],
    ['declared twice', { ...TEST_PROTOCOL, arms: [...TEST_PROTOCOL.arms, ...TEST_PROTOCOL.arms] }],
    [
      'case-real-1 and case-real-2 share the patient "p"',
      withCases([{ ...first, patient: 'p' }, { ...second, patient: 'p' }, ...cases.slice(2)]),
    ],
    [
      'is said to use all films kept (9), but uses 2',
      {
        ...TEST_PROTOCOL,
        arms: TEST_PROTOCOL.arms.map((arm) => ({
          ...arm,
          selection: { rule: 'all', statement: 'All.' },
          flow: { ...arm.flow, generated: 11, kept: 9 },
        })),
      },
    ],
    [
      'cannot have 2 rejected and 2 kept film(s) out of 3 generated',
      {
        ...TEST_PROTOCOL,
        arms: TEST_PROTOCOL.arms.map((arm) => ({ ...arm, flow: { ...arm.flow, generated: 3 } })),
      },
    ],
    [
      '"synthetic" has no mismatched text while "real" has',
      withCases([
        { ...first, textControl: { kind: 'mismatched', how: 'negated', originalText: 'Effusion.' } },
        ...cases.slice(1),
      ]),
    ],
    [
      "does not say which real film's text",
      { ...TEST_PROTOCOL, wording: { rule: 'from-real-text', statement: 'From reports.' } },
    ],
    [
      'training case case-t and the case case-real-1 are of the same patient',
      withCases([
        { ...first, patient: 'p' },
        ...cases.slice(1),
        testCase('t', 'real', { role: 'training', patient: 'p' }),
      ]),
    ],
    [
      'holds 1 calibration case(s), but the protocol has no calibration',
      withCases([...cases, testCase('c', 'real', { role: 'calibration' })]),
    ],
    [
      'attention case case-c has no expected answer',
      withCases([...cases, testCase('c', 'real', { role: 'attention' })], {
        attention: { minDistance: 1, maxFailures: null },
      }),
    ],
    [
      'is blinded to the purpose, but its item "realOrSynthetic" tells it',
      {
        ...TEST_PROTOCOL,
        phases: [{ ...phase, purpose: 'blinded' }],
      },
    ],
    [
      'is blinded to the purpose, but an earlier phase has told it',
      {
        ...TEST_PROTOCOL,
        phases: [
          { ...phase, stages: ['realism'] },
          { ...phase, id: 'two', stages: ['alignment'], purpose: 'blinded' },
        ],
      },
    ],
    [
      "each is asked once, in the instrument's order",
      { ...TEST_PROTOCOL, phases: [{ ...phase, stages: ['realism'] }] },
    ],
    [
      'chooses among films, but this design shows one',
      {
        ...TEST_PROTOCOL,
        instrument: presetOf('quartet-choice'),
        phases: [{ ...phase, stages: ['realism'] }],
      },
    ],
    [
      'needs one',
      {
        ...TEST_PROTOCOL,
        endpoints: [
          {
            id: 'accuracy',
            estimand: 'accuracy-against-chance',
            primary: false,
            hypothesis: { kind: 'equivalence', margin: 0.1 },
            alpha: 0.05,
          },
        ],
      },
    ],
    [
      'has 5 sessions for 4 case(s)',
      { ...TEST_PROTOCOL, phases: [{ ...phase, sessions: 5 } as Protocol['phases'][number]] },
    ],
    [
      'in which 3 repeat(s) each cannot stand 3 places after their first showing',
      {
        ...TEST_PROTOCOL,
        repeats: { phase: 'reading', count: 3, minDistance: 3, placement: 'same-session' },
      },
    ],
    [
      'come in a later session, but the phase "reading" has one session',
      {
        ...TEST_PROTOCOL,
        repeats: { phase: 'reading', count: 1, minDistance: 1, placement: 'later-session' },
      },
    ],
    [
      'Latin square has 5 blocks, but a session of the phase "reading" has 4 case(s)',
      {
        ...TEST_PROTOCOL,
        order: { ...TEST_PROTOCOL.order, readerOrder: { kind: 'latin-square', blocks: 5 } },
      },
    ],
  ])('%s', (words, protocol) => {
    expect(problemsOf(protocol).join('\n')).toContain(words);
  });

  it('an edited film and its source in one session, and how many sessions would do', () => {
    const edited = testCase('edited', 'edited', { derivedFrom: first.filmId });
    const protocol = withCases([...cases, edited], {
      arms: [...withCases(cases).arms, testArm('edited', 'edited', [edited])],
    });
    expect(problemsOf(protocol)).toEqual([
      'The phase "reading" has 1 session(s), but case-real-1, case-edited show edits of one film or that film itself and may never share a session: it needs 2 sessions, or fewer of them.',
    ]);
    expect(
      problemsOf({ ...protocol, phases: [{ ...phase, sessions: 2 } as Protocol['phases'][number]] }),
    ).toEqual([]);
  });

  it('what a set must hold', () => {
    const pair = (target: string, foil: string): Protocol => ({
      ...TEST_PROTOCOL,
      instrument: presetOf('pair-choice'),
      phases: [{ ...phase, stages: ['realism'] }],
      design: {
        kind: 'pair',
        sets: [
          { setId: 'one', target: `case-${target}` as never, foils: [`case-${foil}` as never] },
          { setId: 'two', target: 'case-synthetic-2' as never, foils: ['case-real-2' as never] },
        ],
      },
    });
    expect(problemsOf(pair('synthetic-1', 'real-1'))).toEqual([]);
    expect(problemsOf(pair('real-1', 'synthetic-1')).join()).toContain(
      'The set one must hold one synthetic film as its target and real ones beside it',
    );
    expect(problemsOf(pair('synthetic-1', 'real-2')).join()).toContain('case-real-2 stands in two sets');
    expect(problemsOf(pair('synthetic-1', 'nothing')).join()).toContain('case-nothing, which does not exist');
    expect(problemsOf(pair('synthetic-1', 'real-2')).join()).toContain('case-real-1 stands in no set');
  });
});

function presetOf(id: string): Protocol['instrument'] {
  const preset = INSTRUMENT_PRESETS.find(({ instrument }) => instrument.id === id);
  if (preset === undefined) throw new Error(`There is no preset ${id}.`);
  return preset.instrument;
}
