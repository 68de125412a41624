import { DEFAULT_INSTRUMENT } from '../../src-core/study/default-instrument.ts';
import type { Instrument } from '../../src-core/study/instrument.ts';
import { INSTRUMENT_PRESETS } from '../../src-core/study/instrument-presets.ts';
import type { ProtocolInput } from '../../src-core/study/protocol.ts';
import { readingPhase } from '../../src-core/study/protocol-defaults.ts';
import { readProtocol } from '../../src-core/study/protocol-freeze.ts';
import { testArm } from '../../src-core/study/test-study.ts';
import { fullStudy, HOSPITAL, MODEL } from '../../src-main/app/testing/test-designs.ts';

/** A study read with another of the preset instruments, all of its stages in one phase. */
export function withPreset(id: string, study: ProtocolInput): ProtocolInput {
  const found = INSTRUMENT_PRESETS.find(({ instrument }) => instrument.id === id)?.instrument;
  if (found === undefined) throw new Error(`There is no preset ${id}.`);
  return { ...study, instrument: found, phases: [readingPhase('reading', found)] };
}

const finding = (value: string, text: string) => ({ value, label: { text }, key: null });

/** The default instrument with findings and marks asked of the film alone as well. */
const EVERYTHING: Instrument = {
  ...DEFAULT_INSTRUMENT,
  id: 'everything',
  items: [
    ...DEFAULT_INSTRUMENT.items.slice(0, -1),
    {
      id: 'findings',
      kind: 'presence',
      stage: 'realism',
      measures: 'presence',
      required: true,
      label: { text: 'Which findings are there?' },
      when: null,
      findings: [finding('effusion', 'Pleural effusion'), finding('edema', 'Edema'), finding('tube', 'Tube')],
      allowUnsure: true,
    },
    {
      id: 'places',
      kind: 'marks',
      stage: 'realism',
      measures: 'marks',
      required: false,
      label: { text: 'Where does it look wrong?' },
      when: null,
      shapes: [
        { shape: 'point', key: 'p' },
        { shape: 'box', key: 'x' },
      ],
      maxMarks: 5,
      comments: true,
    },
    ...DEFAULT_INSTRUMENT.items.slice(-1),
  ],
};

/**
 * Two sessions in which the film alone is judged, with training, a display check, instructions, a repeat and going
 * back; then a phase with the text and a questionnaire. Nothing has to be waited for.
 */
export function everythingStudy(): ProtocolInput {
  const { phases, cases, ...full } = readProtocol(fullStudy());
  const kept = cases.filter(({ role }) => role === 'reading' || role === 'training').slice(-6);
  return {
    ...full,
    cases: kept,
    arms: [testArm(HOSPITAL, 'real', kept), testArm(MODEL, 'synthetic', kept)],
    instrument: EVERYTHING,
    phases: phases.map((phase) => ({ ...phase, washout: { beforeDays: 0, betweenDays: 0 } })),
    calibration: null,
    attention: null,
    repeats: { phase: 'first', count: 1, minDistance: 1, placement: 'same-session' },
    gates: { displayCheck: 'every-session', instructions: { first: 'Judge each film.' } },
  };
}

/** The same study with films of another size. */
export function ofSize(matrixSizePx: number, study: ProtocolInput): ProtocolInput {
  return { ...study, normalisation: { ...study.normalisation, matrixSizePx } };
}
