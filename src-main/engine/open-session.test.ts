import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeGraphCache } from './graph-cache.ts';
import { openSession } from './open-session.ts';
import { loadOrt, type OrtSession } from './ort.ts';
import { TINY_MODEL } from './test-engine.ts';

/** The embedded model's UNet, 22 MB: 4 latent channels, 16 x 16 values. */
const UNET = fileURLToPath(new URL('../../resources/models/cxr-demo/unet/model.onnx', import.meta.url));

let cacheFolder = '';
beforeEach(() => {
  cacheFolder = mkdtempSync(join(tmpdir(), 'lightbox-cache-'));
  vi.stubEnv('LIGHTBOX_CACHE_FOLDER', cacheFolder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(cacheFolder, { recursive: true, force: true });
});

/** What the UNet makes of a fixed pattern; the graph's own declarations beside it. */
async function outputOf(session: OrtSession): Promise<unknown> {
  const ort = await loadOrt();
  const pattern = (count: number): Float32Array =>
    Float32Array.from({ length: count }, (_, index) => Math.sin(index * 0.7));
  const width = session.inputMetadata.find(({ name }) => name === 'encoder_hidden_states');
  const features = width?.isTensor === true ? Number(width.shape[2]) : Number.NaN;
  const { out_sample: output } = await session.run({
    sample: new ort.Tensor('float32', pattern(2 * 4 * 16 * 16), [2, 4, 16, 16]),
    timestep: new ort.Tensor('int64', BigInt64Array.of(601n), [1]),
    encoder_hidden_states: new ort.Tensor('float32', pattern(2 * 77 * features), [2, 77, features]),
  });
  const declared = [session.inputMetadata, session.outputMetadata];
  await session.release();
  return { data: output?.data, declared };
}

async function watchedPaths(): Promise<() => string[]> {
  const ort = await loadOrt();
  const create = vi.spyOn(ort.InferenceSession, 'create');
  return () => create.mock.calls.map(([graph]) => String(graph));
}

describe('a large graph on the CPU', () => {
  it('is opened from the cache the second time, with the same declarations and the same bits', async () => {
    vi.stubEnv('LIGHTBOX_CACHE_FOLDER', '');
    const plain = await outputOf(await openSession(UNET, 'cpu', 1));
    vi.stubEnv('LIGHTBOX_CACHE_FOLDER', cacheFolder);
    const paths = await watchedPaths();
    const first = await outputOf(await openSession(UNET, 'cpu', 1));
    const second = await outputOf(await openSession(UNET, 'cpu', 1));
    expect(paths().map((path) => path.startsWith(cacheFolder))).toEqual([false, true]);
    expect(first).toEqual(plain);
    expect(second).toEqual(plain);
    expect((await describeGraphCache(cacheFolder)).entries).toBe(1);
  });

  it('is made anew where its entry was cut short', async () => {
    const first = await outputOf(await openSession(UNET, 'cpu', 1));
    const weights = readdirSync(cacheFolder, { recursive: true })
      .map((path) => join(cacheFolder, String(path)))
      .find((path) => path.endsWith('weights.bin'));
    truncateSync(weights ?? '', 1_000_000);
    const paths = await watchedPaths();
    const again = await outputOf(await openSession(UNET, 'cpu', 1));
    const third = await outputOf(await openSession(UNET, 'cpu', 1));
    expect(paths().map((path) => path.startsWith(cacheFolder))).toEqual([false, true]);
    expect([again, third]).toEqual([first, first]);
  });
});

it('a small graph, and every graph without a cache folder, is opened as it is', async () => {
  const small = join(TINY_MODEL, 'unet', 'model.onnx');
  await (await openSession(small, 'cpu', 1)).release();
  vi.stubEnv('LIGHTBOX_CACHE_FOLDER', '');
  await (await openSession(UNET, 'cpu', 1)).release();
  expect(readdirSync(cacheFolder)).toEqual([]);
});
