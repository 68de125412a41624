import { DRAFT_FORMAT_VERSION, type DraftArm, type StudyDraft } from './draft.ts';
import type { InstrumentPreset } from './instrument-presets.ts';
import type { ArmKind } from './protocol.ts';
import { defaultRules } from './protocol-defaults.ts';

const MAX_MATRIX_SIZE_PX = 1024;

/**
 * A new study: the preset's instrument and design, two arms, nothing chosen yet. Sets have the film that the
 * instrument asks for as their target, and the others beside it.
 */
export function newDraft(preset: InstrumentPreset): StudyDraft {
  const { formatVersion: _format, ...rules } = defaultRules(preset.instrument);
  return {
    formatVersion: DRAFT_FORMAT_VERSION,
    rules,
    design: designOf(preset),
    arms: armsOf(preset).map(draftArm),
    films: [],
    readers: [],
    normalisation: { markers: 'keep', lowPass: 'none', maxMatrixSizePx: MAX_MATRIX_SIZE_PX },
  };
}

/** An arm before anything is known of it but its kind. */
function draftArm(kind: ArmKind): DraftArm {
  return {
    id: kind,
    kind,
    model: null,
    selection: {
      rule: 'curated',
      statement:
        'Films chosen one by one by the coordinator; every keep and reject is in the log of decisions.',
    },
  };
}

/** The study of edits takes real follow-up films as its control: both show a patient who was seen before. */
function armsOf({ instrument }: InstrumentPreset): readonly ArmKind[] {
  return instrument.id === 'realism-and-inclusion' ? ['follow-up', 'edited'] : ['real', 'synthetic'];
}

function designOf(preset: InstrumentPreset): StudyDraft['design'] {
  const { design, films, instrument } = preset;
  const [real = 'real', made = 'synthetic'] = armsOf(preset);
  const asksForReal = instrument.items.some((item) => item.kind === 'film-choice' && item.asks === 'real');
  const compose = asksForReal
    ? { targetArm: real, foilArm: made, seed: 1 }
    : { targetArm: made, foilArm: real, seed: 1 };
  switch (design) {
    case 'single-film':
      return { kind: 'single-film' };
    case 'pair':
      return { kind: 'pair', compose };
    case 'n-way':
      return { kind: 'n-way', films, compose };
  }
}
