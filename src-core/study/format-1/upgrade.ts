import { INSTRUMENT_FORMAT_VERSION, type Instrument, type InstrumentItem } from '../instrument.ts';
import { keyed } from '../label.ts';
import type { Protocol } from '../protocol.ts';
import type { Instrument1, InstrumentItem1 } from './instrument.ts';
import type { Protocol1 } from './protocol.ts';

/** An instrument of format 1 as format 2 says the same: the same ids, options, scales and keys. */
export function upgradeInstrument(old: Instrument1): Instrument {
  const stages = [
    { id: 'realism', shows: 'film' as const },
    { id: 'alignment', shows: 'film-and-text' as const },
  ];
  return {
    formatVersion: INSTRUMENT_FORMAT_VERSION,
    id: old.id,
    version: old.version,
    stages: stages.filter(({ id }) => old.items.some(({ stage }) => stage === id)),
    items: old.items.map(upgradeItem),
  };
}

function upgradeItem(item: InstrumentItem1): InstrumentItem {
  const common = { label: keyed(item.label), when: null };
  switch (item.kind) {
    case 'likert':
      return { ...item, ...common, anchors: item.anchors.map(keyed) };
    case 'forced-choice':
      return { ...item, ...common, options: item.options.map(upgradeOption) };
    case 'multi-select':
      return { ...item, ...common, options: item.options.map(upgradeOption) };
    case 'free-text':
      return { ...item, ...common, key: null };
  }
}

const upgradeOption = ({ value, label, key }: { value: string; label: string; key: string | null }) => ({
  value,
  label: keyed(label),
  key,
});

/**
 * A protocol of format 1 as format 2 says the same, to be read, joined and summarised; it is never frozen again.
 * What format 1 did not know is said as not known: no patients, prompts, findings or views, no flow counts before
 * the study.
 */
export function upgradeProtocol(old: Protocol1): Protocol {
  const instrument = upgradeInstrument(old.instrument);
  return {
    formatVersion: 2,
    name: old.name,
    seed: old.seed,
    ethics: { status: 'not-stated' },
    design: { kind: 'single-film' },
    arms: old.arms.map(({ id, selection }) => {
      const used = old.cases.filter(({ arm }) => arm === id).length;
      return {
        id,
        kind: id,
        model: null,
        selection: {
          rule: selection.rule === 'curated' ? 'curated' : 'all',
          statement: selection.statement,
        },
        flow: { generated: used, rejected: 0, kept: used, used },
      };
    }),
    cases: old.cases.map(({ caseId, filmId, arm, text }) => ({
      caseId,
      filmId,
      arm,
      role: 'reading',
      patient: null,
      prompt: null,
      finding: null,
      view: null,
      derivedFrom: null,
      text,
      textFrom: null,
      textControl: { kind: 'matched' },
      expected: null,
      feedback: null,
    })),
    clusters: { patients: 'declared', prompts: 'declared' },
    wording: { rule: 'as-written', statement: 'Format 1 states no rule of wording.' },
    readers: old.readers.map(({ id, name }) => ({ id, name, profile: null })),
    instrument,
    phases: [
      {
        kind: 'reading',
        id: 'reading',
        purpose: 'informed',
        stages: instrument.stages.map(({ id }) => id),
        sessions: 1,
        washout: { beforeDays: 0, betweenDays: 0 },
        questionnaire: null,
      },
    ],
    training: null,
    calibration: null,
    attention: null,
    repeats: null,
    backNavigation: 'forbidden',
    pauses: { allowed: true, idleAfterSeconds: null },
    gates: { displayCheck: 'never', instructions: null },
    stopping: { rule: 'coordinator', statement: 'The coordinator closes the reading.' },
    unblinding: 'any-time',
    endpoints: [],
    normalisation: { ...old.normalisation, markers: 'keep' },
    order: {
      rule: 'block-randomised',
      generator: 'xoshiro128**',
      version: 1,
      readerOrder: { kind: 'random' },
    },
    createdWith: old.createdWith,
  };
}
