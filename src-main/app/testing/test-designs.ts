/** Protocols of each design for tests of the app: small films, arms of names that no instrument says. */
import type { CaseId } from '../../../src-core/base/ids.ts';
import { DEFAULT_INSTRUMENT } from '../../../src-core/study/default-instrument.ts';
import { QUESTIONNAIRE_STAGE } from '../../../src-core/study/instrument.ts';
import { INSTRUMENT_PRESETS } from '../../../src-core/study/instrument-presets.ts';
import type { ProtocolCase, ProtocolInput } from '../../../src-core/study/protocol.ts';
import { readingPhase } from '../../../src-core/study/protocol-defaults.ts';
import { TEST_PROTOCOL_INPUT, testArm, testCase } from '../../../src-core/study/test-study.ts';

export const HOSPITAL = 'arm-hospital';
export const MODEL = 'arm-model';
const SMALL = { ...TEST_PROTOCOL_INPUT.normalisation, matrixSizePx: 16 };

function base(cases: readonly ProtocolCase[], readers: readonly string[]) {
  return {
    ...TEST_PROTOCOL_INPUT,
    arms: [testArm(HOSPITAL, 'real', cases), testArm(MODEL, 'synthetic', cases)],
    cases: [...cases],
    readers: readers.map((name, index) => ({ id: `reader-${index}`, name, profile: null })),
    normalisation: SMALL,
  };
}

const both = (prefix: string, count: number, change: Partial<ProtocolCase> = {}): ProtocolCase[] =>
  Array.from({ length: count }, (_, index) =>
    testCase(`${prefix}-${index}`, index % 2 === 0 ? HOSPITAL : MODEL, {
      text: `Report ${prefix} ${index} of this film.`,
      ...change,
    }),
  );

/** One film at a time, one session, realism before the text, nothing beside. */
export function plainStudy(count = 6, readers: readonly string[] = ['Ada']): ProtocolInput {
  return base(both('plain', count), readers);
}

/**
 * One film at a time with everything: two sessions a fortnight apart in which realism is judged, with repeats, checks,
 * calibration and training; a week later a phase with the text and a questionnaire at its end.
 */
export function fullStudy(readers: readonly string[] = ['Ada']): ProtocolInput {
  const cases = [
    ...both('read', 12),
    ...both('train', 2, { role: 'training', expected: { realism: 1 }, feedback: 'Look at the ribs.' }),
    ...both('calibrate', 2, { role: 'calibration' }),
    ...both('attend', 2, { role: 'attention', expected: { realism: 1 } }),
  ];
  const first = { ...readingPhase('first', DEFAULT_INSTRUMENT), stages: ['realism'], sessions: 2 };
  const second = { ...readingPhase('second', DEFAULT_INSTRUMENT), stages: ['alignment'] };
  const noticed = {
    id: 'noticed',
    kind: 'free-text' as const,
    stage: QUESTIONNAIRE_STAGE,
    measures: 'comment' as const,
    required: true,
    label: { text: 'Did you notice anything?' },
    when: null,
    maxLength: 500,
    key: null,
  };
  return {
    ...base(cases, readers),
    phases: [
      { ...first, washout: { beforeDays: 0, betweenDays: 14 } },
      { ...second, washout: { beforeDays: 7, betweenDays: 0 }, questionnaire: { items: [noticed] } },
    ],
    training: { phase: 'first', passShare: 1, maxAttempts: 2 },
    calibration: { placement: 'first-session' },
    attention: { minDistance: 2, maxFailures: null },
    repeats: { phase: 'first', count: 2, minDistance: 2, placement: 'same-session' },
    backNavigation: 'logged',
    gates: { displayCheck: 'every-sign-in', instructions: { first: 'Judge each film.' } },
  };
}

/** Films side by side, one of them the target: two of which one is synthetic, or four of which one is real. */
export function sideBySideStudy(films: 2 | 4, sets = 4, readers: readonly string[] = ['Ada']): ProtocolInput {
  const target = films === 2 ? MODEL : HOSPITAL;
  const preset = INSTRUMENT_PRESETS.find((own) => own.films === films)?.instrument;
  if (preset === undefined) throw new Error(`There is no preset of ${films} films.`);
  const cases = Array.from({ length: sets * films }, (_, index) =>
    testCase(`film-${index}`, (index % films === 0) === (target === MODEL) ? MODEL : HOSPITAL),
  );
  const members = Array.from({ length: sets }, (_, index) => {
    const [first, ...foils] = cases.slice(index * films, (index + 1) * films).map(({ caseId }) => caseId);
    return { setId: `set-of-films-${index}`, target: first as CaseId, foils };
  });
  return {
    ...base(cases, readers),
    design: films === 2 ? { kind: 'pair', sets: members } : { kind: 'n-way', films, sets: members },
    instrument: preset,
    phases: [readingPhase('choose', preset)],
  };
}
