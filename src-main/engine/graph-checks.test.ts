import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { OnnxDim, OnnxValue } from '../../src-core/diffusion/onnx-header.ts';
import { unpackModelFolders } from '../../tools/goldens/pipeline-data.ts';
import { checkGraphs, isSizeFixed } from './graph-checks.ts';
import { type ModelFolder, type ModelGraphs, readModelFolder, readModelGraphs } from './model-folder.ts';
import type { OnnxFile } from './onnx-header.ts';

/** Sound folders of tools/goldens/make_pipeline_goldens.py, read once; each test changes what was read. */
const scratch = mkdtempSync(join(tmpdir(), 'lightbox-graphs-'));
unpackModelFolders(scratch, ['sd1', 'bert', 'bert-masked', 'bert-projected', 'inpaint9']);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Read {
  readonly folder: ModelFolder;
  readonly graphs: ModelGraphs;
}

async function readFolder(name: string): Promise<Read> {
  const folder = await readModelFolder(join(scratch, name));
  return { folder, graphs: readModelGraphs(folder) };
}

const sd1 = await readFolder('sd1');
const bert = await readFolder('bert');
const masked = await readFolder('bert-masked');
const projected = await readFolder('bert-projected');
const inpaint9 = await readFolder('inpaint9');

function changeValues(
  values: readonly OnnxValue[],
  name: string,
  change: Partial<OnnxValue>,
): readonly OnnxValue[] {
  expect(values.map((value) => value.name)).toContain(name);
  return values.map((value) => (value.name === name ? { ...value, ...change } : value));
}

const changed = (
  read: Read,
  part: keyof ModelGraphs,
  change: (graph: OnnxFile) => Partial<OnnxFile>,
): Read => {
  const graph = read.graphs[part];
  if (graph === null) throw new Error(`no graph ${part}`);
  return { ...read, graphs: { ...read.graphs, [part]: { ...graph, ...change(graph) } } };
};
const input = (read: Read, part: keyof ModelGraphs, name: string, change: Partial<OnnxValue>): Read =>
  changed(read, part, ({ inputs }) => ({ inputs: changeValues(inputs, name, change) }));
const output = (read: Read, part: keyof ModelGraphs, name: string, change: Partial<OnnxValue>): Read =>
  changed(read, part, ({ outputs }) => ({ outputs: changeValues(outputs, name, change) }));
const dims = (...sizes: OnnxDim[]): Partial<OnnxValue> => ({ dims: sizes });
const without = (values: readonly OnnxValue[], name: string): OnnxValue[] =>
  values.filter((value) => value.name !== name);
const config = (read: Read, change: Partial<ModelFolder>): Read => ({
  ...read,
  folder: { ...read.folder, ...change },
});
const check = ({ folder, graphs }: Read) => checkGraphs(folder, graphs);

const UNET = 'unet/model.onnx';
const TEXT = 'text_encoder/model.onnx';
const DECODER = 'vae_decoder/model.onnx';
const ENCODER = 'vae_encoder/model.onnx';

describe('sound folders', () => {
  it('can do every task with an encoder, and only inpaint with a UNet of nine channels', () => {
    expect(check(sd1)).toMatchObject({
      'text-to-image': { possible: true },
      'image-to-image': { possible: true },
      inpainting: { possible: true },
    });
    for (const read of [bert, masked, projected]) expect(check(read).inpainting.possible).toBe(true);
    expect(check(inpaint9)).toEqual({
      'text-to-image': { possible: false, reason: expect.stringContaining('takes a film and a mask') },
      'image-to-image': { possible: false, reason: expect.stringContaining('takes a film and a mask') },
      inpainting: { possible: true, reason: null },
    });
  });

  it('may be exported for one size, one batch of text and one length', () => {
    let read = input(sd1, 'unet', 'sample', dims('b', 4, 8, 8));
    read = input(read, 'unet', 'encoder_hidden_states', dims('b', 77, 16));
    read = input(read, 'text_encoder', 'input_ids', dims(1, 77));
    read = input(read, 'vae_decoder', 'latent_sample', dims(1, 4, 8, 8));
    read = output(read, 'vae_decoder', 'sample', dims(1, 3, 64, 64));
    read = input(read, 'vae_encoder', 'sample', dims(1, 3, 64, 64));
    expect(check(read)['text-to-image'].possible).toBe(true);
    expect([isSizeFixed(sd1.graphs), isSizeFixed(read.graphs)]).toEqual([false, true]);
  });

  it('may take timesteps of any number type, alone or in a list, and half precision', () => {
    for (const type of ['int64', 'int32', 'float32', 'float16']) {
      for (const shape of [[], [1], ['batch']]) {
        check(input(sd1, 'unet', 'timestep', { type, dims: shape }));
      }
    }
    check(input(sd1, 'unet', 'sample', { type: 'float16' }));
  });

  it('may name the first output of a graph otherwise', () => {
    check(output(sd1, 'unet', 'out_sample', { name: 'noise_pred' }));
  });
});

