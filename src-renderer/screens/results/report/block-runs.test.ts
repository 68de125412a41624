import { expect, test } from 'vitest';
import type { ReportBlock } from '../../../../src-core/report/document.ts';
import { blockRuns } from './block-runs.ts';

const said = (tone: 'plain' | 'result' | 'caution', text: string): ReportBlock => ({
  kind: 'paragraph',
  tone,
  text,
});

test('answers that follow one another stand together; cautions and plain words part them', () => {
  const plain = said('plain', 'Then.');
  expect(
    blockRuns([
      said('result', 'One.'),
      said('result', 'Two.'),
      said('caution', 'But.'),
      plain,
      said('result', 'Three.'),
    ]),
  ).toEqual([
    { kind: 'said', tone: 'result', texts: ['One.', 'Two.'] },
    { kind: 'said', tone: 'caution', texts: ['But.'] },
    { kind: 'block', block: plain },
    { kind: 'said', tone: 'result', texts: ['Three.'] },
  ]);
});
