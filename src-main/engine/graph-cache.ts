import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { makeFolder } from '../disk/make-folder.ts';
import { hashModelFiles, type ModelComponent } from './model-files.ts';
import { readOnnxFile } from './onnx-header.ts';
import type { Processor } from './processor.ts';
import type { ProviderName } from './protocol.ts';

/** Everything that an optimised graph depends on. */
export interface GraphKey {
  /** The graph's file and its files of weights; names and hashes count. */
  readonly files: readonly Pick<ModelComponent, 'file' | 'sha256'>[];
  readonly onnxruntimeVersion: string;
  readonly provider: ProviderName;
  /** Constants are folded by kernels, whose last bits may depend on the threads. */
  readonly threads: number;
  /** Layouts are chosen for the processor's instructions. */
  readonly processor: Processor;
}

/** Where an optimised graph is written: the weights go into a file of their own, since protobuf ends at 2 GB. */
export interface GraphTarget {
  readonly graph: string;
  /** In the graph's folder. */
  readonly weightsName: string;
}

/**
 * Optimised graphs on the disk, each in a folder of its own that is written beside and renamed. An entry is
 * checked by hash before it is used: a damaged one is removed and made anew.
 */
export interface GraphCache {
  /** The path of an optimised graph, or null. */
  find(key: GraphKey): Promise<string | null>;
  /**
   * Keeps what `write` writes. Without room for `bytes` nothing is kept and `write` is called with null.
   * @param bytes the most that will be written
   */
  store<T>(key: GraphKey, bytes: number, write: (target: GraphTarget | null) => Promise<T>): Promise<T>;
  remove(key: GraphKey): Promise<void>;
}

export interface CacheLimits {
  /** Of all entries together; the longest unused go first. */
  readonly totalBytes: number;
  /** What stays free on the disk. */
  readonly freeBytes: number;
}

export const CACHE_LIMITS: CacheLimits = { totalBytes: 12e9, freeBytes: 2e9 };
/** Raised when entries of before must not be used any more. */
const FORMAT = 1;
const GRAPH = 'model.onnx';
const WEIGHTS = 'weights.bin';
const ENTRY = 'entry.json';
const UNFINISHED = 'unfinished-';
/** Nobody writes one entry for so long; what is older was left by an engine that died. */
const UNFINISHED_MS = 3_600_000;

const entrySchema = z.strictObject({
  files: z.array(z.strictObject({ file: z.string(), sha256: z.string(), bytes: z.number() })).min(1),
});

const graphsFolder = (cacheFolder: string): string => join(cacheFolder, 'graphs');

export function createGraphCache(cacheFolder: string, limits: CacheLimits = CACHE_LIMITS): GraphCache {
  const root = graphsFolder(cacheFolder);
  const folderOf = (key: GraphKey): string => join(root, nameOf(key));
  const keep = async (folder: string, unfinished: string): Promise<void> => {
    // Also checks that all weights are there.
    const { externalFiles } = readOnnxFile(unfinished, GRAPH);
    const files = await hashModelFiles(unfinished, [GRAPH, ...externalFiles]);
    await writeFile(join(unfinished, ENTRY), JSON.stringify({ files }));
    await remove(folder);
    await rename(unfinished, folder);
    await evict(root, limits.totalBytes, folder);
  };

  return {
    find: async (key) => {
      const folder = folderOf(key);
      if (!(await isSound(folder))) {
        await remove(folder);
        return null;
      }
      const now = new Date();
      await utimes(join(folder, ENTRY), now, now).catch(() => undefined);
      return join(folder, GRAPH);
    },
    store: async (key, bytes, write) => {
      const unfinished = join(root, `${UNFINISHED}${randomUUID()}`);
      if (!(await prepare(unfinished, bytes, limits))) return write(null);
      try {
        const result = await write({ graph: join(unfinished, GRAPH), weightsName: WEIGHTS });
        // What cannot be kept is made anew the next time.
        await keep(folderOf(key), unfinished).catch(() => undefined);
        return result;
      } finally {
        await remove(unfinished);
      }
    },
    remove: (key) => remove(folderOf(key)),
  };
}

/** What cannot be removed stays: a cache costs time, never an image. */
function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

/** What lies in a cache, for reports. */
export async function describeGraphCache(cacheFolder: string): Promise<{ entries: number; bytes: number }> {
  const entries = await entriesOf(graphsFolder(cacheFolder));
  return { entries: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function nameOf(key: GraphKey): string {
  const { files, processor, ...others } = key;
  const named = files.map(({ file, sha256 }) => ({ file, sha256 }));
  return createHash('sha256')
    .update(canonicalJson({ format: FORMAT, files: named, processor: { ...processor }, ...others }))
    .digest('hex');
}

/** Whether the folder was made and there is room on the disk and under the limit. */
async function prepare(
  folder: string,
  bytes: number,
  { totalBytes, freeBytes }: CacheLimits,
): Promise<boolean> {
  if (bytes > totalBytes) return false;
  try {
    await makeFolder(folder, 0o700);
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize >= bytes + freeBytes) return true;
    await remove(folder);
    return false;
  } catch {
    return false;
  }
}

async function isSound(folder: string): Promise<boolean> {
  try {
    const { files } = await readEntry(folder);
    const found = await hashModelFiles(
      folder,
      files.map(({ file }) => file),
    );
    return found.every(({ sha256 }, index) => sha256 === files[index]?.sha256);
  } catch {
    return false;
  }
}

async function readEntry(folder: string): Promise<z.infer<typeof entrySchema>> {
  const json: unknown = JSON.parse(await readFile(join(folder, ENTRY), 'utf8'));
  return entrySchema.parse(json);
}

interface Entry {
  readonly folder: string;
  readonly bytes: number;
  readonly usedAtMs: number;
}

async function entriesOf(root: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of await readdir(root).catch(() => [])) {
    const folder = join(root, name);
    try {
      const { files } = await readEntry(folder);
      const { mtimeMs } = await stat(join(folder, ENTRY));
      entries.push({ folder, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), usedAtMs: mtimeMs });
    } catch {
      // Unfinished, or damaged: not an entry.
    }
  }
  return entries;
}

/** Removes what was unused longest until the rest fits, and what engines that died have left. */
async function evict(root: string, totalBytes: number, kept: string): Promise<void> {
  const entries = (await entriesOf(root)).sort((left, right) => left.usedAtMs - right.usedAtMs);
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  for (const entry of entries) {
    if (bytes <= totalBytes) break;
    if (entry.folder === kept) continue;
    await remove(entry.folder);
    bytes -= entry.bytes;
  }
  for (const name of await readdir(root)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const folder = join(root, name);
    const facts = await stat(folder).catch(() => null);
    if (facts !== null && Date.now() - facts.mtimeMs > UNFINISHED_MS) await remove(folder);
  }
}