describe('a folder whose graphs do not fit is refused, naming the file', () => {
  it.each<[string, Read, string, string]>([
    [
      'a UNet without hidden states',
      changed(sd1, 'unet', ({ inputs }) => ({ inputs: without(inputs, 'encoder_hidden_states') })),
      UNET,
      'takes sample, timestep; expected',
    ],
    [
      'a UNet with a further input',
      changed(sd1, 'unet', ({ inputs }) => ({
        inputs: [...inputs, { name: 'timestep_cond', type: 'float32', dims: [1] }],
      })),
      UNET,
      'timestep_cond; expected',
    ],
    [
      'a UNet in bfloat16',
      input(sd1, 'unet', 'sample', { type: 'bfloat16' }),
      UNET,
      'input sample is bfloat16; float32 or float16',
    ],
    [
      'a UNet in double precision',
      input(sd1, 'unet', 'encoder_hidden_states', { type: 'float64' }),
      UNET,
      'float64',
    ],
    ['an input that is no tensor', input(sd1, 'unet', 'sample', { type: '', dims: null }), UNET, 'no tensor'],
    [
      'a sample of three dimensions',
      input(sd1, 'unet', 'sample', dims('b', 4, 64)),
      UNET,
      'expected 4 dimensions',
    ],
    [
      'timesteps in a table',
      input(sd1, 'unet', 'timestep', dims('b', 1)),
      UNET,
      'expected 0 or 1 dimensions',
    ],
    ['a batch of one', input(sd1, 'unet', 'sample', dims(1, 4, 'h', 'w')), UNET, 'guidance needs 1 and 2'],
    [
      'a batch of two for the text',
      input(sd1, 'unet', 'encoder_hidden_states', dims(2, 77, 16)),
      UNET,
      'guidance needs 1 and 2',
    ],
    ['other channels', input(sd1, 'unet', 'sample', dims('b', 5, 'h', 'w')), UNET, 'in_channels 4'],
    ['another size', input(sd1, 'unet', 'sample', dims('b', 4, 16, 16)), UNET, 'draws 64 x 64 pixels'],
    [
      'another cross attention',
      input(sd1, 'unet', 'encoder_hidden_states', dims('b', 's', 1024)),
      UNET,
      'cross_attention_dim 16',
    ],
    [
      'another length of text',
      input(sd1, 'unet', 'encoder_hidden_states', dims('b', 64, 16)),
      UNET,
      'the tokenizer makes 77 tokens',
    ],
    [
      'other output channels',
      output(sd1, 'unet', 'out_sample', dims('b', 8, 'h', 'w')),
      UNET,
      'out_channels 4',
    ],
    [
      'an output of integers',
      output(sd1, 'unet', 'out_sample', { type: 'int64' }),
      UNET,
      'output out_sample is int64',
    ],
    [
      'an output of two dimensions',
      output(sd1, 'unet', 'out_sample', dims('b', 4)),
      UNET,
      'has 2 dimensions',
    ],
    ['no output', changed(sd1, 'unet', () => ({ outputs: [] })), UNET, 'has no output'],
    [
      'random numbers in the UNet',
      changed(sd1, 'unet', () => ({ operators: new Set(['RandomNormalLike']) })),
      UNET,
      'no image could be made again',
    ],
    [
      'ids in floating point',
      input(sd1, 'text_encoder', 'input_ids', { type: 'float32' }),
      TEXT,
      'int64 or int32',
    ],
    ['a batch of eight prompts', input(sd1, 'text_encoder', 'input_ids', dims(8, 's')), TEXT, 'one by one'],
    [
      'prompts of another length',
      input(sd1, 'text_encoder', 'input_ids', dims('b', 512)),
      TEXT,
      'the tokenizer makes 77 tokens',
    ],
    [
      'other hidden states',
      output(sd1, 'text_encoder', 'last_hidden_state', dims('b', 's', 32)),
      TEXT,
      'hidden_size 16',
    ],
    [
      'a mask that is asked for and not taken',
      changed(masked, 'text_encoder', ({ inputs }) => ({ inputs: without(inputs, 'attention_mask') })),
      TEXT,
      'use_attention_mask',
    ],
    [
      'a decoder of other latents',
      input(sd1, 'vae_decoder', 'latent_sample', dims('b', 16, 'h', 'w')),
      DECODER,
      'latent_channels 4',
    ],
    [
      'a decoder of other images',
      output(sd1, 'vae_decoder', 'sample', dims('b', 1, 'h', 'w')),
      DECODER,
      'out_channels 3',
    ],
    [
      'a decoder of another size',
      output(sd1, 'vae_decoder', 'sample', dims('b', 3, 512, 512)),
      DECODER,
      'draws 64 x 64 pixels',
    ],
    [
      'a decoder for batches of four',
      input(sd1, 'vae_decoder', 'latent_sample', dims(4, 4, 'h', 'w')),
      DECODER,
      'one by one',
    ],
    [
      'an encoder of other films',
      input(sd1, 'vae_encoder', 'sample', dims('b', 1, 'h', 'w')),
      ENCODER,
      'in_channels 3',
    ],
    [
      'an encoder of other latents',
      output(sd1, 'vae_encoder', 'latent_parameters', dims('b', 32, 'h', 'w')),
      ENCODER,
      'must be 8',
    ],
    [
      'a projection of another input',
      input(projected, 'text_projection', 'hidden_states', dims('b', 's', 99)),
      'text_projection/model.onnx',
      'takes hidden states of 99',
    ],
    [
      'a projection of another name',
      input(projected, 'text_projection', 'hidden_states', { name: 'x' }),
      'text_projection/model.onnx',
      'expected hidden_states',
    ],
    [
      'a projection to another size',
      output(projected, 'text_projection', 'projected_states', dims('b', 's', 99)),
      'unet/config.json',
      'after the text projection',
    ],
  ])('%s', (_name, read, file, says) => {
    expect(() => check(read)).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/^MODEL_(INVALID|UNSUPPORTED)$/),
        message: expect.stringContaining(says),
        details: expect.objectContaining({ file }),
      }),
    );
  });
});

