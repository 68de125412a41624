import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  bytesField,
  join,
  numberField,
  onnxModel,
  type TestModel,
  textField,
  varint,
} from '../../src-core/diffusion/test-onnx.ts';
import { readOnnxFile } from './onnx-header.ts';

const scratch = mkdtempSync(joinPath(tmpdir(), 'lightbox-onnx-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** y = x times weights, which may be beside the graph. */
const model = (external?: Readonly<Record<string, string>>): TestModel => ({
  inputs: [{ name: 'x', dims: ['batch', 4] }],
  outputs: [{ name: 'y', dims: ['batch', 4] }],
  nodes: [{ operator: 'Mul', inputs: ['x', 'w'], outputs: ['y'] }],
  tensors: [{ name: 'w', dims: [4], ...(external === undefined ? {} : { external }) }],
});

let folder = '';
let count = 0;
beforeEach(() => {
  folder = joinPath(scratch, `model-${count++}`);
  mkdirSync(joinPath(folder, 'unet'), { recursive: true });
});
const graphFile = 'unet/model.onnx';
const write = (file: string, bytes: Uint8Array): void => writeFileSync(joinPath(folder, file), bytes);
const read = () => readOnnxFile(folder, graphFile);
const refused = (file: string, says: string) =>
  expect.objectContaining({
    code: 'MODEL_INVALID',
    message: expect.stringMatching(new RegExp(`^${joinPath(folder, file)} .*${says}`)),
    details: { file },
  });

describe('a graph file', () => {
  it('is refused where it is missing, empty, a folder, cut short, or something else', () => {
    expect(read).toThrow(refused(graphFile, 'is missing'));
    write(graphFile, new Uint8Array(0));
    expect(read).toThrow(refused(graphFile, 'is empty'));
    const whole = onnxModel(model());
    write(graphFile, whole.subarray(0, whole.length - 30));
    expect(read).toThrow(refused(graphFile, 'is cut short'));
    write(graphFile, new TextEncoder().encode('<html>not found</html>'));
    expect(read).toThrow(refused(graphFile, 'no ONNX graph'));
    write(
      graphFile,
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n'),
    );
    expect(read).toThrow(refused(graphFile, 'is a Git LFS pointer'));
    rmSync(joinPath(folder, graphFile));
    mkdirSync(joinPath(folder, graphFile));
    expect(read).toThrow(expect.objectContaining({ code: 'MODEL_INVALID', details: { file: graphFile } }));
  });

  it('is read again when it changes', () => {
    write(graphFile, onnxModel(model()));
    expect(read().irVersion).toBe(8);
    write(graphFile, onnxModel({ ...model(), irVersion: 10, opsets: { '': 21 } }));
    expect(read()).toMatchObject({ irVersion: 10, opsets: { '': 21 } });
  });

  it('of five gigabytes is gone through without loading it', () => {
    // One tensor of 5,000,000,000 bytes in a file with a hole; then the rest of the graph.
    const elements = 1_250_000_000;
    const tensorHead = join(
      numberField(1, elements),
      numberField(2, 1),
      textField(8, 'w'),
      varint(9 * 8 + 2),
      varint(4 * elements),
    );
    const node = bytesField(1, join(textField(1, 'x'), textField(2, 'y'), textField(4, 'Relu')));
    const values = bytesField(12, join(textField(1, 'y'), bytesField(2, bytesField(1, numberField(1, 1)))));
    const tensorLength = tensorHead.length + 4 * elements;
    const before = join(node, varint(5 * 8 + 2), varint(tensorLength), tensorHead);
    const graphLength = before.length + 4 * elements + values.length;
    const head = join(numberField(1, 8), varint(7 * 8 + 2), varint(graphLength), before);
    const tail = join(values, bytesField(8, numberField(2, 17)));
    const descriptor = openSync(joinPath(folder, graphFile), 'w');
    writeSync(descriptor, head);
    ftruncateSync(descriptor, head.length + 4 * elements);
    writeSync(descriptor, tail, 0, tail.length, head.length + 4 * elements);
    closeSync(descriptor);
    expect(statSync(joinPath(folder, graphFile)).size).toBeGreaterThan(5e9);
    const bytesBefore = process.memoryUsage().arrayBuffers;
    const header = read();
    expect(header.tensors.get('w')).toMatchObject({ elements, bytes: 5e9 });
    expect(process.memoryUsage().arrayBuffers - bytesBefore).toBeLessThan(1e7);
    truncateSync(joinPath(folder, graphFile), 4e9);
    expect(read).toThrow(refused(graphFile, 'is cut short'));
  });
});

describe('weights beside a graph', () => {
  const external = { location: 'weights.bin', offset: '8', length: '16' };

  it('are found, whatever their name, also in a folder below', () => {
    write('unet/weights.bin', new Uint8Array(24));
    write(graphFile, onnxModel(model(external)));
    expect(read().externalFiles).toEqual(['unet/weights.bin']);
    mkdirSync(joinPath(folder, 'unet/data'));
    write('unet/data/w', new Uint8Array(16));
    write(graphFile, onnxModel(model({ location: './data/w' })));
    expect(read().externalFiles).toEqual(['unet/data/w']);
  });

  it('are refused where they are missing or too short', () => {
    write(graphFile, onnxModel(model(external)));
    expect(read).toThrow(refused('unet/weights.bin', 'is missing: it holds weights of unet/model.onnx'));
    write('unet/weights.bin', new Uint8Array(23));
    expect(read).toThrow(refused('unet/weights.bin', 'has 23 bytes, and unet/model.onnx needs 24'));
    rmSync(joinPath(folder, 'unet/weights.bin'));
    mkdirSync(joinPath(folder, 'unet/weights.bin'));
    expect(read).toThrow(refused('unet/weights.bin', 'is missing'));
  });

  it.each([
    '/etc/passwd',
    '../vae_decoder/model.onnx',
    'data/../../../secret',
    '..\\..\\secret',
    'C:\\Windows\\win.ini',
    '\\\\server\\share\\w',
    'w\0.bin',
  ])('are refused outside the folder of the graph: %j', (location) => {
    write(graphFile, onnxModel(model({ location })));
    expect(read).toThrow(refused(graphFile, 'from outside its folder'));
  });
});
