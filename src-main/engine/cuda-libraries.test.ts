import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { CUDA_TABLE, type CudaTable, findCudaLibraries, verifyCudaLibraries } from './cuda-libraries.ts';

const root = mkdtempSync(join(tmpdir(), 'lightbox-cuda-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Two libraries in the manner of the real table; the provider comes in two builds. */
const table: CudaTable = {
  onnxruntime: '1.2.3',
  cuda: '13.0',
  libraries: [
    { name: 'libmath.so.1', role: 'preload', package: 'nvidia-math==4.5', sha256: [sha256('math')] },
    {
      name: 'libprovider.so',
      role: 'provider',
      package: 'onnxruntime-gpu==1.2.3',
      sha256: [sha256('provider a'), sha256('provider b')],
    },
  ],
};

function folderOf(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

describe('findCudaLibraries', () => {
  it("finds the table's libraries where pip puts them, in the table's order, and nothing else", async () => {
    const folder = folderOf('pip', {
      'onnxruntime/capi/libprovider.so': 'provider b',
      'nvidia/cu13/lib/libmath.so.1': 'math',
      'nvidia/cu13/lib/libother.so.1': 'other',
    });
    const found = await findCudaLibraries(folder, table);
    expect(found.map(({ path }) => path.slice(folder.length + 1))).toEqual([
      'nvidia/cu13/lib/libmath.so.1',
      'onnxruntime/capi/libprovider.so',
    ]);
    await expect(verifyCudaLibraries(found)).resolves.toBeUndefined();
  });

  it('follows links to files, and takes the first of two by path', async () => {
    const target = folderOf('target', { 'libmath.so.1.2': 'math' });
    const folder = folderOf('links', { 'b/libprovider.so': 'provider a', 'a/libprovider.so': 'provider b' });
    symlinkSync(join(target, 'libmath.so.1.2'), join(folder, 'libmath.so.1'));
    const found = await findCudaLibraries(folder, table);
    expect(found.map(({ path }) => path)).toEqual([
      join(folder, 'libmath.so.1'),
      join(folder, 'a/libprovider.so'),
    ]);
  });

  it("does without NVIDIA's libraries, which the system may have, and not without the provider's", async () => {
    const provider = folderOf('provider-only', { 'libprovider.so': 'provider a' });
    expect(await findCudaLibraries(provider, table)).toHaveLength(1);
    const math = folderOf('math-only', { 'libmath.so.1': 'math' });
    await expect(findCudaLibraries(math, table)).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: `${math} holds no libprovider.so: install onnxruntime-gpu==1.2.3 into it`,
    });
    await expect(findCudaLibraries(join(root, 'absent'), table)).rejects.toMatchObject({
      message: `there is no folder ${join(root, 'absent')}`,
    });
  });
});

describe('verifyCudaLibraries', () => {
  it.each([
    {
      what: 'a changed byte',
      files: { 'libmath.so.1': 'mathx', 'libprovider.so': 'provider a' },
      names: 'libmath.so.1',
      expected: 'nvidia-math==4.5',
    },
    {
      what: 'another version of the provider',
      files: { 'libmath.so.1': 'math', 'libprovider.so': 'provider 1.2.4' },
      names: 'libprovider.so',
      expected: 'onnxruntime-gpu==1.2.3',
    },
    {
      what: 'an empty file',
      files: { 'libprovider.so': '' },
      names: 'libprovider.so',
      expected: 'onnxruntime-gpu==1.2.3',
    },
  ])('refuses $what, naming the file and the version expected', async ({ what, files, names, expected }) => {
    const folder = folderOf(what, files);
    const refused = verifyCudaLibraries(await findCudaLibraries(folder, table));
    await expect(refused).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    await expect(refused).rejects.toThrow(`${join(folder, names)} is not the library of ${expected}`);
  });

  it('checks the bytes behind the path that is opened', async () => {
    const folder = folderOf('sound', { 'libprovider.so': 'provider a' });
    const elsewhere = folderOf('exchanged', { 'libprovider.so': 'something else' });
    const found = await findCudaLibraries(folder, table);
    const refused = verifyCudaLibraries(found, ({ library }) => join(elsewhere, library.name));
    await expect(refused).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });
});

describe('the table that is shipped', () => {
  it("is of onnxruntime-node's own version: make it anew with tools/setup/cuda_libraries.py", () => {
    expect(CUDA_TABLE.onnxruntime).toBe(manifest.dependencies['onnxruntime-node']);
    const providers = CUDA_TABLE.libraries.filter(({ role }) => role === 'provider');
    expect(providers.map(({ name }) => name)).toEqual([
      'libonnxruntime_providers_shared.so',
      'libonnxruntime_providers_cuda.so',
    ]);
    for (const library of providers)
      expect(library.package).toBe(`onnxruntime-gpu==${CUDA_TABLE.onnxruntime}`);
  });
});
