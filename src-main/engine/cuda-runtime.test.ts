import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createChildProcessHost } from './child-process-host.ts';
import { createEngineClient, type EngineInfo } from './engine-client.ts';
import type { EngineFolders } from './engine-folders.ts';
import { CHILD_ENTRY, neverAborted, quiet, tinyRequest } from './test-engine.ts';

const root = mkdtempSync(join(tmpdir(), 'lightbox-cuda-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const cacheFolder = join(root, 'cache');

const hasCuda = process.platform === 'linux' && process.arch === 'x64';
const elsewhere = 'not part of onnxruntime-node for this platform';

async function withEngine<T>(
  folders: EngineFolders,
  use: (engine: ReturnType<typeof createEngineClient>) => Promise<T>,
): Promise<T> {
  const engine = createEngineClient(
    createChildProcessHost({ entryPath: CHILD_ENTRY, folders: () => folders }),
  );
  try {
    return await use(engine);
  } finally {
    engine.dispose();
  }
}

const reports = (folders: EngineFolders): Promise<EngineInfo['providers']> =>
  withEngine(folders, async (engine) => (await engine.info()).providers);

async function cudaReason(folders: EngineFolders): Promise<string | undefined> {
  return (await reports(folders)).find(({ name }) => name === 'cuda')?.reason;
}

/** A folder as pip makes it, with provider libraries that nobody knows. */
function strangeLibraries(): string {
  const folder = join(root, 'strange');
  mkdirSync(join(folder, 'onnxruntime', 'capi'), { recursive: true });
  for (const name of ['shared', 'cuda']) {
    writeFileSync(
      join(folder, 'onnxruntime', 'capi', `libonnxruntime_providers_${name}.so`),
      'not a library',
    );
  }
  return folder;
}

describe('the CUDA provider', () => {
  it('is not installed where no folder is named', async () => {
    const reason = await cudaReason({ cacheFolder, cudaFolder: null });
    expect(reason).toContain(hasCuda ? 'not installed: no folder' : elsewhere);
  });

  it('says that a folder is missing, or that there is no place for the links', async () => {
    const absent = join(root, 'absent');
    const missing = await cudaReason({ cacheFolder, cudaFolder: absent });
    expect(missing).toContain(hasCuda ? `there is no folder ${absent}` : elsewhere);
    const file = join(root, 'a file');
    writeFileSync(file, '');
    const unwritable = await cudaReason({ cacheFolder: file, cudaFolder: absent });
    expect(unwritable).toContain(hasCuda ? 'the links to its libraries cannot be made' : elsewhere);
  });

  it('refuses libraries that are not of the table; other providers work through the same links', async () => {
    const folders = { cacheFolder, cudaFolder: strangeLibraries() };
    const providers = await reports(folders);
    const cuda = providers.find(({ name }) => name === 'cuda');
    expect(cuda?.available).toBe(false);
    expect(cuda?.reason).toContain(hasCuda ? 'is not the library of onnxruntime-gpu==' : elsewhere);
    expect(providers.find(({ name }) => name === 'cpu')?.available).toBe(true);
    if (!hasCuda) return;
    const [binding] = readdirSync(join(cacheFolder, 'cuda-runtime'), { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('onnxruntime_binding.node'));
    expect(readlinkSync(join(cacheFolder, 'cuda-runtime', binding ?? ''))).toContain('onnxruntime-node');
  });

  it('draws the same bytes on the CPU with the folder as without, and refuses by name what was asked of it', async () => {
    const plain = await withEngine({ cacheFolder, cudaFolder: null }, (engine) =>
      engine.generate(tinyRequest(), quiet, neverAborted()),
    );
    await withEngine({ cacheFolder, cudaFolder: strangeLibraries() }, async (engine) => {
      const image = await engine.generate(tinyRequest(), quiet, neverAborted());
      expect(image.sha256).toBe(plain.sha256);
      const refused = engine.generate(tinyRequest({ provider: 'cuda' }), quiet, neverAborted());
      await expect(refused).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    });
  });
});

/** A folder of the real libraries, as docs/user/providers.md says how to make it; 1.7 GB, so never part of the checkout. */
const realLibraries = process.env['LIGHTBOX_TEST_CUDA_FOLDER'];

describe.skipIf(realLibraries === undefined)('with the real libraries [CUDA libraries]', () => {
  it('computes, or lacks nothing but a driver or a card', async () => {
    const reason = await cudaReason({ cacheFolder, cudaFolder: realLibraries ?? null });
    expect(reason).toMatch(
      /^(a test graph ran|missing: libcuda\.so\.1 \(NVIDIA's driver\)|CUDA failure \d+: .+)$/,
    );
  });
});
