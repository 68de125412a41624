import type { CaseId, FilmId } from '../base/ids.ts';
import { type Random, seededRandom, uniformInteger } from '../base/random.ts';
import { allocateReader, type ReaderAllocation } from './allocation.ts';
import { INSTRUMENT_PRESETS } from './instrument-presets.ts';
import type { Protocol, ProtocolCase, ProtocolInput } from './protocol.ts';
import { findProtocolProblems, readProtocol } from './protocol-freeze.ts';
import { counter, TEST_PROTOCOL_INPUT, testArm, testCase } from './test-study.ts';

const FINDINGS = ['Effusion', 'Edema', 'No finding'];
const VIEWS = ['AP', 'PA'];
const ARMS = [
  ['real', 'real'],
  ['model-a', 'synthetic'],
  ['model-b', 'synthetic'],
  ['edited', 'edited'],
  ['decoded', 'autoencoded'],
  ['follow-up', 'follow-up'],
] as const;

/**
 * A random protocol for tests, a function of the seed alone: any design, arms, roles, sessions, phases, repeats and
 * orders. About half of them ask for what cannot be met together.
 */
export function randomProtocol(seed: number): ProtocolInput {
  const random = seededRandom(`test-protocol/${seed}`);
  const below = (bound: number): number => uniformInteger(random, bound);
  const design = below(3);
  const films = [1, 2, 3 + below(2)][design] ?? 1;
  const cases = films === 1 ? singleCases(random) : setCases(random, films);
  const arms = ARMS.filter(([id]) => cases.some(({ arm }) => arm === id)).map(([id, kind]) =>
    testArm(id, kind, cases),
  );
  const [phases, instrument] = phasesOf(random, films);
  const has = (role: ProtocolCase['role']): boolean => cases.some((entry) => entry.role === role);
  return {
    ...TEST_PROTOCOL_INPUT,
    seed: below(1_000_000),
    design: designOf(cases, films),
    arms,
    cases,
    clusters: { patients: 'declared', prompts: 'declared' },
    readers: Array.from({ length: 1 + below(5) }, (_, index) => ({
      id: `reader-${index}`,
      name: `Reader ${index}`,
      profile: null,
    })),
    instrument,
    phases,
    training: has('training')
      ? { phase: phases[below(phases.length)]?.id ?? '', passShare: null, maxAttempts: 2 }
      : null,
    calibration: has('calibration')
      ? { placement: below(2) === 0 ? 'first-session' : 'every-session' }
      : null,
    attention: has('attention') ? { minDistance: 1 + below(5), maxFailures: null } : null,
    repeats:
      below(2) === 0
        ? null
        : {
            phase: phases[below(phases.length)]?.id ?? '',
            count: 1 + below(6),
            minDistance: 1 + below(12),
            placement: below(2) === 0 ? 'same-session' : 'later-session',
          },
    order: {
      ...TEST_PROTOCOL_INPUT.order,
      readerOrder: below(3) === 0 ? { kind: 'latin-square', blocks: 2 + below(4) } : { kind: 'random' },
    },
  };
}

function designOf(cases: readonly ProtocolCase[], films: number): Protocol['design'] {
  if (films === 1) return { kind: 'single-film' };
  const sets = Array.from({ length: cases.length / films }, (_, index) => {
    const [target, ...foils] = cases.slice(index * films, (index + 1) * films).map(({ caseId }) => caseId);
    return { setId: `set-${index}`, target: target as CaseId, foils };
  });
  return films === 2 ? { kind: 'pair', sets } : { kind: 'n-way', films, sets };
}

function phasesOf(random: Random, films: number): [Protocol['phases'], Protocol['instrument']] {
  const below = (bound: number): number => uniformInteger(random, bound);
  const fitting = INSTRUMENT_PRESETS.filter((preset) => preset.films === films);
  const instrument = fitting[below(Math.max(1, fitting.length))]?.instrument ?? choiceOf(films);
  const phase = (id: string, stages: string[]): Protocol['phases'][number] => ({
    kind: 'reading',
    id,
    purpose: 'informed',
    stages,
    sessions: 1 + below(4),
    washout: { beforeDays: below(30), betweenDays: below(30) },
    questionnaire: null,
  });
  const stages = instrument.stages.map(({ id }) => id);
  const apart = stages.length > 1 && below(2) === 0;
  return [
    apart ? stages.map((stage) => phase(`phase-${stage}`, [stage])) : [phase('reading', stages)],
    instrument,
  ];
}

