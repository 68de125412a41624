import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ONNX_TYPE, onnxModel, type TestModel } from '../../src-core/diffusion/test-onnx.ts';
import { unpackModelFolders } from '../../tools/goldens/pipeline-data.ts';
import { createEngineClient, type InspectionProgress } from './engine-client.ts';
import { inspectModel } from './model-inspection.ts';
import { neverAborted, quiet, tinyRequest, watchedHost } from './test-engine.ts';

/** Sound folders of tools/goldens/make_pipeline_goldens.py. */
const NAMES = [
  'sd1',
  'sd1-external',
  'sd2v',
  'sd1-float16',
  'grey',
  'bert',
  'bert-projected',
  'inpaint9',
] as const;
const scratch = mkdtempSync(join(tmpdir(), 'lightbox-inspect-'));
unpackModelFolders(scratch, NAMES);
const EMBEDDED = fileURLToPath(new URL('../../resources/models/cxr-demo', import.meta.url));

const host = watchedHost();
const engine = createEngineClient(host);
const copy = join(scratch, 'copy');
beforeEach(() => {
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(scratch, 'sd1'), copy, { recursive: true });
});
afterAll(() => {
  engine.dispose();
  rmSync(scratch, { recursive: true, force: true });
});

const unwatched = { progress: (): void => undefined, cancelled: (): boolean => false };
const inspect = (directory: string) => inspectModel(directory, unwatched);
const sha256Of = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('a model folder is described', () => {
  it('the embedded model: classes, sizes, every file with its hash', async () => {
    const model = await inspect(EMBEDDED);
    expect(model).toMatchObject({
      name: 'cxr-demo',
      pipelineClass: 'StableDiffusionPipeline',
      demonstration: true,
      textEncoder: { kind: 'clip', hiddenSize: 192, layers: 3, vocabularySize: 2155, positions: 77 },
      projection: null,
      tokenizer: { kind: 'clip', vocabularySize: 2155, maxTokens: 77, lowerCase: true },
      unet: { inputChannels: 4, blockChannels: [64, 128, 192], crossAttentionSize: 192 },
      predictionType: 'v_prediction',
      scheduler: { className: 'PNDMScheduler', name: 'pndm' },
      vae: { imageChannels: 1, latentChannels: 4, downscale: 8, scalingFactor: 0.7 },
      image: { widthPixels: 256, heightPixels: 256, sizeMultiple: 32, fixedSize: false },
      precision: 'float32',
      checksumsVerified: true,
      notes: [],
    });
    expect(Object.values(model.tasks).every(({ possible }) => possible)).toBe(true);
    for (const { file, sha256 } of model.files) expect(sha256).toBe(sha256Of(join(EMBEDDED, file)));
    expect(model.totalBytes).toBe(model.files.reduce((sum, { bytes }) => sum + bytes, 0));
    // The card of the model says how many numbers it has; half precision inside, so the CPU needs twice their bytes.
    expect(model.graphs.map(({ part }) => part)).toEqual([
      'text_encoder',
      'unet',
      'vae_decoder',
      'vae_encoder',
    ]);
    expect(model.graphs[1]).toMatchObject({
      opset: 17,
      weightTypes: ['float16', 'float32'],
      externalFiles: [],
    });
  });

  it('Stable Diffusion 2, WordPiece, a projection, one channel, half precision, an inpainting UNet', async () => {
    expect(await inspect(join(scratch, 'sd2v'))).toMatchObject({
      predictionType: 'v_prediction',
      tokenizer: { kind: 'clip', padToken: '!' },
      scheduler: { name: 'ddim' },
    });
    expect(await inspect(join(scratch, 'bert'))).toMatchObject({
      textEncoder: { kind: 'bert', usesAttentionMask: false },
      tokenizer: { kind: 'wordpiece', maxTokens: 48, padToken: '[PAD]' },
    });
    expect(await inspect(join(scratch, 'bert-projected'))).toMatchObject({
      projection: { inputSize: 24, outputSize: 16 },
      files: expect.arrayContaining([expect.objectContaining({ file: 'text_projection/model.onnx' })]),
    });
    expect(await inspect(join(scratch, 'grey'))).toMatchObject({
      vae: { imageChannels: 1, latentChannels: 3, downscale: 4 },
      image: { widthPixels: 80, heightPixels: 48 },
    });
    expect(await inspect(join(scratch, 'sd1-float16'))).toMatchObject({ precision: 'float16' });
    expect(await inspect(join(scratch, 'inpaint9'))).toMatchObject({
      unet: { inputChannels: 9 },
      tasks: { 'text-to-image': { possible: false }, inpainting: { possible: true } },
    });
  });

  it('with weights beside the graphs, which count as its files whatever they are called', async () => {
    const directory = join(scratch, 'sd1-external');
    const { graphs, files } = await inspect(directory);
    const unet = graphs.find(({ part }) => part === 'unet');
    expect(unet?.externalFiles).toEqual(['unet/model.onnx_data']);
    expect(files.map(({ file }) => file)).toContain('unet/model.onnx_data');
    // As other exporters call them; files of other runtimes with such names are not read and not listed.
    cpSync(directory, copy, { recursive: true, force: true });
    const renamedFile = 'the-weights.bin';
    const graph = readFileSync(join(copy, 'unet/model.onnx'), 'latin1');
    writeFileSync(join(copy, 'unet/model.onnx'), graph.replaceAll('model.onnx_data', renamedFile), 'latin1');
    cpSync(join(copy, 'unet/model.onnx_data'), join(copy, 'unet', renamedFile));
    rmSync(join(copy, 'unet/model.onnx_data'));
    writeFileSync(join(copy, 'unet/diffusion_pytorch_model.bin'), 'weights of torch');
    const renamed = await inspect(copy);
    const unetFiles = renamed.files.map(({ file }) => file).filter((file) => file.startsWith('unet/'));
    expect(unetFiles).toEqual(['unet/config.json', 'unet/model.onnx', `unet/${renamedFile}`]);
  });

  it('with a note for what is passed over', async () => {
    const index: object = JSON.parse(readFileSync(join(copy, 'model_index.json'), 'utf8'));
    const listed = {
      safety_checker: ['stable_diffusion', 'StableDiffusionSafetyChecker'],
      feature_extractor: ['transformers', 'CLIPImageProcessor'],
    };
    writeFileSync(join(copy, 'model_index.json'), JSON.stringify({ ...index, ...listed }));
    expect((await inspect(copy)).notes).toEqual([
      'safety_checker is passed over: it plays no part here.',
      'feature_extractor is passed over: it plays no part here.',
    ]);
  });

  it.each([
    'StableDiffusionImg2ImgPipeline',
    'StableDiffusionInpaintPipeline',
    'OnnxStableDiffusionInpaintPipeline',
    'ORTStableDiffusionImg2ImgPipeline',
  ])('of the pipeline %s too', async (name) => {
    const index: object = JSON.parse(readFileSync(join(copy, 'model_index.json'), 'utf8'));
    writeFileSync(join(copy, 'model_index.json'), JSON.stringify({ ...index, _class_name: name }));
    expect((await inspect(copy)).pipelineClass).toBe(name);
  });
});

