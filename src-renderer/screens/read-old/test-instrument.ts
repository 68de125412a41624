import type { CaseView, InstrumentItemView } from '../../../src-core/contract/reading-calls.ts';

function scale(id: string, stage: 'realism' | 'alignment'): InstrumentItemView {
  return { kind: 'likert', id, stage, required: true, min: 1, max: 5, labelKey: id, anchorKeys: {} };
}

/** The default instrument's items as a reader's window gets them, and a comment. */
export const TEST_ITEMS: readonly InstrumentItemView[] = [
  scale('realism', 'realism'),
  {
    kind: 'choice',
    id: 'realOrSynthetic',
    stage: 'realism',
    required: true,
    labelKey: 'realOrSynthetic',
    options: [
      { value: 'real', labelKey: 'real', key: 'r' },
      { value: 'synthetic', labelKey: 'synthetic', key: 's' },
    ],
  },
  scale('confidence', 'realism'),
  {
    kind: 'multi-select',
    id: 'reasons',
    stage: 'realism',
    required: false,
    labelKey: 'reasons',
    options: ['texture', 'anatomy', 'devices'].map((value) => ({ value, labelKey: value, key: '' })),
  },
  { kind: 'text', id: 'comment', stage: 'realism', required: false, labelKey: 'comment', maxLength: 200 },
  scale('alignment', 'alignment'),
];

export function testCase(position: number): CaseView {
  return {
    // A branded id has no constructor in the window: it only ever comes out of an answer.
    readerCaseId: `case-${position}` as CaseView['readerCaseId'],
    pixelsUrl: `app://blob/${'x'.repeat(24)}`,
    matrixSizePx: 64,
    position,
    total: 4,
    stage: 'realism',
    text: null,
    interrupted: false,
  };
}
