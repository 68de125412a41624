import { DEFAULT_INSTRUMENT } from './default-instrument.ts';
import type { Instrument } from './instrument.ts';
import { ORDER_RULE, PROTOCOL_FORMAT_VERSION, type Protocol, type ReadingPhase } from './protocol.ts';

/** What a protocol says beside its films, its people and its name. */
export type ProtocolRules = Omit<
  Protocol,
  'name' | 'seed' | 'design' | 'arms' | 'cases' | 'readers' | 'normalisation' | 'createdWith'
>;

/**
 * The rules a new study starts from: one phase in which readers know the purpose and all stages of the instrument
 * are asked, one session, no extras; one film per patient and one image per prompt; nobody unblinded before the
 * close. What the coordinator must say (ethics, endpoints, wording) stands as not said.
 */
export function defaultRules(instrument: Instrument = DEFAULT_INSTRUMENT): ProtocolRules {
  return {
    formatVersion: PROTOCOL_FORMAT_VERSION,
    ethics: { status: 'not-stated' },
    clusters: { patients: 'one-film', prompts: 'one-image' },
    wording: { rule: 'as-written', statement: 'Prompts and reports are shown as they were written.' },
    instrument,
    phases: [readingPhase('reading', instrument)],
    training: null,
    calibration: null,
    attention: null,
    repeats: null,
    backNavigation: 'forbidden',
    pauses: { allowed: true, idleAfterSeconds: null },
    gates: { displayCheck: 'never', instructions: null },
    stopping: { rule: 'coordinator', statement: 'The coordinator closes the reading.' },
    unblinding: 'after-close',
    endpoints: [],
    order: ORDER_RULE,
  };
}

/** A phase of one session in which readers know the purpose and all stages of the instrument are asked. */
export function readingPhase(id: string, instrument: Instrument): ReadingPhase {
  return {
    kind: 'reading',
    id,
    purpose: 'informed',
    stages: instrument.stages.map((stage) => stage.id),
    sessions: 1,
    washout: { beforeDays: 0, betweenDays: 0 },
    questionnaire: null,
  };
}
