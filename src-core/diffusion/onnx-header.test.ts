import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseOnnxHeader } from './onnx-header.ts';
import { type ByteSource, WireError } from './protobuf.ts';
import {
  bytesField,
  join,
  numberField,
  ONNX_TYPE,
  onnxModel,
  type TestModel,
  type TestTensor,
  textField,
  varint,
} from './test-onnx.ts';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const graphOf = (model: string, part: string): Uint8Array =>
  readFileSync(fromRoot(`${model}/${part}/model.onnx`));

/** Made by tools/goldens/make_onnx_headers.py with onnx's own reader. */
const golden = z
  .object({
    graphs: z.record(
      z.string(),
      z.object({
        irVersion: z.number(),
        producer: z.string(),
        opsets: z.record(z.string(), z.number()),
        inputs: z.array(z.unknown()),
        outputs: z.array(z.unknown()),
        nodes: z.number(),
        operators: z.array(z.string()),
        constants: z.number(),
        elements: z.number(),
        bytes: z.number(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(fromRoot('tools/goldens/data/onnx-headers.json'), 'utf8')));

/** Bytes in memory, with what was read of them. */
function watched(bytes: Uint8Array): ByteSource & { readBytes: number } {
  const source = {
    size: bytes.length,
    readBytes: 0,
    bytes: (offset: number, length: number): Uint8Array => {
      if (offset < 0 || length < 0 || offset + length > bytes.length)
        throw new Error('read outside the source');
      source.readBytes += length;
      return bytes.subarray(offset, offset + length);
    },
    text: (offset: number, length: number): string => new TextDecoder().decode(source.bytes(offset, length)),
  };
  return source;
}

const read = (bytes: Uint8Array) => parseOnnxHeader(watched(bytes));

/** y = x times a constant, with changes. */
const model = (changes: Partial<TestModel> = {}): TestModel => ({
  inputs: [{ name: 'x', dims: ['batch', 4] }],
  outputs: [{ name: 'y', dims: ['batch', 4] }],
  nodes: [{ operator: 'Mul', inputs: ['x', 'w'], outputs: ['y'] }],
  tensors: [{ name: 'w', dims: [4] }],
  ...changes,
});
const withTensor = (tensor: Partial<TestTensor>): Uint8Array =>
  onnxModel(model({ tensors: [{ name: 'w', dims: [4], ...tensor }] }));

describe.each(Object.entries(golden.graphs))('the header of the embedded model: %s', (part, expected) => {
  it("equals what onnx's own reader finds, and its weights are not read", () => {
    const bytes = graphOf('resources/models/cxr-demo', part);
    const source = watched(bytes);
    const header = parseOnnxHeader(source);
    const { irVersion, producer, opsets, inputs, outputs, nodes, allTensors } = header;
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect({
      irVersion,
      producer,
      opsets,
      inputs,
      outputs,
      nodes: nodes.length,
      operators: [...header.operators].sort(),
      constants: allTensors.length,
      elements: sum(allTensors.map(({ elements }) => elements)),
      bytes: sum(allTensors.map((tensor) => tensor.bytes)),
    }).toEqual(expected);
    expect(source.readBytes).toBeLessThan(bytes.length / 2);
  });
});

describe('a graph cut or changed at any place', () => {
  const graphs = ['text_encoder', 'unet', 'vae_decoder'].map((part) =>
    graphOf('tools/goldens/data/tiny-sd', part),
  );
  const anyGraph = fc.constantFrom(...graphs);

  it('is refused when it is cut', () => {
    fc.assert(
      fc.property(anyGraph, fc.double({ min: 0, max: 1, noNaN: true }), (bytes, part) => {
        const length = Math.min(Math.floor(part * bytes.length), bytes.length - 1);
        expect(() => read(bytes.subarray(0, length))).toThrow(WireError);
      }),
    );
  });

  it('gives a header or a refusal, and nothing else, when bytes are changed', () => {
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255));
    fc.assert(
      fc.property(anyGraph, fc.array(change, { minLength: 1, maxLength: 8 }), (bytes, changes) => {
        const changed = Uint8Array.from(bytes);
        for (const [place, value] of changes) changed[Math.floor(place * (bytes.length - 1))] = value;
        try {
          read(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });

  it('is refused, and ends, for bytes of no meaning', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(() => read(bytes)).toThrow(WireError);
      }),
    );
    for (const bytes of [
      new Uint8Array(0),
      new Uint8Array(5000),
      new TextEncoder().encode('<html>not found</html>'),
    ]) {
      expect(() => read(bytes)).toThrow(WireError);
    }
  });
});

describe('what graphs may hold', () => {
  it('finds weights written as raw bytes, as numbers, as packed sizes, beside the graph and in no bytes at all', () => {
    const packedDims = join(bytesField(1, join(varint(2), varint(3))));
    const { allTensors } = read(
      onnxModel(
        model({
          tensors: [
            { name: 'raw', dims: [2, 3], type: ONNX_TYPE.float16 },
            { name: 'numbers', dims: [2], raw: null, more: [bytesField(4, new Uint8Array(8))] },
            { name: 'packed', dims: [], raw: new Uint8Array(24), more: [packedDims] },
            { name: 'beside', dims: [5], external: { location: 'w.bin', offset: '4096', length: '20' } },
            { name: 'whole file', dims: [5], external: { location: 'v.bin' } },
            { name: 'scalar', dims: [], type: ONNX_TYPE.int64 },
            { name: 'nothing', dims: [0], raw: null },
          ],
        }),
      ),
    );
    expect(allTensors.map(({ name, type, dims, bytes }) => [name, type, dims, bytes])).toEqual([
      ['raw', 'float16', [2, 3], 12],
      ['numbers', 'float32', [2], 8],
      ['packed', 'float32', [2, 3], 24],
      ['beside', 'float32', [5], 20],
      ['whole file', 'float32', [5], 20],
      ['scalar', 'int64', [], 8],
      ['nothing', 'float32', [0], 0],
    ]);
    expect(allTensors[3]?.external).toEqual({ location: 'w.bin', offset: 4096, length: 20 });
    expect(allTensors[4]?.external).toEqual({ location: 'v.bin', offset: 0, length: 20 });
  });

  it('goes into subgraphs, functions and constants of nodes', () => {
    const header = read(
      onnxModel(
        model({
          nodes: [
            { operator: 'Constant', outputs: ['w'], value: { name: '', dims: [4] } },
            {
              operator: 'If',
              inputs: ['x'],
              outputs: ['y'],
              graph: { nodes: [{ operator: 'RandomNormal' }], tensors: [{ name: 'inner', dims: [3] }] },
            },
            { operator: 'FusedConv', domain: 'com.microsoft' },
          ],
          tensors: [],
          functions: [[{ operator: 'Erf' }]],
        }),
      ),
    );
    expect([...header.operators].sort()).toEqual([
      'Constant',
      'Erf',
      'If',
      'RandomNormal',
      'com.microsoft:FusedConv',
    ]);
    expect(header.tensors.get('w')?.dims).toEqual([4]);
    expect(header.allTensors.map(({ dims }) => dims)).toEqual([[4], [3]]);
  });

  it('leaves weights out of the inputs, as files of before IR version 4 list them', () => {
    const { inputs } = read(
      onnxModel(
        model({
          irVersion: 3,
          inputs: [
            { name: 'x', dims: null },
            { name: 'w', dims: [4] },
          ],
        }),
      ),
    );
    expect(inputs).toEqual([{ name: 'x', type: 'float32', dims: null }]);
  });
});

describe('a graph that contradicts itself is refused', () => {
  it.each([
    ['raw bytes shorter than the shape', withTensor({ raw: new Uint8Array(15) }), 'holds 15 bytes, not 16'],
    ['raw bytes longer than the shape', withTensor({ raw: new Uint8Array(17) }), 'holds 17 bytes, not 16'],
    ['no numbers at all', withTensor({ raw: null }), 'holds 0 bytes, not 16'],
    [
      'a length beside the graph that is not the shape',
      withTensor({ external: { location: 'w', length: '8' } }),
      'holds 8 bytes, not 16',
    ],
    ['no location', withTensor({ external: { offset: '0' } }), 'does not say where'],
    [
      'an offset that is no number',
      withTensor({ external: { location: 'w', offset: 'x' } }),
      'does not say where',
    ],
    ['a negative offset', withTensor({ external: { location: 'w', offset: '-1' } }), 'does not say where'],
    ['a negative size', withTensor({ dims: [-4], raw: new Uint8Array(16) }), 'no possible shape'],
    ['a size beyond all files', withTensor({ dims: [2 ** 40, 2 ** 40], raw: null }), 'holds 0 bytes'],
    ['an unknown element type', withTensor({ type: 99, raw: new Uint8Array(0) }), 'no element type 99'],
    ['no operator set', onnxModel(model({ opsets: {} })), 'no graph with an operator set'],
    ['no IR version', onnxModel(model({ irVersion: 0 })), 'no graph with an operator set'],
    ['no nodes', onnxModel(model({ nodes: [] })), 'an empty graph'],
    ['no outputs', onnxModel(model({ outputs: [] })), 'an empty graph'],
    [
      'a node without an operator',
      onnxModel(model({ nodes: [{ operator: '' }] })),
      'a node without an operator',
    ],
    [
      'a name of megabytes',
      onnxModel(model({ outputs: [{ name: 'y'.repeat(2 ** 20 + 1), dims: [] }] })),
      'a name without end',
    ],
    ['a number where text should be', join(numberField(2, 5), onnxModel(model())), 'is no message'],
    ['text where a number should be', join(textField(1, 'eight'), onnxModel(model())), 'is no number'],
    ['a group', join(varint(1 * 8 + 3), onnxModel(model())), 'no wire type 3'],
    ['a varint without end', join(varint(8), new Uint8Array(12).fill(0xff)), 'a number without an end'],
  ])('%s', (_name, bytes, says) => {
    expect(() => read(bytes)).toThrow(WireError);
    expect(() => read(bytes)).toThrow(says);
  });

  it('graphs nested without end', () => {
    const nest = (depth: number): TestModel =>
      depth === 0 ? model() : model({ nodes: [{ operator: 'If', outputs: ['y'], graph: nest(depth - 1) }] });
    expect(() => read(onnxModel(nest(40)))).toThrow('nested too deep');
    expect(read(onnxModel(nest(5))).operators).toEqual(new Set(['If', 'Mul']));
  });
});
