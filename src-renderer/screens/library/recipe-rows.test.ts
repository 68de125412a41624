import { describe, expect, it } from 'vitest';
import { recipeRows } from './recipe-rows.ts';

const HASH = 'a'.repeat(64);

describe('recipeRows', () => {
  it('shows what people look for first, the files last, and empty values as a dash', () => {
    const rows = recipeRows(
      JSON.stringify({
        formatVersion: 1,
        model: { name: 'cxr-demo', components: { 'unet/model.onnx': HASH } },
        seed: 7,
        negativePrompt: '',
        prompt: 'Edema.',
        tokens: { count: 4, truncatedText: null },
      }),
    );
    expect(rows.map(({ label }) => (label.kind === 'known' ? label.key : label.kind))).toEqual([
      'prompt',
      'negativePrompt',
      'seed',
      'model.name',
      'tokens.count',
      'tokens.truncatedText',
      'formatVersion',
      'component',
    ]);
    expect(rows.map(({ value }) => value)).toEqual(['Edema.', '–', '7', 'cxr-demo', '4', '–', '1', HASH]);
  });

  it('leaves out no field of a newer recipe', () => {
    expect(recipeRows('{"upscaler":{"factor":2},"list":[1,2]}')).toEqual([
      { label: { kind: 'other', path: 'upscaler.factor' }, value: '2' },
      { label: { kind: 'other', path: 'list' }, value: '[1,2]' },
    ]);
  });

  it('gives no rows for what is no recipe', () => {
    expect(recipeRows('not json')).toEqual([]);
    expect(recipeRows('3')).toEqual([]);
  });
});
