import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateAnswers } from '../../src-core/study/answers.ts';
import { readerViewSchema } from './reader-session.ts';

describe('the reader view of a study frozen with format 1', () => {
  it('is read as format 2, and its questions take the same answers', () => {
    // Origin: the protocol that version 0.1.0 froze (src-core/study/goldens/protocol-1.json).
    const golden = new URL('../../src-core/study/goldens/protocol-1.json', import.meta.url);
    const { instrument } = JSON.parse(JSON.parse(readFileSync(golden, 'utf8')).content);
    const view = readerViewSchema.parse({ matrixSizePx: 256, instrument });
    expect(view.instrument.stages.map(({ id }) => id)).toEqual(['realism', 'alignment']);
    const answers = { realism: 4, realOrSynthetic: 'real', confidence: 3, reasons: ['noise'] };
    const context = { earlier: {}, matrixSizePx: 256, films: 1 };
    expect(validateAnswers(view.instrument, 'realism', answers, context)).toEqual(answers);
  });
});
