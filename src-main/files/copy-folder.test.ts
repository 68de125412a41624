import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import { copyFolder, deleteFolder, type FolderCopy, sweepPassingFolders } from './copy-folder.ts';

const LARGE = new Uint8Array(9 << 20).map((_value, index) => index % 251);

let work: string;
beforeEach(() => {
  work = mkdtempSync(path.join(tmpdir(), 'lightbox-copy-'));
  mkdirSync(path.join(work, 'from', 'unet'), { recursive: true });
  writeFileSync(path.join(work, 'from', 'model_index.json'), '{}');
  writeFileSync(path.join(work, 'from', 'unet', 'model.onnx'), LARGE);
  writeFileSync(path.join(work, 'from', 'unet', 'left-behind.safetensors'), 'x');
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const copy = (over: Partial<FolderCopy> = {}): Promise<void> =>
  copyFolder({
    from: path.join(work, 'from'),
    to: path.join(work, 'own', 'copy'),
    files: ['model_index.json', 'unet/model.onnx'],
    progress: () => {},
    check: async () => {},
    signal: new AbortController().signal,
    ...over,
  });

const own = (): readonly string[] => readdirSync(path.join(work, 'own'));

describe('copyFolder', () => {
  it('copies the named files byte for byte and counts every byte', async () => {
    const states: { readonly file: string; readonly doneBytes: number; readonly totalBytes: number }[] = [];
    await copy({ progress: (state) => states.push(state) });
    expect(own()).toEqual(['copy']);
    expect(readdirSync(path.join(work, 'own', 'copy', 'unet'))).toEqual(['model.onnx']);
    expect(readFileSync(path.join(work, 'own', 'copy', 'unet', 'model.onnx')).equals(LARGE)).toBe(true);
    const total = 2 + LARGE.length;
    expect(states.at(-1)).toEqual({ file: 'unet/model.onnx', doneBytes: total, totalBytes: total });
    expect(states.map(({ doneBytes }) => doneBytes)).toEqual(
      [...states.map(({ doneBytes }) => doneBytes)].sort((left, right) => left - right),
    );
  });

  it('leaves nothing when it is cancelled in the middle of a file', async () => {
    const abort = new AbortController();
    const copying = copy({ progress: () => abort.abort(), signal: abort.signal });
    await expect(copying).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(own()).toEqual([]);
  });

  it('gives the copy its name only after it was looked at, and leaves nothing when that refuses it', async () => {
    const seen: string[] = [];
    const check = async (folder: string): Promise<void> => {
      expect(own().includes('copy')).toBe(false);
      seen.push(...readdirSync(folder));
      throw new LightboxError('MODEL_CHANGED', 'It changed.');
    };
    await expect(copy({ check })).rejects.toMatchObject({ code: 'MODEL_CHANGED' });
    expect(seen.sort()).toEqual(['model_index.json', 'unet']);
    expect(own()).toEqual([]);
  });

  it('names the file that is gone, and leaves nothing', async () => {
    rmSync(path.join(work, 'from', 'unet', 'model.onnx'));
    await expect(copy()).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      details: { file: path.join(work, 'from', 'unet', 'model.onnx') },
    });
    expect(own()).toEqual([]);
  });

  it('takes what a link points at, and never writes over what is there', async () => {
    rmSync(path.join(work, 'from', 'model_index.json'));
    writeFileSync(path.join(work, 'blob'), '{"linked":true}');
    symlinkSync(path.join(work, 'blob'), path.join(work, 'from', 'model_index.json'));
    await copy();
    expect(readFileSync(path.join(work, 'own', 'copy', 'model_index.json'), 'utf8')).toBe('{"linked":true}');
    await expect(copy()).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('what a crash leaves', () => {
  it('is swept, and nothing else', async () => {
    await copy();
    mkdirSync(path.join(work, 'own', '.incoming-0123456789abcdef', 'unet'), { recursive: true });
    mkdirSync(path.join(work, 'own', '.outgoing-0123456789abcdef'));
    mkdirSync(path.join(work, 'own', '.somebody-elses'));
    await sweepPassingFolders(path.join(work, 'own'));
    expect(own()).toEqual(['.somebody-elses', 'copy']);
    await sweepPassingFolders(path.join(work, 'nowhere'));
  });
});

describe('deleteFolder', () => {
  it('deletes the folder whole; one that is gone already is no fault', async () => {
    await copy();
    await deleteFolder(path.join(work, 'own', 'copy'));
    expect(own()).toEqual([]);
    await deleteFolder(path.join(work, 'own', 'copy'));
  });
});