describe('a model folder is refused on reading', () => {
  it.each(['text_encoder', 'unet', 'vae_decoder', 'vae_encoder'])(
    'with the graph of %s cut short',
    async (part) => {
      truncateSync(join(copy, part, 'model.onnx'), 2000);
      await expect(inspect(copy)).rejects.toMatchObject({
        code: 'MODEL_INVALID',
        message: expect.stringContaining('is cut short'),
        details: { file: `${part}/model.onnx` },
      });
    },
  );

  it('with the graphs of two parts exchanged', async () => {
    cpSync(join(copy, 'unet/model.onnx'), join(copy, 'vae_decoder/model.onnx'));
    await expect(inspect(copy)).rejects.toMatchObject({
      code: 'MODEL_UNSUPPORTED',
      message: expect.stringContaining('expected latent_sample'),
      details: { file: 'vae_decoder/model.onnx' },
    });
  });

  it('with the parts of two models put together', async () => {
    cpSync(join(scratch, 'sd2v/text_encoder'), join(copy, 'text_encoder'), { recursive: true });
    await expect(inspect(copy)).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringContaining('the text encoder gives hidden states of 24'),
      details: { file: 'unet/config.json' },
    });
  });

  it('that is not there', async () => {
    await expect(inspect(join(scratch, 'absent'))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('only for edits where the encoder samples inside the graph', async () => {
    const sampling: TestModel = {
      inputs: [{ name: 'sample', dims: ['b', 3, 'h', 'w'] }],
      outputs: [{ name: 'latent_sample', dims: ['b', 4, 'h', 'w'] }],
      nodes: [
        { operator: 'Conv', inputs: ['sample', 'w'], outputs: ['m'] },
        { operator: 'RandomNormalLike', inputs: ['m'], outputs: ['latent_sample'] },
      ],
      tensors: [{ name: 'w', dims: [4, 3, 1, 1], type: ONNX_TYPE.float32 }],
    };
    writeFileSync(join(copy, 'vae_encoder/model.onnx'), onnxModel(sampling));
    const { tasks } = await inspect(copy);
    expect(tasks['text-to-image'].possible).toBe(true);
    expect(tasks['image-to-image']).toEqual({
      possible: false,
      reason: 'vae_encoder/model.onnx samples inside the graph (RandomNormalLike)',
    });
  });
});

describe('SHA256SUMS', () => {
  const lineOf = (file: string): string => `${sha256Of(join(copy, file))}  ${file}\n`;
  const write = (text: string): void => writeFileSync(join(copy, 'SHA256SUMS'), text);

  it('is verified, also for files that are not read, and says which files it leaves out', async () => {
    const { files } = await inspect(copy);
    writeFileSync(join(copy, 'README.md'), 'of the model');
    write(
      `${files.map(({ file }) => lineOf(file)).join('')}${lineOf('README.md')}${'0'.repeat(64)} *unet/absent.safetensors\n`,
    );
    const verified = await inspect(copy);
    expect(verified).toMatchObject({ checksumsVerified: true, notes: [] });
    expect(verified.files).toEqual(files);
    write(`${lineOf('./unet/model.onnx')}\r\n`);
    const partly = await inspect(copy);
    expect(partly.checksumsVerified).toBe(true);
    expect(partly.notes.join()).toMatch(/^SHA256SUMS does not state: .*vae_decoder\/model\.onnx/);
  });

  it.each(['unet/model.onnx', 'tokenizer/merges.txt', 'README.md'])(
    'refuses a changed file: %s',
    async (file) => {
      writeFileSync(join(copy, 'README.md'), 'of the model');
      write(['unet/model.onnx', 'tokenizer/merges.txt', 'README.md'].map(lineOf).join(''));
      const bytes = readFileSync(join(copy, file));
      // One bit of the operator set's version, or of the merges' version: what is read stays readable.
      const at = file === 'tokenizer/merges.txt' ? '#version: 0.'.length : bytes.length - 1;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(join(copy, file), bytes);
      await expect(inspect(copy)).rejects.toMatchObject({
        code: 'MODEL_CHANGED',
        message: expect.stringContaining(`${file} is not the file that SHA256SUMS states`),
        details: { file },
      });
    },
  );

  it.each([
    'no sum\n',
    `${'a'.repeat(63)}  unet/model.onnx\n`,
    `${'a'.repeat(64)}  ../secret\n`,
    `${'a'.repeat(64)}  /etc/passwd\n`,
  ])('refuses lines of another form and paths outside: %j', async (text) => {
    write(`\n${text}`);
    await expect(inspect(copy)).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringContaining('line 2'),
      details: { file: 'SHA256SUMS' },
    });
  });
});