describe('a configuration that contradicts itself is refused', () => {
  const { unet, vae, textEncoder } = sd1.folder;
  it.each<[string, Read, string, string]>([
    [
      'channels of neither kind of UNet',
      config(sd1, { unet: { ...unet, in_channels: 7 } }),
      'unet/config.json',
      'it must be 4, or 9 for inpainting',
    ],
    [
      'more channels out than latents',
      config(sd1, { unet: { ...unet, out_channels: 8 } }),
      'unet/config.json',
      'out_channels is 8',
    ],
    [
      'images of four channels',
      config(sd1, { vae: { ...vae, out_channels: 4 } }),
      'vae_decoder/config.json',
      'images of 4 channels',
    ],
    [
      'cross attention of different sizes',
      config(sd1, { unet: { ...unet, cross_attention_dim: [16, 32] } }),
      'unet/config.json',
      'different sizes (16, 32)',
    ],
    [
      'hidden states that the UNet does not take',
      config(sd1, { textEncoder: { ...textEncoder, hiddenSize: 24 } }),
      TEXT,
      'hidden_size 24',
    ],
    [
      'hidden states that need a projection',
      config(projected, { projection: null }),
      'unet/config.json',
      'no text_projection listed',
    ],
  ])('%s', (_name, read, file, says) => {
    const graphs = read.folder.projection === null ? { ...read.graphs, text_projection: null } : read.graphs;
    expect(() => check({ ...read, graphs })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(says),
        details: expect.objectContaining({ file }),
      }),
    );
  });
});

