import type { Answers } from '../../../src-core/study/answers.ts';
import { DEFAULT_INSTRUMENT } from '../../../src-core/study/default-instrument.ts';
import type { InstrumentItem } from '../../../src-core/study/instrument.ts';
import type { FormStage } from './form-model.ts';

/** The first stage of the default instrument: realism, real or synthetic, confidence, reasons. */
export const REALISM_STAGE: FormStage = { items: DEFAULT_INSTRUMENT.items, stage: 'realism', earlier: {} };

const base = { stage: 'film', required: true, when: null } as const;

export const FINDINGS: Extract<InstrumentItem, { kind: 'presence' }> = {
  ...base,
  id: 'findings',
  kind: 'presence',
  measures: 'presence',
  label: { text: 'Which findings are there?' },
  findings: [
    { value: 'effusion', label: { text: 'Pleural effusion' }, key: 'e' },
    { value: 'edema', label: { text: 'Edema' }, key: null },
    { value: 'tube', label: { text: 'Tube' }, key: null },
  ],
  allowUnsure: true,
};

export const PLACES: Extract<InstrumentItem, { kind: 'marks' }> = {
  ...base,
  id: 'places',
  kind: 'marks',
  measures: 'marks',
  required: false,
  label: { text: 'Where?' },
  shapes: [
    { shape: 'point', key: 'm' },
    { shape: 'box', key: 'b' },
  ],
  maxMarks: 3,
  comments: true,
};

export const NOTE: InstrumentItem = {
  ...base,
  id: 'note',
  kind: 'free-text',
  measures: 'comment',
  required: false,
  label: { text: 'Note' },
  maxLength: 200,
  key: null,
};

/** A stage of one form with these items. */
export function stageOf(items: readonly InstrumentItem[], earlier: Answers = {}): FormStage {
  return { items, stage: items[0]?.stage ?? '', earlier };
}
