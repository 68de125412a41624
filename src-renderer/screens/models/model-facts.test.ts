import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { startI18n } from '../../app/i18n.ts';
import { descriptionForTest, modelForTest } from '../../ui/testing/model.ts';
import { modelFacts, whereabouts } from './model-facts.ts';

beforeAll(startI18n);

const texts = () => i18next.getFixedT('en', ['models', 'compose'] as const);
const facts = (part: Parameters<typeof descriptionForTest>[0] = {}) =>
  Object.fromEntries(modelFacts(descriptionForTest(part), texts()).map(({ label, value }) => [label, value]));

describe('modelFacts', () => {
  it('says what a Stable Diffusion 1.x is, in the terms of the field', () => {
    expect(facts()).toEqual({
      Class: 'StableDiffusionPipeline',
      'Text encoder': 'CLIPTextModel, 12 layers, 768 wide',
      Tokenizer: 'CLIP, 49\u202f408 entries, prompts of at most 77 tokens',
      UNet: '4 channels in, 4 out; blocks 320, 640, 1280, 1280',
      Predicts: 'Noise (epsilon)',
      Scheduler: 'PNDMScheduler',
      Autoencoder: '3 image channels, 4 latent channels, 1 latent for 8 × 8 pixels',
      'Image size': '512 × 512, or multiples of 64',
      Edits: 'image to image, inpainting',
      'Precision at the edges': 'float32',
      Parameters: '1066 M',
      'Memory (estimate)': '5.0 GB whole, 3.9 GB with one graph at a time',
      Defaults: '50 steps, guidance 7.5, PNDM',
    });
  });

  it('names a masked BERT, its projection, and a graph of one size', () => {
    const { textEncoder, tokenizer, image } = descriptionForTest();
    const found = facts({
      textEncoder: { ...textEncoder, kind: 'bert', className: 'BertModel', usesAttentionMask: true },
      tokenizer: { ...tokenizer, kind: 'wordpiece', vocabularySize: 900, maxTokens: 512 },
      projection: { inputSize: 768, outputSize: 1024 },
      image: { ...image, fixedSize: true },
    });
    expect(found['Text encoder']).toBe('BertModel, 12 layers, 768 wide, padding masked');
    expect(found['Projection']).toBe('768 to 1024');
    expect(found['Tokenizer']).toBe('WordPiece, 900 entries, prompts of at most 512 tokens');
    expect(found['Image size']).toBe('512 × 512, this size only');
  });

  it('says which scheduler stands in for one that is not built, and why edits are not possible', () => {
    const found = facts({
      scheduler: { className: 'LMSDiscreteScheduler', name: null },
      tasks: {
        'text-to-image': { possible: true, reason: null },
        'image-to-image': { possible: true, reason: null },
        inpainting: { possible: false, reason: 'the UNet takes 5 channels' },
      },
    });
    expect(found['Scheduler']).toBe('LMSDiscreteScheduler is not built here; PNDM takes its noise schedule');
    expect(found['Edits']).toBe('image to image. Not possible: the UNet takes 5 channels');
  });
});

describe('whereabouts', () => {
  it('name the folder, and by whom and how a registered model is kept', () => {
    const [folder] = whereabouts(modelForTest({ folder: '/program/cxr-demo' }), texts());
    expect(folder).toEqual({ label: 'Folder', value: '/program/cxr-demo' });
    const registration = { at: '2026-11-23T08:00:00.000Z', by: 'Cora', copied: true };
    const values = whereabouts(modelForTest({ registration }), texts()).map(({ value }) => value);
    expect(values[1]).toBe('As a copy of this program');
    expect(values[2]).toMatch(/^Cora, 2026-11-2\d /);
  });
});