describe('where sizes are left open, the weights say what they are', () => {
  const { unet, vae, textEncoder } = sd1.folder;
  const open = (read: Read): Read => ({
    ...read,
    graphs: {
      ...read.graphs,
      unet: opened(read.graphs.unet),
      text_encoder: opened(read.graphs.text_encoder),
      vae_decoder: opened(read.graphs.vae_decoder),
    },
  });
  const opened = (graph: OnnxFile): OnnxFile => {
    const all = (values: readonly OnnxValue[]): OnnxValue[] =>
      values.map((value) => ({ ...value, dims: value.dims?.map((_, axis) => `d${axis}`) ?? null }));
    return { ...graph, inputs: all(graph.inputs), outputs: all(graph.outputs) };
  };

  it.each<[string, Read, string, string]>([
    [
      'input channels of the UNet',
      config(open(inpaint9), { unet: { ...unet, in_channels: 4 } }),
      UNET,
      'has 9 input channels, and unet/config.json says 4',
    ],
    [
      'cross attention',
      config(open(sd1), {
        textEncoder: { ...textEncoder, hiddenSize: 24 },
        unet: { ...unet, cross_attention_dim: 24 },
      }),
      UNET,
      'has 16 cross attention, and unet/config.json says 24',
    ],
    [
      'the vocabulary',
      config(open(sd1), { textEncoder: { ...textEncoder, vocabularySize: 49408 } }),
      TEXT,
      'has a vocabulary of 664, and text_encoder/config.json says 49408',
    ],
    [
      'the vocabulary of a BERT',
      config(open(bert), { textEncoder: { ...bert.folder.textEncoder, vocabularySize: 30522 } }),
      TEXT,
      'has a vocabulary of',
    ],
    [
      'image channels',
      config(open(sd1), { vae: { ...vae, out_channels: 1 } }),
      DECODER,
      'has 3 image channels, and vae_decoder/config.json says 1',
    ],
    [
      'enlargement',
      config(open(sd1), {
        vae: { ...vae, block_out_channels: [8, 8, 16] },
        downscale: 4,
        defaults: { ...sd1.folder.defaults },
      }),
      DECODER,
      'enlarges 8 times',
    ],
    [
      'the position table',
      config(open(bert), { tokenizer: { ...bert.folder.tokenizer, maxLength: 513 } }),
      TEXT,
      'has 512 positions, and the tokenizer makes 513 tokens',
    ],
  ])('%s', (_name, read, file, says) => {
    expect(() => check(read)).toThrow(
      expect.objectContaining({
        code: 'MODEL_INVALID',
        message: expect.stringContaining(says),
        details: expect.objectContaining({ file }),
      }),
    );
  });

  it('and nothing is concluded from a graph that is built otherwise', () => {
    const strange = { nodes: [], tensors: new Map() };
    const read = ['unet', 'text_encoder', 'vae_decoder'] as const;
    const blind = read.reduce((found, part) => changed(found, part, () => strange), open(sd1));
    expect(check(blind)['text-to-image'].possible).toBe(true);
  });
});

describe('edits are refused, with the reason', () => {
  it.each<[string, Read, string]>([
    [
      'without an encoder',
      { ...sd1, graphs: { ...sd1.graphs, vae_encoder: null } },
      'no vae_encoder/model.onnx',
    ],
    [
      'where the encoder draws its noise itself',
      changed(sd1, 'vae_encoder', ({ operators }) => ({
        operators: new Set([...operators, 'RandomNormalLike']),
      })),
      'samples inside the graph (RandomNormalLike)',
    ],
    [
      'where the encoder gives a sample',
      output(sd1, 'vae_encoder', 'latent_parameters', { name: 'latent_sample', dims: ['b', 4, 'h', 'w'] }),
      'latent_sample and not the distribution',
    ],
    [
      'where a sample of unknown size is named',
      changed(sd1, 'vae_encoder', () => ({
        outputs: [{ name: 'latent_sample', type: 'float32', dims: null }],
        nodes: [],
      })),
      'latent_sample and not the distribution',
    ],
    [
      'where films have other channels than images',
      config(
        input(
          changed(sd1, 'vae_encoder', () => ({ nodes: [] })),
          'vae_encoder',
          'sample',
          dims('b', 1, 'h', 'w'),
        ),
        { vae: { ...sd1.folder.vae, in_channels: 1 } },
      ),
      'takes 1 channels and gives 3',
    ],
  ])('%s', (_name, read, says) => {
    const tasks = check(read);
    expect(tasks['text-to-image']).toEqual({ possible: true, reason: null });
    for (const task of ['image-to-image', 'inpainting'] as const) {
      expect(tasks[task]).toEqual({ possible: false, reason: expect.stringContaining(says) });
    }
  });

  it('and a folder that can do nothing at all is refused whole', () => {
    expect(() => check({ ...inpaint9, graphs: { ...inpaint9.graphs, vae_encoder: null } })).toThrow(
      expect.objectContaining({ code: 'MODEL_INVALID', message: expect.stringContaining('no vae_encoder') }),
    );
  });
});
