import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../base/errors.ts';
import * as folder from './model-folder.ts';
import { parseModelJson } from './model-json.ts';
import * as tokenizer from './tokenizer-config.ts';

/** stabilityai/stable-diffusion-2-1-base's files as published, shortened to what matters. */
const modelIndex = {
  _class_name: 'StableDiffusionPipeline',
  _diffusers_version: '0.8.0',
  feature_extractor: ['transformers', 'CLIPImageProcessor'],
  requires_safety_checker: false,
  safety_checker: [null, null],
  scheduler: ['diffusers', 'PNDMScheduler'],
  text_encoder: ['transformers', 'CLIPTextModel'],
  tokenizer: ['transformers', 'CLIPTokenizer'],
  unet: ['diffusers', 'UNet2DConditionModel'],
  vae: ['diffusers', 'AutoencoderKL'],
};
const unet = {
  _class_name: 'UNet2DConditionModel',
  in_channels: 4,
  out_channels: 4,
  sample_size: 64,
  cross_attention_dim: 1024,
  block_out_channels: [320, 640, 1280, 1280],
  attention_head_dim: [5, 10, 20, 20],
};
const vae = {
  in_channels: 3,
  out_channels: 3,
  latent_channels: 4,
  block_out_channels: [128, 256, 512, 512],
  sample_size: 768,
};

describe('a sound model folder', () => {
  it('is read with its unknown fields', () => {
    expect(folder.parseModelIndex(modelIndex, 'model_index.json')).toEqual(modelIndex);
    expect(folder.parseUnetConfig(unet, 'unet/config.json')).toEqual(unet);
  });

  it("takes diffusers' default scaling factor where the VAE's file has none", () => {
    expect(folder.parseVaeConfig(vae, 'vae/config.json').scaling_factor).toBe(0.18215);
    expect(folder.parseVaeConfig({ ...vae, scaling_factor: 0.9 }, 'vae/config.json').scaling_factor).toBe(
      0.9,
    );
  });

  it('may write special tokens as text or as objects', () => {
    const tokens = tokenizer.parseSpecialTokensMap(
      { pad_token: '!', bos_token: { content: '<|startoftext|>', lstrip: false }, unk_token: null },
      'tokenizer/special_tokens_map.json',
    );
    expect(tokens).toEqual({ pad_token: '!', bos_token: '<|startoftext|>', unk_token: null });
  });

  it("may hold Python's -Infinity, which is not JSON, outside of strings", () => {
    const text =
      '{"_class_name": "DPMSolverMultistepScheduler", "note": "NaN \\" -Infinity", "lambda_min_clipped": -Infinity}';
    const json = parseModelJson(text, 'scheduler_config.json');
    expect(json).toMatchObject({ note: 'NaN " -Infinity', lambda_min_clipped: '-Infinity' });
    expect(folder.parseSchedulerConfig(json, 'scheduler_config.json').lambda_min_clipped).toBe('-Infinity');
  });
});

describe('a model folder that cannot be used', () => {
  it.each([
    [
      'a missing field',
      () => folder.parseUnetConfig({ ...unet, in_channels: undefined }, 'unet/config.json'),
      'MODEL_INVALID',
      'unet/config.json',
      'in_channels',
    ],
    [
      'a wrong type',
      () => folder.parseVaeConfig({ ...vae, latent_channels: '4' }, 'vae/config.json'),
      'MODEL_INVALID',
      'vae/config.json',
      'latent_channels',
    ],
    [
      'a wrong entry of a list',
      () => folder.parseUnetConfig({ ...unet, block_out_channels: [320, 0] }, 'unet/config.json'),
      'MODEL_INVALID',
      'unet/config.json',
      'block_out_channels.1',
    ],
    [
      'no object',
      () => folder.parseTextEncoderConfig([], 'text_encoder/config.json'),
      'MODEL_INVALID',
      'text_encoder/config.json',
      'the whole file',
    ],
    [
      'text that is not JSON',
      () => parseModelJson('{', 'model_index.json'),
      'MODEL_INVALID',
      'model_index.json',
      'the whole file',
    ],
    [
      'an unknown beta schedule',
      () => folder.parseSchedulerConfig({ _class_name: 'X', beta_schedule: 'sigmoid' }, 's.json'),
      'MODEL_INVALID',
      's.json',
      'beta_schedule',
    ],
    [
      'a vocabulary with text for an id',
      () => tokenizer.parseVocab({ a: '1' }, 'tokenizer/vocab.json'),
      'MODEL_INVALID',
      'tokenizer/vocab.json',
      'a',
    ],
    [
      'another pipeline',
      () => folder.parseModelIndex({ ...modelIndex, _class_name: 'FluxPipeline' }, 'model_index.json'),
      'MODEL_UNSUPPORTED',
      'model_index.json',
      '_class_name',
    ],
    [
      'another tokenizer',
      () => tokenizer.tokenizerKind('T5Tokenizer', 't.json', 'tokenizer_class'),
      'MODEL_UNSUPPORTED',
      't.json',
      'tokenizer_class',
    ],
  ])('is refused for %s, naming file and field', (_name, parse, code, file, field) => {
    expect(parse).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ file, field }) }),
    );
    expect(parse).toThrow(file);
  });

  it('never fails with anything but a LightboxError, whatever the JSON', () => {
    const parsers = [
      folder.parseModelIndex,
      folder.parseSchedulerConfig,
      folder.parseTextEncoderConfig,
      folder.parseProjectionConfig,
      folder.parseUnetConfig,
      folder.parseVaeConfig,
      tokenizer.parseTokenizerConfig,
      tokenizer.parseSpecialTokensMap,
      tokenizer.parseVocab,
      tokenizer.parseTokenizerJson,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...parsers), fc.jsonValue(), (parse, json) => {
        try {
          parse(json, 'file.json');
        } catch (error) {
          expect(error).toBeInstanceOf(LightboxError);
        }
      }),
    );
  });
});
