import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { FilmWorkerPool } from '../../../src-main/files/film-worker-pool.ts';
import { type MutatedCase, MutatedCases } from './cases.ts';
import { generatedSeeds } from './seeds.ts';

const FILM_WORKER = fileURLToPath(new URL('../../../src-main/files/film-worker.ts', import.meta.url));
/** Codes that a file may be refused with. */
const REFUSALS = new Set(['FILE_NOT_A_FILM', 'FILE_UNSUPPORTED', 'FILE_CORRUPT', 'FILE_OVER_LIMIT']);
/** Reasons that tell of a decoder gone wrong rather than of a file looked through. */
const GONE_WRONG = /its decoder (?:failed|gave a malformed)/;
const ENDED_BY_LIMIT = /its decoder (?:gave no sign of life|took more memory)/;
/** A file that is ended after 5 s costs the start of the next worker besides. */
const SLOWEST_MS = 7000;
const BATCH = 100;

export const pieceResultSchema = z.strictObject({
  from: z.int(),
  count: z.int(),
  /** How files ended, by "film" or error code; DICOM files that were described too count twice. */
  byOutcome: z.record(z.string(), z.int()),
  /** Cases and films by the format of the seed. */
  byFormat: z.record(z.string(), z.strictObject({ cases: z.int(), films: z.int() })),
  /** Cases that a limit had to end: time or memory. */
  endedByLimit: z.array(z.strictObject({ index: z.int(), reason: z.string() })),
  faults: z.array(z.strictObject({ index: z.int(), fault: z.string() })),
  slowest: z.strictObject({ index: z.int(), ms: z.number() }),
  /** The most memory that the process with its workers has held (VmHWM); null where the system does not say. */
  peakBytes: z.number().nullable(),
});
export type PieceResult = z.infer<typeof pieceResultSchema>;

export interface Piece {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  readonly withShared: boolean;
}

/** Reads damaged files as an import does, from disk through the worker pool, and judges what comes of each. */
export async function runPiece({ seed, from, count, withShared }: Piece): Promise<PieceResult> {
  const cases = await MutatedCases.open(seed, withShared);
  const folder = await mkdtemp(path.join(tmpdir(), 'mutations-'));
  const pool = new FilmWorkerPool({ workerFile: FILM_WORKER, workers: 1 });
  const tally = new Tally(from, count);
  try {
    await warmUp(pool, folder);
    for (let start = from; start < from + count; start += BATCH) {
      const size = Math.min(BATCH, from + count - start);
      const batch = Array.from({ length: size }, (_, index) => cases.at(start + index));
      await readBatch(pool, folder, batch, tally);
    }
  } finally {
    await pool.dispose();
    await rm(folder, { recursive: true, force: true });
  }
  return tally.result(await peakBytes());
}

/** A sound file first: the start of a worker is not a file's time. */
async function warmUp(pool: FilmWorkerPool, folder: string): Promise<void> {
  const [sound] = await generatedSeeds();
  const file = path.join(folder, 'sound');
  await writeFile(file, sound?.bytes ?? new Uint8Array(0));
  for await (const reading of pool.read([{ path: file, frame: 0 }], new AbortController().signal)) {
    if (!reading.ok) throw new Error(`A sound file was refused: ${reading.reason}`);
  }
  await rm(file);
}

async function readBatch(
  pool: FilmWorkerPool,
  folder: string,
  batch: readonly MutatedCase[],
  tally: Tally,
): Promise<void> {
  const { signal } = new AbortController();
  const places = batch.map(({ index }) => ({ path: path.join(folder, `case-${index}`), frame: 0 }));
  for (const [position, { path: file }] of places.entries()) {
    await writeFile(file, batch[position]?.bytes ?? new Uint8Array(0));
  }
  for (const [position, place] of places.entries()) {
    const mutated = batch[position];
    if (mutated === undefined) continue;
    const startMs = performance.now();
    for await (const reading of pool.read([place], signal)) {
      tally.add(mutated, reading, performance.now() - startMs);
    }
    if (!isDescribed(mutated)) continue;
    const againMs = performance.now();
    tally.add(mutated, await pool.describe(place.path, true, signal), performance.now() - againMs);
  }
  for (const { path: file } of places) await rm(file);
}

/** Every second DICOM file of each format. */
function isDescribed({ index, seedFile }: MutatedCase): boolean {
  return !['PNG', 'JPEG', 'TIFF'].includes(seedFile.format) && Math.floor(index / 2) % 2 === 1;
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly reason: string };

class Tally {
  readonly #from: number;
  readonly #count: number;
  readonly #byOutcome: Record<string, number> = {};
  readonly #byFormat: Record<string, { cases: number; films: number }> = {};
  readonly #endedByLimit: { index: number; reason: string }[] = [];
  readonly #faults: { index: number; fault: string }[] = [];
  #slowest = { index: -1, ms: 0 };

  constructor(from: number, count: number) {
    this.#from = from;
    this.#count = count;
  }

  add({ index, seedFile }: MutatedCase, outcome: Outcome, ms: number): void {
    const name = outcome.ok ? 'film' : outcome.code;
    this.#byOutcome[name] = (this.#byOutcome[name] ?? 0) + 1;
    const { cases, films } = this.#byFormat[seedFile.format] ?? { cases: 0, films: 0 };
    this.#byFormat[seedFile.format] = { cases: cases + 1, films: films + (outcome.ok ? 1 : 0) };
    if (ms > this.#slowest.ms) this.#slowest = { index, ms };
    if (ms > SLOWEST_MS) this.#faults.push({ index, fault: `took ${Math.round(ms)} ms` });
    if (outcome.ok) return;
    const { code, reason } = outcome;
    if (ENDED_BY_LIMIT.test(reason)) this.#endedByLimit.push({ index, reason });
    if (!REFUSALS.has(code) || GONE_WRONG.test(reason)) {
      this.#faults.push({ index, fault: `${code}: ${reason}` });
    }
  }

  result(peak: number | null): PieceResult {
    return {
      from: this.#from,
      count: this.#count,
      byOutcome: this.#byOutcome,
      byFormat: this.#byFormat,
      endedByLimit: this.#endedByLimit,
      faults: this.#faults,
      slowest: this.#slowest,
      peakBytes: peak,
    };
  }
}

async function peakBytes(): Promise<number | null> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kibibytes = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}
