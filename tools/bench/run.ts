import { statSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createChildProcessHost } from '../../src-main/engine/child-process-host.ts';
import {
  createEngineClient,
  type EngineClient,
  type GenerateRequest,
} from '../../src-main/engine/engine-client.ts';
import { type ModelFolder, readModelFolder } from '../../src-main/engine/model-folder.ts';

/**
 * How long the engine takes for an image of a model at its default settings.
 *
 *     npm run bench -- [--model DIR] [--images 5] [--threads 2] [--json]
 *
 * One image warms up (it loads the model); the medians are of the images after it, one after the other, with a
 * fixed number of threads. Exit status 1 where the median image takes longer than the limit.
 */

const IMAGE_LIMIT_MS = 15_000;
const fromRoot = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

interface Measured {
  readonly imageMs: number;
  readonly stepMs: readonly number[];
  readonly outsideMs: number;
}

interface Report {
  readonly model: string;
  readonly megabytes: number;
  readonly settings: {
    readonly scheduler: string;
    readonly steps: number;
    readonly guidanceScale: number;
    readonly size: string;
  };
  readonly machine: {
    readonly processor: string;
    readonly threads: number;
    readonly node: string;
    readonly onnxruntime: string;
  };
  readonly images: number;
  readonly firstImageMs: number;
  readonly medianImageMs: number;
  readonly slowestImageMs: number;
  readonly medianStepMs: number;
  /** Of the median image: our own code and the passing of messages, as a part of 1. */
  readonly outsideOnnxruntime: number;
  readonly limitMs: number;
  readonly withinLimit: boolean;
}

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: fromRoot('resources/models/cxr-demo') },
    images: { type: 'string', default: '5' },
    threads: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
});

const folder = await readModelFolder(values.model);
const engine = createEngineClient(
  createChildProcessHost({ entryPath: fromRoot('src-main/engine/child.ts') }),
);
try {
  const report = await measure(
    engine,
    folder,
    wholeNumber('--images', values.images),
    wholeNumber('--threads', values.threads),
  );
  if (!values.json) process.stdout.write(table(report));
  process.stdout.write(`${JSON.stringify(report, null, values.json ? 2 : 0)}\n`);
  process.exitCode = report.withinLimit ? 0 : 1;
} finally {
  engine.dispose();
}

async function measure(
  client: EngineClient,
  model: ModelFolder,
  images: number,
  threads: number,
): Promise<Report> {
  const { defaults } = model;
  const startMs = performance.now();
  const { recipe } = await draw(client, requestOf(model, 0, threads), []);
  const firstImageMs = performance.now() - startMs;
  const measured: Measured[] = [];
  for (let seed = 1; seed <= images; seed++) {
    const stepMs: number[] = [];
    const imageStartMs = performance.now();
    const image = await draw(client, requestOf(model, seed, threads), stepMs);
    const imageMs = performance.now() - imageStartMs;
    measured.push({ imageMs, stepMs, outsideMs: imageMs - image.inferenceMs });
  }
  const medianImageMs = median(measured.map(({ imageMs }) => imageMs));
  return {
    model: model.name,
    megabytes: round(
      Object.keys(recipe.model.components).reduce((sum, file) => sum + fileSize(model, file), 0) / 1e6,
    ),
    settings: {
      scheduler: defaults.scheduler,
      steps: defaults.steps,
      guidanceScale: defaults.guidanceScale,
      size: `${defaults.widthPixels} x ${defaults.heightPixels}`,
    },
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      threads,
      node: process.versions.node,
      onnxruntime: recipe.onnxruntimeVersion,
    },
    images,
    firstImageMs: round(firstImageMs),
    medianImageMs: round(medianImageMs),
    slowestImageMs: round(Math.max(...measured.map(({ imageMs }) => imageMs))),
    medianStepMs: round(median(measured.flatMap(({ stepMs }) => stepMs))),
    outsideOnnxruntime: Number(
      median(measured.map(({ outsideMs, imageMs }) => outsideMs / imageMs)).toFixed(4),
    ),
    limitMs: IMAGE_LIMIT_MS,
    withinLimit: medianImageMs <= IMAGE_LIMIT_MS,
  };
}

function draw(
  client: EngineClient,
  request: GenerateRequest,
  stepMs: number[],
): ReturnType<EngineClient['generate']> {
  let lastMs: number | undefined;
  const progress = ({ elapsedMs }: { elapsedMs: number }): void => {
    // The first step also holds the text encoder.
    if (lastMs !== undefined) stepMs.push(elapsedMs - lastMs);
    lastMs = elapsedMs;
  };
  return client.generate(request, { progress }, new AbortController().signal);
}

function requestOf(
  { directory, defaults, examplePrompts }: ModelFolder,
  seed: number,
  threads: number,
): GenerateRequest {
  return {
    modelDir: directory,
    prompt: examplePrompts[0] ?? 'PA chest radiograph. No acute cardiopulmonary process.',
    negativePrompt: defaults.negativePrompt,
    seed,
    seedIndex: 0,
    scheduler: defaults.scheduler,
    steps: defaults.steps,
    guidanceScale: defaults.guidanceScale,
    provider: 'cpu',
    threads,
  };
}

function table(report: Report): string {
  const { settings, machine } = report;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  const rows: [string, string][] = [
    ['model', `${report.model}, ${report.megabytes} MB, ${settings.size}`],
    ['settings', `${settings.scheduler}, ${settings.steps} steps, guidance ${settings.guidanceScale}`],
    [
      'machine',
      `${machine.processor}, ${machine.threads} threads, Node ${machine.node}, onnxruntime ${machine.onnxruntime}`,
    ],
    ['first image, with loading', seconds(report.firstImageMs)],
    [
      `image, median of ${report.images}`,
      `${seconds(report.medianImageMs)} (limit ${seconds(report.limitMs)})`,
    ],
    ['image, slowest', seconds(report.slowestImageMs)],
    ['step, median', `${report.medianStepMs} ms`],
    ['outside onnxruntime', `${(report.outsideOnnxruntime * 100).toFixed(1)} %`],
  ];
  return `${rows.map(([name, value]) => `${name.padEnd(28)}${value}`).join('\n')}\n`;
}

function fileSize(model: ModelFolder, file: string): number {
  return statSync(path.join(model.directory, file)).size;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const [lower, upper] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((lower ?? Number.NaN) + (upper ?? Number.NaN)) / 2;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 256) return value;
  throw new Error(`${name} takes a whole number from 1 to 256, not "${text}"`);
}
