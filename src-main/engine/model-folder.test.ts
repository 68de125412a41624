import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createEngineClient } from './engine-client.ts';
import { describeModel, readModelFolder } from './model-folder.ts';
import { neverAborted, quiet, TINY_MODEL, tinyRequest, watchedHost } from './test-engine.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-models-'));
const copy = join(scratch, 'copied');
const engine = createEngineClient(watchedHost());
afterAll(() => {
  engine.dispose();
  rmSync(scratch, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(copy, { recursive: true, force: true });
  cpSync(TINY_MODEL, copy, { recursive: true });
});

const NEEDED = [
  'model_index.json',
  'scheduler/scheduler_config.json',
  'text_encoder/config.json',
  'text_encoder/model.onnx',
  'tokenizer/vocab.json',
  'tokenizer/merges.txt',
  'unet/config.json',
  'unet/model.onnx',
  'vae_decoder/config.json',
  'vae_decoder/model.onnx',
];

describe('a broken model folder is refused, naming the file', () => {
  it.each(NEEDED)('without %s', async (file) => {
    rmSync(join(copy, file));
    await expect(readModelFolder(copy)).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringContaining(`${file} is missing`),
      details: { file },
    });
  });

  it.each(NEEDED.filter((file) => file.endsWith('.json')))('with a %s that is no JSON', async (file) => {
    writeFileSync(join(copy, file), '{"cut": ');
    await expect(readModelFolder(copy)).rejects.toMatchObject({ code: 'MODEL_INVALID', details: { file } });
  });

  it('with an empty graph', async () => {
    truncateSync(join(copy, 'unet/model.onnx'));
    await expect(readModelFolder(copy)).rejects.toMatchObject({ details: { file: 'unet/model.onnx' } });
  });

  it.each(['text_encoder', 'unet', 'vae_decoder'])('with the graph of %s cut short', async (part) => {
    truncateSync(join(copy, part, 'model.onnx'), 2000);
    const request = engine.generate(tinyRequest({ modelDir: copy }), quiet, neverAborted());
    await expect(request).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringContaining(`${part}/model.onnx`),
    });
  });

  it('with the graphs of two parts exchanged', async () => {
    cpSync(join(TINY_MODEL, 'unet/model.onnx'), join(copy, 'vae_decoder/model.onnx'));
    const request = engine.generate(tinyRequest({ modelDir: copy }), quiet, neverAborted());
    await expect(request).rejects.toMatchObject({
      code: 'MODEL_UNSUPPORTED',
      details: { file: 'vae_decoder/model.onnx' },
    });
  });

  it('of another pipeline', async () => {
    const index: object = JSON.parse(readFileSync(join(copy, 'model_index.json'), 'utf8'));
    writeFileSync(join(copy, 'model_index.json'), JSON.stringify({ ...index, _class_name: 'FluxPipeline' }));
    await expect(readModelFolder(copy)).rejects.toMatchObject({
      code: 'MODEL_UNSUPPORTED',
      details: { file: 'model_index.json', field: '_class_name' },
    });
  });

  it('that is a file, or is not there', async () => {
    const file = join(copy, 'model_index.json');
    await expect(readModelFolder(file)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    await expect(readModelFolder(join(scratch, 'absent'))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('with defaults.json of wrong values', async () => {
    writeFileSync(join(copy, 'defaults.json'), '{"steps": 0}');
    await expect(readModelFolder(copy)).rejects.toMatchObject({
      details: { file: 'defaults.json', field: 'steps' },
    });
  });
});

describe('a sound model folder', () => {
  it('takes its defaults from diffusers where it states none', async () => {
    const { defaults, trainingWords, name, downscale } = await readModelFolder(TINY_MODEL);
    expect(defaults).toEqual({
      steps: 50,
      guidanceScale: 7.5,
      scheduler: 'pndm',
      negativePrompt: '',
      widthPixels: 64,
      heightPixels: 64,
    });
    expect({ trainingWords, name, downscale }).toEqual({
      trainingWords: null,
      name: 'tiny-sd',
      downscale: 8,
    });
  });

  it('states its own defaults, sample prompts and training words', async () => {
    const own = {
      steps: 25,
      guidance: 3,
      scheduler: 'dpmpp-2m',
      width: 96,
      height: 32,
      prompts: ['Clear lungs.'],
    };
    writeFileSync(join(copy, 'defaults.json'), JSON.stringify(own));
    writeFileSync(join(copy, 'training_words.json'), '["clear", "lungs"]');
    const folder = await readModelFolder(copy);
    expect(folder.defaults).toMatchObject({
      steps: 25,
      guidanceScale: 3,
      scheduler: 'dpmpp-2m',
      widthPixels: 96,
    });
    expect(folder.examplePrompts).toEqual(['Clear lungs.']);
    expect(folder.trainingWords).toEqual(['clear', 'lungs']);
  });

  it('hashes every file the runtime reads, and again when one changes', async () => {
    const sha256 = (file: string): string =>
      createHash('sha256')
        .update(readFileSync(join(copy, file)))
        .digest('hex');
    const before = await describeModel(copy);
    expect(before.components.map(({ file }) => file)).toEqual(expect.arrayContaining(NEEDED));
    for (const component of before.components) expect(component.sha256).toBe(sha256(component.file));
    writeFileSync(join(copy, 'tokenizer/merges.txt'), '#version: 0.2\n');
    const after = await describeModel(copy);
    const merges = after.components.find(({ file }) => file === 'tokenizer/merges.txt');
    expect(merges?.sha256).toBe(sha256('tokenizer/merges.txt'));
  });

  it('leaves weights of other runtimes and texts for people out of the components', async () => {
    for (const file of [
      'unet/weights.safetensors',
      'unet/weights.bin',
      'unet/README.md',
      'tokenizer/LICENSE',
    ]) {
      writeFileSync(join(copy, file), 'x');
    }
    writeFileSync(join(copy, 'unet/model.onnx_data'), 'external weights');
    const files = (await describeModel(copy)).components.map(({ file }) => file);
    expect(files.filter((file) => file.startsWith('unet/'))).toEqual([
      'unet/config.json',
      'unet/model.onnx',
      'unet/model.onnx_data',
    ]);
    expect(files).not.toContain('tokenizer/LICENSE');
  });

  it('is loaded again by the engine when a file of it changes', async () => {
    const draw = () => engine.generate(tinyRequest({ modelDir: copy }), quiet, neverAborted());
    const before = await draw();
    writeFileSync(join(copy, 'tokenizer/merges.txt'), '#version: 0.2\n');
    const after = await draw();
    expect(after.recipe.model.components['tokenizer/merges.txt']).not.toBe(
      before.recipe.model.components['tokenizer/merges.txt'],
    );
    expect(after.sha256).not.toBe(before.sha256);
  });
});
