import type { FilmId } from '../../base/ids.ts';
import { INSTRUMENT_FORMAT_VERSION, type Instrument, type InstrumentItem } from '../../study/instrument.ts';
import { choice, confidence, likert, multiSelect, verdict } from '../../study/instrument-parts.ts';
import { INSTRUMENT_PRESETS } from '../../study/instrument-presets.ts';
import type { Protocol, ProtocolCase, ReadingPhase } from '../../study/protocol.ts';
import { readingPhase } from '../../study/protocol-defaults.ts';
import { validateProtocol } from '../../study/protocol-freeze.ts';
import { TEST_PROTOCOL_INPUT, testArm, testCase } from '../../study/test-study.ts';

export const TEST_FINDINGS = ['effusion', 'edema', 'cardiomegaly', 'no-finding'] as const;
const VIEWS = ['PA', 'AP'] as const;
/** By arm: its kind and model. */
const ARMS = [
  ['real', 'real', null],
  ['model-a', 'synthetic', { name: 'cxr-demo', sha256: 'a'.repeat(64) }],
  ['model-b', 'synthetic', { name: 'cxr-next', sha256: 'b'.repeat(64) }],
] as const;

export interface TestStudyShape {
  readonly casesPerArm: number;
  readonly readers: number;
}

/** Realism before the purpose is told; then realism again, verdict, findings and marks; then the text. */
function instrument(): Instrument {
  const words = (id: string) => ({ text: id });
  const presence: InstrumentItem = {
    id: 'findings',
    kind: 'presence',
    stage: 'film',
    measures: 'presence',
    required: true,
    label: words('Findings'),
    when: null,
    findings: TEST_FINDINGS.slice(0, 3).map((value) => ({ value, label: words(value), key: null })),
    allowUnsure: true,
  };
  const marks: InstrumentItem = {
    id: 'marks',
    kind: 'marks',
    stage: 'film',
    measures: 'marks',
    required: false,
    label: words('Where it looks made'),
    when: { rule: 'one-of', item: 'realOrSynthetic', values: ['synthetic'] },
    shapes: [
      { shape: 'point', key: null },
      { shape: 'box', key: null },
    ],
    maxMarks: 5,
    comments: true,
  };
  return {
    formatVersion: INSTRUMENT_FORMAT_VERSION,
    id: 'test-study',
    version: 1,
    stages: [
      { id: 'impression', shows: 'film' },
      { id: 'film', shows: 'film' },
      { id: 'text', shows: 'film-and-text' },
    ],
    items: [
      { ...likert('realism', 'impression'), id: 'impression' },
      likert('realism', 'film'),
      verdict('film'),
      confidence('film'),
      multiSelect('reasons', 'film', { rule: 'one-of', item: 'realOrSynthetic', values: ['synthetic'] }),
      presence,
      marks,
      likert('alignment', 'text'),
      choice('included', 'inclusion', 'text', ['present', 'partly', 'absent'], ['p', 't', 'a']),
    ],
  };
}

function phases(plan: Instrument): ReadingPhase[] {
  return [
    { ...readingPhase('blinded', plan), purpose: 'blinded', stages: ['impression'] },
    {
      ...readingPhase('informed', plan),
      stages: ['film', 'text'],
      sessions: 2,
      washout: { beforeDays: 14, betweenDays: 3 },
    },
  ];
}

function readCase(arm: (typeof ARMS)[number], index: number, perArm: number): ProtocolCase {
  const [id, kind] = arm;
  const name = `${id}-${String(index + 1).padStart(3, '0')}`;
  const text = `Text of ${name}.`;
  // The last cases of each arm have a text made wrong on purpose.
  const wrong = index >= perArm - Math.max(1, Math.floor(perArm / 7));
  const how = index % 2 === 0 ? 'wrong-finding' : 'negated';
  return testCase(name, id, {
    finding: TEST_FINDINGS[index % TEST_FINDINGS.length] ?? null,
    view: VIEWS[Math.floor(index / 4) % 2] ?? null,
    // Two films of some patients, two images of some prompts.
    patient: kind === 'real' ? `patient-${index - Number(index % 10 === 9)}` : null,
    prompt: kind === 'synthetic' ? `${id} prompt ${index - Number(index % 8 === 7)}` : null,
    text: wrong ? `Another than the text of ${name}.` : text,
    textControl: wrong ? { kind: 'mismatched', how, originalText: text } : { kind: 'matched' },
  });
}

