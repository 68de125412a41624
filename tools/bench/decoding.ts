import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Random, seededRandom, uniformInteger } from '../../src-core/base/random.ts';
import { EXPLICIT_BIG, transferSyntaxOf } from '../../src-core/dicom/transfer-syntax.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { decodeStoredPictures } from '../../src-main/files/dicom.ts';
import { describeDicom } from '../../src-main/files/dicom-description.ts';
import { encodeFrame } from '../support/encode-frame.ts';
import { writeDicomImage, writeEncapsulated } from '../support/write-dicom.ts';
import { median } from './contender.ts';
import { type JsonPeer, startJsonPeer } from './json-peer.ts';

/**
 * How long a large radiograph takes from its file's bytes to the stored values, per transfer syntax, beside pydicom
 * with each of its decoders, in turns in one run. What counts is the processor's time, so that other programs do not.
 *
 *     npm run bench:decoding -- [--rounds 9] [--json]
 *
 * The peer comes from PyPI (`npm run bench:peers -- dicom`). Exit status 1 where a lossless file's values differ.
 */

const PYTHON = fileURLToPath(new URL('../../.bench-peers/dicom/bin/python', import.meta.url));
const SCRIPT = fileURLToPath(new URL('dicom_peer.py', import.meta.url));

const WIDTH = 2320;
const HEIGHT = 2828;
const BITS = 12;
const HTJ2K_LOSSLESS = '1.2.840.10008.1.2.4.201';
const JPEG_EXTENDED = '1.2.840.10008.1.2.4.51';
const LOSSY = new Set(['1.2.840.10008.1.2.4.50', JPEG_EXTENDED]);
const RESAMPLES = 2000;

const filesSchema = z.record(z.string(), z.string());
const greetingSchema = z.object({ versions: z.record(z.string(), z.string()) });
const pluginsSchema = z.object({ plugins: z.array(z.string()) });
const decodedSchema = z.union([
  z.object({ ms: z.number(), sha256: z.string().optional() }),
  z.object({ error: z.string() }),
]);