/** The quartet's instrument for another number of films. */
function choiceOf(films: number): Protocol['instrument'] {
  const quartet = INSTRUMENT_PRESETS.find((preset) => preset.films === 4)?.instrument;
  if (quartet === undefined) throw new Error('There is no quartet preset.');
  return {
    ...quartet,
    items: quartet.items.map((item) =>
      item.kind === 'film-choice' ? { ...item, films, keys: item.keys.slice(0, films) } : item,
    ),
  };
}

function rolesOf(random: Random, read: number): ProtocolCase['role'][] {
  const some = (most: number): number =>
    uniformInteger(random, 2) === 0 ? 0 : 1 + uniformInteger(random, most);
  return [
    ...Array<'reading'>(read).fill('reading'),
    ...Array<'training'>(some(4)).fill('training'),
    ...Array<'calibration'>(some(3)).fill('calibration'),
    ...Array<'attention'>(some(4)).fill('attention'),
  ];
}

function stratum(random: Random): Pick<ProtocolCase, 'finding' | 'view'> {
  return {
    finding: FINDINGS[uniformInteger(random, FINDINGS.length)] ?? null,
    view: VIEWS[uniformInteger(random, VIEWS.length)] ?? null,
  };
}

function extras(role: ProtocolCase['role'], item: string): Partial<ProtocolCase> {
  return role === 'attention' ? { role, expected: { [item]: 1 } } : { role };
}

function singleCases(random: Random): ProtocolCase[] {
  const below = (bound: number): number => uniformInteger(random, bound);
  const arms = ARMS.filter(([id]) => id === 'real' || below(2) === 0);
  const roles = rolesOf(random, 2 + below(60));
  const cases = roles.map((role, index) => {
    const [arm] = arms[index < arms.length ? index : below(arms.length)] ?? ARMS[0];
    return testCase(`${arm}-${index}`, arm, { ...stratum(random), ...extras(role, 'comment') });
  });
  const sources = cases.filter(({ arm, role }) => arm === 'real' && role === 'reading');
  return cases.map((entry) => {
    if (entry.arm !== 'edited' && entry.arm !== 'decoded') return entry;
    // Mostly a film of the study, so that families form; now and then one that is not in it.
    const source = below(4) === 0 || entry.role !== 'reading' ? undefined : sources[below(sources.length)];
    return { ...entry, derivedFrom: source?.filmId ?? (`outside-${entry.filmId}` as FilmId) };
  });
}

function setCases(random: Random, films: number): ProtocolCase[] {
  const below = (bound: number): number => uniformInteger(random, bound);
  const realFirst = films > 2;
  const edits = below(2) === 0;
  return rolesOf(random, 2 + below(20)).flatMap((role, set) =>
    Array.from({ length: films }, (_, member) => {
      const real = realFirst ? member === 0 : member > 0;
      const arm = real ? 'real' : edits && below(2) === 0 ? 'edited' : 'model-a';
      const derived = arm === 'edited' ? { derivedFrom: sourceOf(below(12), role, set) } : {};
      const change = member === 0 ? extras(role, 'choice') : { role };
      return testCase(`${set}-${member}`, arm, { ...stratum(random), ...change, ...derived });
    }),
  );
}

/** Edits of a few outside films, so that sets of one film's edits form families. */
function sourceOf(which: number, role: ProtocolCase['role'], set: number): FilmId {
  return (role === 'reading' && which < 6 ? `outside-${which}` : `outside-own-${set}-${which}`) as FilmId;
}

interface SeededProtocol {
  readonly seed: number;
  readonly protocol: Protocol;
}

/** The first random protocols, from a seed on, that validate and are of the wanted sort. */
export function firstValidProtocols(
  from: number,
  count: number,
  wanted: (protocol: Protocol) => boolean = () => true,
): SeededProtocol[] {
  const found: SeededProtocol[] = [];
  for (let seed = from; found.length < count; seed += 1) {
    const protocol = readProtocol(randomProtocol(seed));
    if (wanted(protocol) && findProtocolProblems(protocol).length === 0) found.push({ seed, protocol });
  }
  return found;
}

/** Every reader's allocation, with ids in a row. */
export function allocationsOf(protocol: Protocol): ReaderAllocation[] {
  const newId = counter('id');
  return protocol.readers.map(({ id }) => allocateReader(protocol, id, newId));
}