function cases(perArm: number): ProtocolCase[] {
  const read = ARMS.flatMap((arm) =>
    Array.from({ length: perArm }, (_, index) => readCase(arm, index, perArm)),
  );
  const extra = (name: string, role: ProtocolCase['role'], arm: string, change: Partial<ProtocolCase> = {}) =>
    testCase(name, arm, { role, ...change });
  const expected = { impression: 1, realOrSynthetic: 'synthetic' };
  return [
    ...read,
    extra('attention-1', 'attention', 'model-a', { expected }),
    extra('attention-2', 'attention', 'model-b', { expected }),
    extra('attention-3', 'attention', 'model-a', { expected }),
    extra('calibration-1', 'calibration', 'real'),
    extra('calibration-2', 'calibration', 'model-b'),
    extra('training-1', 'training', 'real', { expected: { impression: 5 }, feedback: 'A real film.' }),
  ];
}

export function testReaders(count: number): Protocol['readers'] {
  return Array.from({ length: count }, (_, index) => ({
    id: `reader-${index + 1}`,
    name: ['Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn'][index] ?? `Reader ${index + 1}`,
    profile: {
      experienceYears: [3, 18, 9, 5, 12, 1][index] ?? index,
      subspecialty: index % 2 === 0 ? 'chest' : null,
    },
  }));
}

/** A study of two generating models and real films in two phases, with everything a protocol can ask for. */
export function testStudyProtocol({ casesPerArm, readers }: TestStudyShape): Protocol {
  const all = cases(casesPerArm);
  const plan = instrument();
  return validateProtocol({
    ...TEST_PROTOCOL_INPUT,
    name: 'Realism of two chest radiograph generators',
    arms: ARMS.map(([id, kind, model]) => ({ ...testArm(id, kind, all), model })),
    cases: all,
    clusters: { patients: 'declared', prompts: 'declared' },
    wording: { rule: 'one-template', statement: 'Every text follows one template.' },
    readers: testReaders(readers),
    instrument: plan,
    phases: phases(plan),
    training: { phase: 'blinded', passShare: null, maxAttempts: 2 },
    calibration: { placement: 'first-session' },
    attention: { minDistance: 2, maxFailures: 1 },
    repeats: {
      phase: 'informed',
      count: Math.max(2, Math.floor(casesPerArm / 4)),
      minDistance: 4,
      placement: 'later-session',
    },
    pauses: { allowed: true, idleAfterSeconds: 60 },
    endpoints: [
      {
        id: 'detection',
        estimand: 'accuracy-against-chance',
        primary: true,
        hypothesis: { kind: 'superiority' },
        alpha: 0.05,
      },
      {
        id: 'realism',
        estimand: 'realism-difference',
        primary: false,
        hypothesis: { kind: 'non-inferiority', margin: 0.5 },
        alpha: 0.05,
      },
      {
        id: 'alignment',
        estimand: 'alignment-difference',
        primary: false,
        hypothesis: { kind: 'equivalence', margin: 0.5 },
        alpha: 0.05,
      },
      {
        id: 'models',
        estimand: 'auc-difference',
        primary: false,
        hypothesis: { kind: 'superiority' },
        alpha: 0.05,
      },
      {
        id: 'agreement',
        estimand: 'agreement',
        primary: false,
        hypothesis: { kind: 'estimation' },
        alpha: 0.05,
      },
    ],
  });
}

/** Pairs (one synthetic film each) or quartets (one real film each) in one session. */
export function testChoiceProtocol(films: 2 | 4, { casesPerArm, readers }: TestStudyShape): Protocol {
  const preset = INSTRUMENT_PRESETS.find((known) => known.films === films);
  if (preset === undefined) throw new Error(`No preset shows ${films} films.`);
  const arms = films === 2 ? (['model-a', 'real'] as const) : (['real', 'model-a'] as const);
  const all = Array.from({ length: casesPerArm }, (_, set) =>
    Array.from({ length: films }, (__, member) => {
      const arm = member === 0 ? arms[0] : arms[1];
      return testCase(`${String(set + 1).padStart(3, '0')}-${member}`, arm, {
        finding: TEST_FINDINGS[set % 2] ?? null,
        view: VIEWS[set % 2] ?? null,
        derivedFrom: null,
        filmId: `film-${set + 1}-${member}` as FilmId,
      });
    }),
  );
  const sets = all.map(([target, ...foils], index) => ({
    setId: `set-${index + 1}`,
    target: target?.caseId ?? '',
    foils: foils.map(({ caseId }) => caseId),
  }));
  const plan = preset.instrument;
  const flat = all.flat();
  return validateProtocol({
    ...TEST_PROTOCOL_INPUT,
    name: films === 2 ? 'Which of two is made' : 'Which of four is real',
    design: films === 2 ? { kind: 'pair', sets } : { kind: 'n-way', films, sets },
    arms: [testArm('real', 'real', flat), testArm('model-a', 'synthetic', flat)],
    cases: flat,
    readers: testReaders(readers),
    instrument: plan,
    phases: [readingPhase('reading', plan)],
    endpoints: [
      {
        id: 'detection',
        estimand: 'accuracy-against-chance',
        primary: true,
        hypothesis: { kind: 'superiority' },
        alpha: 0.05,
      },
    ],
  });
}