interface Row {
  readonly syntax: string;
  readonly megabytes: number;
  readonly oursMs: number;
  readonly plugin: string;
  readonly peerMs: number;
  /** Ours divided by the peer's, with a 95 % bootstrap interval of the ratio of medians. */
  readonly ratio: readonly [middle: number, low: number, high: number];
  readonly same: boolean | null;
}

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, json: { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1');
if (existsSync(PYTHON)) await run();
else process.stdout.write('Skipped: pydicom is not installed (npm run bench:peers -- dicom).\n');

async function run(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'decoding-'));
  const peer = startJsonPeer('pydicom', PYTHON, [SCRIPT, 'decode'], { OMP_NUM_THREADS: '1' });
  try {
    const { versions } = greetingSchema.parse(await peer.next());
    const files = await makeFiles(folder);
    const rows: Row[] = [];
    for (const [uid, file] of Object.entries(files)) rows.push(...(await measure(peer, uid, file)));
    const report = { processor: cpus()[0]?.model.trim() ?? 'unknown', rounds, versions, rows };
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : table(report));
    if (rows.some(({ same }) => same === false)) process.exitCode = 1;
  } finally {
    await peer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A drawn chest film of 12 bits in 16, in every transfer syntax that can be written here; by UID. */
async function makeFiles(folder: string): Promise<Readonly<Record<string, string>>> {
  const drawn = drawPhantom(7, { sizePx: HEIGHT, bits: 16 }).radiograph.pixels;
  const samples = new Uint16Array(WIDTH * HEIGHT);
  const left = (HEIGHT - WIDTH) / 2;
  for (let index = 0; index < samples.length; index++) {
    const [row, column] = [Math.floor(index / WIDTH), index % WIDTH];
    samples[index] = (drawn[row * HEIGHT + left + column] ?? 0) >> (16 - BITS);
  }
  const source = path.join(folder, 'source.dcm');
  const options = { width: WIDTH, height: HEIGHT, samples, bitsStored: BITS };
  writeFileSync(source, writeDicomImage(options));
  const written = execFileSync(PYTHON, [SCRIPT, 'encode', source, folder]);
  const files = filesSchema.parse(JSON.parse(written.toString('utf8')));
  const frame = { ...options, components: 1, bits: BITS, bytes: new Uint8Array(samples.buffer) } as const;
  const coded = await encodeFrame('htj2k', frame, (encoder) => encoder.setQuality(true, 0));
  const ours = {
    [EXPLICIT_BIG]: writeDicomImage({ ...options, syntax: EXPLICIT_BIG }),
    [HTJ2K_LOSSLESS]: writeEncapsulated({ ...frame, syntax: HTJ2K_LOSSLESS }, [coded]),
  };
  // No package of PyPI writes extended JPEG of 12 bits: dcmtk does.
  const extended = path.join(folder, `${JPEG_EXTENDED}.dcm`);
  const coding = spawnSync('dcmcjpeg', ['+ee', '+q', '90', source, extended]);
  if (coding.status !== 0)
    process.stderr.write('Without dcmtk (dcmcjpeg) there is no row of JPEG Extended.\n');
  for (const [uid, bytes] of Object.entries(ours)) writeFileSync(path.join(folder, `${uid}.dcm`), bytes);
  const all = [...Object.keys(files), ...Object.keys(ours), ...(coding.status === 0 ? [JPEG_EXTENDED] : [])];
  return Object.fromEntries(all.map((uid) => [uid, path.join(folder, `${uid}.dcm`)]));
}

/** Ours and every decoder that pydicom has for the syntax, in turns; one round before counts for nothing. */
async function measure(peer: JsonPeer, uid: string, file: string): Promise<Row[]> {
  const bytes = readFileSync(file);
  const { sha256 } = await describeDicom(bytes, uid, { lenient: true });
  const { plugins } = pluginsSchema.parse(await peer.ask({ syntax: uid }));
  // What needs no decoder has one way.
  const ways = plugins.length === 0 ? [''] : plugins;
  const oursMs: number[] = [];
  const theirs = new Map(ways.map((plugin) => [plugin, { ms: [] as number[], sha256: '' }]));
  for (let round = 0; round <= rounds; round++) {
    const ms = await decodeOnce(bytes);
    if (round > 0) oursMs.push(ms);
    for (const [plugin, found] of theirs) {
      const answer = decodedSchema.parse(await peer.ask({ file, plugin, hash: round === 0 }));
      if ('error' in answer) {
        process.stderr.write(`${uid}, ${plugin}: ${answer.error}\n`);
        theirs.delete(plugin);
      } else if (round === 0) found.sha256 = answer.sha256 ?? '';
      else found.ms.push(answer.ms);
    }
  }
  return [...theirs].map(([plugin, found]) => ({
    syntax: transferSyntaxOf(uid)?.name ?? uid,
    megabytes: bytes.length / 2 ** 20,
    oursMs: median(oursMs),
    plugin: plugin === '' ? 'numpy' : plugin,
    peerMs: median(found.ms),
    ratio: ratioOf(oursMs, found.ms),
    same: LOSSY.has(uid) ? null : found.sha256 === sha256,
  }));
}

async function decodeOnce(bytes: Uint8Array): Promise<number> {
  const start = process.cpuUsage();
  const { frames } = await decodeStoredPictures(bytes, 'film.dcm');
  for await (const { values: stored } of frames) {
    if (stored.length !== WIDTH * HEIGHT) throw new Error(`${stored.length} values came out`);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The ratio of medians with its 95 % percentile bootstrap interval. */
function ratioOf(ours: readonly number[], peers: readonly number[]): Row['ratio'] {
  const random = seededRandom('decoding');
  const ratios = Array.from(
    { length: RESAMPLES },
    () => median(resampled(ours, random)) / median(resampled(peers, random)),
  ).sort((a, b) => a - b);
  const at = (share: number): number => ratios[Math.floor(share * (RESAMPLES - 1))] ?? Number.NaN;
  return [median(ours) / median(peers), at(0.025), at(0.975)];
}

function resampled(numbers: readonly number[], random: Random): number[] {
  return numbers.map(() => numbers[uniformInteger(random, numbers.length)] ?? Number.NaN);
}

interface Report {
  readonly processor: string;
  readonly rounds: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

/** Markdown, as docs/BENCHMARKS.md keeps it. */
function table({ processor, rounds: count, versions, rows }: Report): string {
  const lines = rows.map(
    ({ syntax, megabytes, oursMs, plugin, peerMs, ratio: [middle, low, high], same }) => {
      const interval = `${middle.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
      const equal = same === null ? 'lossy' : same ? 'equal' : 'DIFFERENT';
      const cells = [
        syntax,
        megabytes.toFixed(1),
        oursMs.toFixed(0),
        plugin,
        peerMs.toFixed(0),
        interval,
        equal,
      ];
      return `| ${cells.join(' | ')} |`;
    },
  );
  const named = Object.entries(versions).map(([name, number]) => `${name} ${number}`);
  return [
    `${HEIGHT} rows of ${WIDTH} pixels, ${BITS} bits (8 for baseline); processor's time, medians of ${count} rounds in turns; Node ${process.versions.node}, ${named.join(', ')}; ${processor}.`,
    '',
    '| Transfer syntax | MB | Ours (ms) | pydicom with | (ms) | Ours / this | Values |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