describe('reading a folder', () => {
  it('tells how far it is, to the last byte', async () => {
    const told: InspectionProgress[] = [];
    const model = await engine.inspect(
      EMBEDDED,
      { progress: (progress) => told.push(progress) },
      neverAborted(),
    );
    expect(told.length).toBeGreaterThanOrEqual(3);
    for (const [index, { doneBytes, totalBytes, file }] of told.entries()) {
      expect(doneBytes).toBeGreaterThan(told[index - 1]?.doneBytes ?? 0);
      expect(totalBytes).toBe(model.totalBytes);
      expect(model.files.map((each) => each.file)).toContain(file);
    }
    expect(told.at(-1)?.doneBytes).toBe(model.totalBytes);
  });

  it('stops when it is cancelled, and its process ends', async () => {
    const cancelling = new AbortController();
    const before = host.started.length;
    const reading = engine.inspect(EMBEDDED, { progress: () => cancelling.abort() }, cancelling.signal);
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(host.started).toHaveLength(before + 1);
    await expect(engine.inspect(EMBEDDED, quiet, cancelling.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('does not wait for a running image', async () => {
    const stopping = new AbortController();
    const request = tinyRequest({ modelDir: join(scratch, 'sd1'), steps: 50, scheduler: 'ddim' });
    const begun = new Promise<void>((resolve) => {
      const progress = (): void => {
        engine.hold(true);
        resolve();
      };
      engine.generate(request, { progress }, stopping.signal).catch(() => undefined);
    });
    await begun;
    expect(await engine.inspect(copy, quiet, neverAborted())).toMatchObject({ name: 'copy' });
    stopping.abort();
    engine.hold(false);
  });
});
