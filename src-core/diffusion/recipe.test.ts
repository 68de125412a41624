import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../base/canonical-json.ts';
import { RECIPE_FORMAT_VERSION, type Recipe, recipeSchema } from './recipe.ts';

const recipe: Recipe = {
  formatVersion: RECIPE_FORMAT_VERSION,
  task: 'text-to-image',
  prompt: 'Big right-sided pleural effusion',
  negativePrompt: '',
  seed: Number.MAX_SAFE_INTEGER,
  seedIndex: 0,
  scheduler: 'dpmpp-2m',
  steps: 25,
  guidanceScale: 4,
  guidanceRescale: 0,
  eta: 0,
  widthPixels: 256,
  heightPixels: 256,
  sourceImage: null,
  maskImage: null,
  strength: null,
  model: { name: 'cxr-demo', components: { 'unet/model.onnx': 'ab'.repeat(32) } },
  provider: 'cpu',
  precision: 'float32',
  threads: 2,
  processor: { architecture: 'x64', features: ['avx2', 'avx512f'] },
  onnxruntimeVersion: '1.30.0',
  productVersion: '0.1.0',
  tokens: { count: 9, truncatedText: null },
};

describe('recipeSchema', () => {
  it('takes a recipe back from its canonical JSON unchanged', () => {
    expect(recipeSchema.parse(JSON.parse(canonicalJson(recipe)))).toEqual(recipe);
  });

  it('reads a recipe of version 1 as the text-to-image recipe it was', () => {
    const { task, guidanceRescale, eta, maskImage, processor, ...first } = recipe;
    expect(recipeSchema.parse({ ...first, formatVersion: 1 })).toEqual({ ...recipe, processor: null });
  });

  it.each([
    ['a field that is unknown, such as a time', { createdAt: '2026-11-23' }],
    ['a seed beyond exact integers', { seed: 2 ** 53 }],
    ['a negative seed', { seed: -1 }],
    ['no steps', { steps: 0 }],
    ['another precision', { precision: 'bfloat16' }],
    ['an unknown scheduler', { scheduler: 'heun' }],
    ['a component without a digest', { model: { name: 'm', components: { 'unet/model.onnx': 'abc' } } }],
    ['another format version', { formatVersion: 3 }],
  ])('refuses %s', (_name, change) => {
    expect(recipeSchema.safeParse({ ...recipe, ...change }).success).toBe(false);
  });
});
