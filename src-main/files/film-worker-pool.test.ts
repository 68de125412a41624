import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { identityDisplay } from '../../src-core/imaging/film-display.ts';
import { writePhantoms } from '../../tools/phantoms.ts';
import type { FilmReading } from './film-messages.ts';
import { FilmWorkerPool, type FilmWorkerPoolOptions } from './film-worker-pool.ts';
import { MemoryWatch } from './memory-watch.ts';

/** Stands for a decoder that goes wrong: the name of the file says how. */
const ODD_WORKER = `
import { existsSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import path from 'node:path';
const held = [];
const film = () => ({ kind: 'png', facts: { patient: null, ageYears: null, sex: null, view: null, modality: null,
  label: null, declaredSynthetic: false }, radiograph: { width: 2, height: 1, pixels: new Uint8Array(2), bits: 8,
  display: ${JSON.stringify(identityDisplay(8))}, notes: [], lossy: false }, warnings: [], frames: 1, sha256: 'a'.repeat(64) });
parentPort.on('message', ({ path: file }) => {
  const name = path.basename(file);
  if (name === 'exit') process.exit(3);
  if (name === 'throw') throw new Error('out of cheese');
  if (name === 'hang') for (;;);
  if (name === 'talks, then hangs') {
    parentPort.postMessage({ alive: { fileBytes: 10 } });
    for (;;);
  }
  if (name === 'buffers') for (;;) held.push(new Uint8Array(2 ** 22).fill(1));
  if (name === 'wasm') {
    const memory = new WebAssembly.Memory({ initial: 1 });
    for (;;) {
      memory.grow(64);
      new Uint8Array(memory.buffer, memory.buffer.byteLength - 2 ** 22).fill(1);
    }
  }
  if (name === 'heap') for (;;) held.push(Array.from({ length: 1000 }, (_, index) => ({ index })));
  if (name.startsWith('second time')) {
    const seen = existsSync(file);
    writeFileSync(file, '');
    if (!seen) for (;;);
  }
  if (name === 'malformed') {
    const odd = film();
    odd.radiograph.width = 3;
    parentPort.postMessage({ ok: true, film: odd });
  } else parentPort.postMessage({ ok: true, film: film() });
});
`;

const filmWorker = fileURLToPath(new URL('./film-worker.ts', import.meta.url));

let folder = '';
let oddWorker = '';
const pools: FilmWorkerPool[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pool-'));
  oddWorker = path.join(folder, 'odd-worker.mjs');
  await writeFile(oddWorker, ODD_WORKER);
});
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.dispose();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function open(options: FilmWorkerPoolOptions): FilmWorkerPool {
  const pool = new FilmWorkerPool(options);
  pools.push(pool);
  return pool;
}

async function readAll(
  pool: FilmWorkerPool,
  paths: readonly string[],
  signal = new AbortController().signal,
  isKnown?: (sha256: string, frame: number) => boolean,
) {
  const readings: FilmReading[] = [];
  for await (const reading of pool.read(places(paths), signal, isKnown)) readings.push(reading);
  return readings;
}

const places = (paths: readonly string[]) => paths.map((file) => ({ path: file, frame: 0 }));

function outcome(reading: FilmReading): string {
  const what = reading.ok ? (reading.known ? 'known' : 'read') : reading.code;
  return `${path.basename(reading.path)} ${what}`;
}

