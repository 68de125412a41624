import { existsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readModelFolder } from '../../src-main/engine/model-folder.ts';
import type { Workload } from './contender.ts';
import { inTurns, oneByOne, type Row, type Start } from './measure.ts';
import { ours } from './ours.ts';
import { PEERS, type PeerKind, peer, peerIsInstalled } from './peer.ts';

/**
 * How long the engine takes for a step and an image, beside diffusers on torch and optimum on onnxruntime with
 * the same graphs' weights, prompt, steps, guidance and number of threads, in one run.
 *
 *     npm run bench -- [--model DIR] [--torch DIR] [--images 5] [--steps N] [--threads 2] [--one-by-one] [--json]
 *
 * The peers come from PyPI: `npm run bench:peers` installs them once; without them their rows say so. Exit status 1
 * where the embedded model's median image takes longer than its limit. Other speeds: `npm run bench:painting`,
 * `bench:decoding` and `bench:opening`.
 */

const IMAGE_LIMIT_MS = 15_000;
const fromRoot = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const EMBEDDED = fromRoot('resources/models/cxr-demo');

interface Report {
  readonly model: string;
  readonly settings: Omit<Workload, 'modelDir' | 'torchDir'>;
  readonly machine: { readonly processor: string; readonly cores: number; readonly memoryGb: number };
  readonly rows: readonly Row[];
  readonly skipped: readonly string[];
}

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: EMBEDDED },
    torch: { type: 'string' },
    images: { type: 'string', default: '5' },
    steps: { type: 'string' },
    threads: { type: 'string', default: '2' },
    'one-by-one': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const folder = await readModelFolder(values.model);
const workload: Workload = {
  modelDir: folder.directory,
  torchDir: values.torch ?? null,
  prompt: folder.examplePrompts[0] ?? 'PA chest radiograph. No acute cardiopulmonary process.',
  steps: values.steps === undefined ? folder.defaults.steps : wholeNumber('--steps', values.steps),
  guidanceScale: folder.defaults.guidanceScale,
  sizePixels: folder.defaults.widthPixels,
  threads: wholeNumber('--threads', values.threads),
};
const { starts, skipped } = contenders(workload);
const measure = values['one-by-one'] ? oneByOne : inTurns;
const rows = await measure(starts, wholeNumber('--images', values.images));
const report: Report = {
  model: folder.name,
  settings: settingsOf(workload),
  machine: {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
  },
  rows,
  skipped,
};
process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : table(report));
const own = rows[0];
if (folder.directory === EMBEDDED && own !== undefined && own.medianImageMs > IMAGE_LIMIT_MS) {
  process.stderr.write(`An image takes longer than the limit of ${IMAGE_LIMIT_MS / 1000} s.\n`);
  process.exitCode = 1;
}

function contenders(work: Workload): { starts: Start[]; skipped: string[] } {
  const starts: Start[] = [() => ours(work)];
  const left: string[] = [];
  const kinds = Object.keys(PEERS).filter((kind): kind is PeerKind => kind in PEERS);
  for (const kind of kinds) {
    const noWeights = kind === 'diffusers' && work.torchDir === null && work.modelDir !== EMBEDDED;
    if (!peerIsInstalled(kind)) left.push(`${PEERS[kind]}: not installed (npm run bench:peers)`);
    else if (noWeights) left.push(`${PEERS[kind]}: needs the weights as diffusers saves them (--torch DIR)`);
    else starts.push(() => peer(kind, work));
  }
  if (work.torchDir !== null && !existsSync(work.torchDir)) throw new Error(`No folder ${work.torchDir}.`);
  return { starts, skipped: left };
}

function settingsOf({ modelDir: _model, torchDir: _torch, ...settings }: Workload): Report['settings'] {
  return settings;
}

/** Markdown, as docs/BENCHMARKS.md keeps it; every ratio is ours divided by the peer's. */
function table({ model, settings, machine, rows: measured, skipped: left }: Report): string {
  const first = measured[0];
  const ratio = (mine: number | undefined, theirs: number): string =>
    ((mine ?? Number.NaN) / theirs).toFixed(2);
  const lines = measured.map((row) => {
    const versions = Object.entries(row.versions).map(([name, version]) => `${name} ${version}`);
    const cells = [
      `${row.name} (${versions.join(', ')})`,
      row.medianStepMs.toFixed(1),
      ratio(first?.medianStepMs, row.medianStepMs),
      row.medianImageMs.toFixed(0),
      ratio(first?.medianImageMs, row.medianImageMs),
      row.outsideRun === null ? '' : `${(row.outsideRun * 100).toFixed(1)} %`,
      row.peakMemoryMb === null ? '' : `${row.peakMemoryMb}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `${model}, ${settings.sizePixels} x ${settings.sizePixels}, PNDM, ${settings.steps} steps, guidance ${settings.guidanceScale}, ${settings.threads} threads; median of ${first?.images ?? 0} images.`,
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB.`,
    '',
    '| | Step (ms) | Ours / this | Image (ms) | Ours / this | Outside `run` | Peak memory (MB) |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    ...left.map((what) => `\nSkipped: ${what}`),
    '',
  ].join('\n');
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1000) return value;
  throw new Error(`${name} takes a whole number from 1 to 1000, not "${text}"`);
}
