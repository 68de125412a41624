import type { StudyDraft } from '../../../../src-core/study/draft.ts';
import type { Instrument } from '../../../../src-core/study/instrument.ts';
import type { InstrumentPreset } from '../../../../src-core/study/instrument-presets.ts';
import { newDraft } from '../../../../src-core/study/new-draft.ts';
import type { ProtocolPhase } from '../../../../src-core/study/protocol.ts';
import { readingPhase } from '../../../../src-core/study/protocol-defaults.ts';
import { freeId } from '../films/films-state.ts';
import { withRules } from './design-state.ts';

/** The instrument with its phases: stages that are gone are asked nowhere, new ones in the last reading phase. */
export function withInstrument(draft: StudyDraft, instrument: Instrument): StudyDraft {
  const order = instrument.stages.map(({ id }) => id);
  const renamed = new Map(
    order.length === draft.rules.instrument.stages.length
      ? draft.rules.instrument.stages.map(({ id }, index) => [id, order[index] ?? id])
      : order.map((id) => [id, id]),
  );
  const kept = draft.rules.phases.map((phase) => ({
    ...phase,
    stages: phase.stages.flatMap((stage) => renamed.get(stage) ?? []),
  }));
  const reading = kept.filter(({ kind }) => kind === 'reading');
  const asked = new Set(reading.flatMap(({ stages }) => stages));
  const last = reading.at(-1)?.id;
  const phases = kept.map((phase) => {
    if (phase.id !== last) return phase;
    const stages = order.filter((id) => phase.stages.includes(id) || !asked.has(id));
    return { ...phase, stages };
  });
  return withRules(draft, { instrument, phases });
}

/**
 * Starts over from a preset: its instrument, its design, one phase that asks all of it; its arms where no film is
 * chosen yet.
 */
export function withPreset(draft: StudyDraft, preset: InstrumentPreset): StudyDraft {
  const fresh = newDraft(preset);
  const { instrument, phases } = fresh.rules;
  const arms = draft.films.length === 0 ? fresh.arms : draft.arms;
  const gates = { ...draft.rules.gates, instructions: null };
  return {
    ...withRules(draft, { instrument, phases, gates }),
    arms,
    design: designFor({ arms, design: { kind: 'single-film' } }, preset.films, instrument),
  };
}

/** The design that shows so many films, with the arms that its instrument asks for. */
export function designFor(
  { arms, design }: Pick<StudyDraft, 'arms' | 'design'>,
  films: number,
  instrument: Instrument,
): StudyDraft['design'] {
  if (films === 1) return { kind: 'single-film' };
  const compose = design.kind === 'single-film' ? composeFor(arms, instrument) : design.compose;
  return films === 2 ? { kind: 'pair', compose } : { kind: 'n-way', films, compose };
}

function composeFor(arms: StudyDraft['arms'], instrument: Instrument) {
  const asks = instrument.items.flatMap((item) => (item.kind === 'film-choice' ? [item.asks] : []))[0];
  const real = arms.find(({ kind }) => kind === 'real' || kind === 'follow-up')?.id ?? 'real';
  const made = arms.find(({ kind }) => kind === 'synthetic' || kind === 'edited')?.id ?? 'synthetic';
  return asks === 'real'
    ? { targetArm: real, foilArm: made, seed: 1 }
    : { targetArm: made, foilArm: real, seed: 1 };
}

/** One more phase at the end: it asks nothing yet, or adjudicates what readers differ on. */
export function withNewPhase(draft: StudyDraft, kind: ProtocolPhase['kind']): StudyDraft {
  const { phases, instrument } = draft.rules;
  const taken = phases.map(({ id }) => id);
  const all = instrument.stages.map(({ id }) => id);
  const phase = readingPhase(freeId(taken, kind === 'reading' ? 'phase' : 'adjudication'), instrument);
  if (kind === 'reading') {
    return withRules(draft, { phases: [...phases, { ...phase, stages: [...all] }] });
  }
  const { sessions: _sessions, ...rest } = phase;
  const item = instrument.items.find((entry) => entry.kind === 'likert' || entry.kind === 'forced-choice');
  const adjudication: ProtocolPhase = {
    ...rest,
    kind: 'adjudication',
    stages: [...all],
    readers: draft.readers.map(({ userId }) => userId as string),
    disagreement: { item: item?.id ?? 'realism', least: item?.kind === 'likert' ? 2 : 1 },
  };
  return withRules(draft, { phases: [...phases, adjudication] });
}

/**
 * Changes a phase. Training, repeats and instructions follow a new id; a stage that one reading phase takes is taken
 * from the others, so that each is asked once.
 */
export function withPhase(draft: StudyDraft, index: number, phase: ProtocolPhase): StudyDraft {
  const before = draft.rules.phases[index];
  if (before === undefined) return draft;
  const { training, repeats, gates } = draft.rules;
  const follow = (id: string): string => (id === before.id ? phase.id : id);
  const instructions =
    gates.instructions === null
      ? null
      : Object.fromEntries(Object.entries(gates.instructions).map(([id, text]) => [follow(id), text]));
  const phases = draft.rules.phases.map((other, place) => {
    if (place === index) return phase;
    if (other.kind !== 'reading' || phase.kind !== 'reading') return other;
    return { ...other, stages: other.stages.filter((stage) => !phase.stages.includes(stage)) };
  });
  return withRules(draft, {
    phases,
    training: training === null ? null : { ...training, phase: follow(training.phase) },
    repeats: repeats === null ? null : { ...repeats, phase: follow(repeats.phase) },
    gates: { ...gates, instructions },
  });
}

/** Takes a phase out; its stages go to the last reading phase that is left. */
export function withoutPhase(draft: StudyDraft, index: number): StudyDraft {
  const gone = draft.rules.phases[index];
  const phases = draft.rules.phases.filter((_, place) => place !== index);
  const cleared = gone === undefined ? draft : withInstructions(draft, gone.id, '');
  return withInstrument(withRules(cleared, { phases }), draft.rules.instrument);
}

/** What readers confirm before a phase; an empty text is none. */
export function withInstructions(draft: StudyDraft, phase: string, text: string): StudyDraft {
  const { [phase]: _former, ...others } = draft.rules.gates.instructions ?? {};
  const all = text === '' ? others : { ...others, [phase]: text };
  const instructions = Object.keys(all).length === 0 ? null : all;
  return withRules(draft, { gates: { ...draft.rules.gates, instructions } });
}

/** Whether the first stage can be read without telling that some films may be made. */
export function canBlindFirstStage(instrument: Instrument): boolean {
  const [first, second] = instrument.stages;
  return (
    first !== undefined &&
    second !== undefined &&
    instrument.items
      .filter(({ stage }) => stage === first.id)
      .every(
        (item) => item.measures !== 'verdict' && !(item.kind === 'film-choice' && item.asks !== 'preference'),
      )
  );
}

/** Two phases: the first stage read blinded to the purpose, then the others with readers informed. */
export function withBlindedFirst(draft: StudyDraft): StudyDraft {
  const { instrument } = draft.rules;
  const [first, ...others] = instrument.stages.map(({ id }) => id);
  if (first === undefined || others.length === 0) return draft;
  const phase = readingPhase('blinded', instrument);
  return withRules(draft, {
    phases: [
      { ...phase, purpose: 'blinded', stages: [first] },
      { ...phase, id: 'informed', stages: others },
    ],
  });
}
