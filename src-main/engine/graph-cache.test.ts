import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGraphCache, describeGraphCache, type GraphKey, type GraphTarget } from './graph-cache.ts';
import { TINY_MODEL } from './test-engine.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lightbox-graphs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const key = (changes: Partial<GraphKey> = {}): GraphKey => ({
  files: [{ file: 'model.onnx', sha256: 'a'.repeat(64) }],
  onnxruntimeVersion: '1.2.3',
  provider: 'cpu',
  threads: 2,
  processor: { architecture: 'x64', features: ['avx'] },
  ...changes,
});

/** A sound graph without weights of its own. */
const TINY_GRAPH = join(TINY_MODEL, 'text_encoder', 'model.onnx');

async function writeGraph(target: GraphTarget | null): Promise<string> {
  if (target === null) return 'not kept';
  await copyFile(TINY_GRAPH, target.graph);
  return 'kept';
}

const roomy = { totalBytes: 1e9, freeBytes: 0 };

describe('an entry', () => {
  it('is found again under its key, by every cache of the same folder', async () => {
    const cache = createGraphCache(folder, roomy);
    expect(await cache.find(key())).toBeNull();
    expect(await cache.store(key(), 1000, writeGraph)).toBe('kept');
    const path = await createGraphCache(folder, roomy).find(key());
    expect(path?.startsWith(folder)).toBe(true);
    expect(existsSync(path ?? '')).toBe(true);
    const { entries, bytes } = await describeGraphCache(folder);
    expect(entries).toBe(1);
    expect(bytes).toBeGreaterThan(50_000);
  });

  it.each<{ what: string; other: Partial<GraphKey> }>([
    { what: 'file', other: { files: [{ file: 'model.onnx', sha256: 'b'.repeat(64) }] } },
    { what: 'onnxruntime', other: { onnxruntimeVersion: '1.2.4' } },
    { what: 'provider', other: { provider: 'webgpu' } },
    { what: 'number of threads', other: { threads: 1 } },
    { what: 'processor', other: { processor: { architecture: 'x64', features: ['avx', 'avx2'] } } },
  ])('is not that of another $what', async ({ other }) => {
    const cache = createGraphCache(folder, roomy);
    await cache.store(key(), 1000, writeGraph);
    expect(await cache.find(key(other))).toBeNull();
  });

  it.each<{ what: string; damage: (graph: string) => void }>([
    { what: 'cut short', damage: (graph) => truncateSync(graph, 1000) },
    { what: 'longer', damage: (graph) => appendFileSync(graph, 'x') },
    { what: 'missing', damage: (graph) => rmSync(graph) },
    { what: 'without its list of files', damage: (graph) => rmSync(join(dirname(graph), 'entry.json')) },
    {
      what: 'with an unreadable list',
      damage: (graph) => writeFileSync(join(dirname(graph), 'entry.json'), '{'),
    },
  ])('that is $what is removed and can be made anew', async ({ damage }) => {
    const cache = createGraphCache(folder, roomy);
    await cache.store(key(), 1000, writeGraph);
    const graph = (await cache.find(key())) ?? '';
    damage(graph);
    expect(await cache.find(key())).toBeNull();
    expect(existsSync(dirname(graph))).toBe(false);
    await cache.store(key(), 1000, writeGraph);
    expect(await cache.find(key())).toBe(graph);
  });
});

describe('storing', () => {
  it('keeps nothing, and does the work all the same, where the room is missing', async () => {
    const small = createGraphCache(folder, { totalBytes: 999, freeBytes: 0 });
    expect(await small.store(key(), 1000, writeGraph)).toBe('not kept');
    const full = createGraphCache(folder, { totalBytes: 1e9, freeBytes: 1e18 });
    expect(await full.store(key(), 1000, writeGraph)).toBe('not kept');
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    const impossible = createGraphCache(file, roomy);
    expect(await impossible.find(key())).toBeNull();
    expect(await impossible.store(key(), 1000, writeGraph)).toBe('not kept');
    expect(await describeGraphCache(folder)).toEqual({ entries: 0, bytes: 0 });
  });

  it('keeps nothing of a graph that was not written, or only in part', async () => {
    const cache = createGraphCache(folder, roomy);
    expect(await cache.store(key(), 1000, async () => 'done')).toBe('done');
    const part = async (target: GraphTarget | null): Promise<string> => {
      await writeGraph(target);
      truncateSync(target?.graph ?? '', 5000);
      return 'done';
    };
    expect(await cache.store(key(), 1000, part)).toBe('done');
    await expect(cache.store(key(), 1000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.find(key())).toBeNull();
    expect(readdirSync(join(folder, 'graphs'))).toEqual([]);
  });

  it('of two at once leaves one sound entry', async () => {
    const cache = createGraphCache(folder, roomy);
    await Promise.all([1, 2, 3].map(() => cache.store(key(), 1000, writeGraph)));
    expect(await cache.find(key())).not.toBeNull();
    expect(readdirSync(join(folder, 'graphs'))).toHaveLength(1);
  });

  it('beyond the limit removes what was unused longest, and what an engine that died has left', async () => {
    const cache = createGraphCache(folder, roomy);
    const keys = [1, 2, 3].map((threads) => key({ threads }));
    const entryOf = async (wanted: GraphKey): Promise<string> =>
      join(dirname((await cache.find(wanted)) ?? ''), 'entry.json');
    for (const [hours, wanted] of [3, 1, 2].map((value, index) => [value, keys[index] ?? key()] as const)) {
      await cache.store(wanted, 1000, writeGraph);
      const used = new Date(Date.now() - hours * 3_600_000);
      utimesSync(await entryOf(wanted), used, used);
    }
    const { bytes } = await describeGraphCache(folder);
    const left = join(folder, 'graphs', 'unfinished-of-yesterday');
    await createGraphCache(folder, roomy).store(key({ threads: 9 }), 1000, async (target) => {
      writeFileSync(left, '');
      utimesSync(left, new Date(0), new Date(0));
      return writeGraph(target);
    });
    expect(existsSync(left)).toBe(false);
    // Room for two of the five: the last one written stays, and the one that was used most recently before it.
    const tight = createGraphCache(folder, { totalBytes: (bytes / 3) * 2, freeBytes: 0 });
    await tight.store(key({ threads: 10 }), 1000, writeGraph);
    const found = await Promise.all([...keys, key({ threads: 9 }), key({ threads: 10 })].map(cache.find));
    expect(found.map((path) => path !== null)).toEqual([false, false, false, true, true]);
  });
});