describe('FilmWorkerPool', () => {
  it('reads films in the order given; a file that is none is refused and the rest goes on', async () => {
    const { films, labels } = await writePhantoms(path.join(folder, 'films'), 4, 1, 96);
    const [first = '', ...rest] = films;
    const readings = await readAll(open({ workerFile: filmWorker }), [
      first,
      labels,
      path.join(folder, 'missing.png'),
      ...rest,
    ]);
    expect(readings.map(outcome)).toEqual([
      'phantom-001.png read',
      'labels.csv FILE_NOT_A_FILM',
      'missing.png FILE_NOT_FOUND',
      'phantom-002.jpg read',
      'phantom-003.dcm read',
      'phantom-004.png read',
    ]);
    const refused = readings[1];
    expect(refused?.ok === false && refused.reason).toBe('it is a text file, not a film');
    const dicom = readings[4];
    expect(dicom?.ok && !dicom.known && dicom.film.radiograph.pixels).toBeInstanceOf(Uint16Array);
    expect(dicom?.ok && !dicom.known && dicom.film.facts.patient).toBe('phantom-3');
  });

  it('does not decode a picture whose file is known by its bytes', async () => {
    const { films } = await writePhantoms(path.join(folder, 'known'), 3, 2, 96);
    const known = createHash('sha256')
      .update(readFileSync(films[1] ?? ''))
      .digest('hex');
    const asked: number[] = [];
    const isKnown = (sha256: string, frame: number) => {
      asked.push(frame);
      return sha256 === known;
    };
    const readings = await readAll(open({ workerFile: filmWorker }), films, undefined, isKnown);
    expect(readings.map(outcome)).toEqual([
      'phantom-002.png read',
      'phantom-003.jpg known',
      'phantom-004.dcm read',
    ]);
    expect(asked).toEqual([0, 0, 0]);
  });

  it('refuses the file whose worker exits, throws or answers nonsense, and reads the others', async () => {
    const names = ['a', 'exit', 'b', 'throw', 'c', 'malformed', 'd'];
    for (const workers of [1, 3]) {
      const readings = await readAll(open({ workerFile: oddWorker, workers }), names);
      expect(readings.map(outcome)).toEqual([
        'a read',
        'exit FILE_CORRUPT',
        'b read',
        'throw FILE_CORRUPT',
        'c read',
        'malformed FILE_CORRUPT',
        'd read',
      ]);
    }
  });

  it('refuses a file whose decoder gives no sign of life, before and after the first one', async () => {
    const limits = { startMs: 5000, silenceMs: 300, silencePerMegabyteMs: 0 };
    const pool = open({ workerFile: oddWorker, workers: 1, limits });
    const readings = await readAll(pool, ['a', 'hang', 'b', 'talks, then hangs', 'c']);
    expect(readings.map(outcome)).toEqual([
      'a read',
      'hang FILE_OVER_LIMIT',
      'b read',
      'talks, then hangs FILE_OVER_LIMIT',
      'c read',
    ]);
    const refused = readings[3];
    expect(refused?.ok === false && refused.reason).toBe('its decoder gave no sign of life for 0.3 seconds');
  });

  it.each(['buffers', 'wasm', 'heap'])('ends a decoder that takes too much memory: %s', async (hunger) => {
    const limits = { growthBytes: 200 * 2 ** 20, heapMegabytes: 48, startMs: 30_000 };
    const pool = open({ workerFile: oddWorker, workers: 1, limits });
    const before = process.memoryUsage.rss();
    const readings = await readAll(pool, ['a', hunger, 'b']);
    expect(readings.map(outcome)).toEqual(['a read', `${hunger} FILE_OVER_LIMIT`, 'b read']);
    const refused = readings[1];
    expect(refused?.ok === false && refused.reason).toBe(
      'its decoder took more memory than the 200 MB that a file may take',
    );
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 2 ** 20);
  });

  it('reads files anew, one by one, where it cannot tell which has taken the memory', async () => {
    const names = ['second time a', 'second time b'].map((name) => path.join(folder, name));
    // Far too much, once, when both are at work.
    let breaches = 0;
    const held = () => (breaches === 0 && names.every((file) => existsSync(file)) ? ++breaches * 2 ** 40 : 0);
    const pool = open({ workerFile: oddWorker, workers: 2, memory: new MemoryWatch(held) });
    const readings = await readAll(pool, names);
    expect(readings.map(outcome)).toEqual(['second time a read', 'second time b read']);
    expect(breaches).toBe(1);
  });

  it('ends at once when it is cancelled, even in a hanging decoder, and can be used again', async () => {
    const pool = open({ workerFile: oddWorker, workers: 2 });
    const abort = new AbortController();
    const seen: string[] = [];
    for await (const reading of pool.read(places(['a', 'hang', 'b']), abort.signal)) {
      seen.push(outcome(reading));
      abort.abort();
    }
    expect(seen).toEqual(['a read']);
    expect((await readAll(pool, ['b'])).map(outcome)).toEqual(['b read']);
  });

  it('reads nothing for a signal that was aborted before', async () => {
    expect(await readAll(open({ workerFile: oddWorker }), ['a'], AbortSignal.abort())).toEqual([]);
  });

  it('stops its decoders when the consumer leaves the loop', async () => {
    const pool = open({ workerFile: oddWorker, workers: 2 });
    for await (const reading of pool.read(places(['a', 'hang']), new AbortController().signal)) {
      expect(outcome(reading)).toBe('a read');
      break;
    }
    expect((await readAll(pool, ['b'])).map(outcome)).toEqual(['b read']);
  });
});

const SHARED_BROKEN = fileURLToPath(new URL('../../../shared/dicom/broken/', import.meta.url));

// The codes of each by itself: dicom-golden.test.ts.
describe.skipIf(!existsSync(SHARED_BROKEN))('[shared films] the shared broken DICOM files', () => {
  it('come through an import as refusals with a code of files, but for two that are whole in their pixels', async () => {
    const names = readdirSync(SHARED_BROKEN).sort();
    const readings = await readAll(
      open({ workerFile: filmWorker }),
      names.map((name) => path.join(SHARED_BROKEN, name)),
    );
    const films = readings.filter(({ ok }) => ok).map((reading) => path.basename(reading.path));
    expect(films).toEqual(['bad_sequence.dcm', 'cxr_no_preamble.dcm']);
    const refused = readings.flatMap((reading) => (reading.ok ? [] : [reading]));
    expect(refused).toHaveLength(names.length - films.length);
    for (const { path: file, code, reason } of refused) {
      expect(code, file).toMatch(/^FILE_(?:NOT_A_FILM|UNSUPPORTED|CORRUPT)$/);
      expect(reason, file).not.toMatch(/its decoder/);
    }
  });
});
