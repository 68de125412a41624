import { INSTRUMENT_FORMAT_VERSION, type Instrument, type InstrumentItem } from '../instrument.ts';
import { keyed } from '../label.ts';
import { ORDER_RULE, type Protocol } from '../protocol.ts';
import { defaultRules } from '../protocol-defaults.ts';
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
    ...defaultRules(instrument),
    name: old.name,
    seed: old.seed,
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
    unblinding: 'any-time',
    normalisation: { ...old.normalisation, markers: 'keep' },
    order: { ...ORDER_RULE, version: 1 },
    createdWith: old.createdWith,
  };
}
