import { createHash, randomInt } from 'node:crypto';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import type { EngineClient, GeneratedImage, GenerateRequest } from '../engine/engine-client.ts';
import { type ModelFolder, readModelFolder } from '../engine/model-folder.ts';
import { recipePngText } from '../engine/recipe-text.ts';
import { encodeGrey8Png } from '../files/png.ts';
import { createCommandLineEngine } from './engine.ts';
import type { GenerateOptions } from './generate-options.ts';
import { locateModel, modelRoots } from './model-locations.ts';
import { type OutputFolder, openOutputFolder } from './output-folder.ts';

const SEED_COUNT = 2 ** 32;
const SEED_DIGITS = 10;
const NAME_HASH_LENGTH = 8;

/**
 * Draws `count` images, seeds ascending by one, and writes each as PNG. Everything is checked before the
 * first file; an interruption leaves the images that were whole.
 */
export async function generate(options: GenerateOptions, signal: AbortSignal): Promise<void> {
  const folder = await readModelFolder(locateModel(options.model, modelRoots()));
  const firstSeed = options.seed ?? randomInt(0, SEED_COUNT - options.count + 1);
  const out = await openOutputFolder(options.outFolder);
  const engine = createCommandLineEngine();
  // Nobody waits for a slow step after Ctrl+C: the engine's process ends with its image.
  const stop = (): void => engine.dispose();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (let index = 0; index < options.count; index++) {
      const request = requestOf(options, folder, firstSeed, index);
      await drawOne(engine, request, { out, count: options.count, json: options.json, signal });
    }
  } finally {
    signal.removeEventListener('abort', stop);
    engine.dispose();
    await out.removeIfUnused();
  }
}

interface Run {
  readonly out: OutputFolder;
  readonly count: number;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

async function drawOne(engine: EngineClient, request: GenerateRequest, run: Run): Promise<void> {
  const meter = createMeter(request.seedIndex, run.count);
  const image = await engine.generate(request, { progress: meter.show }, run.signal).finally(meter.clear);
  run.signal.throwIfAborted();
  const png = encodeGrey8Png(image.pixels, image.width, image.height, recipePngText(image.recipe));
  const file = await run.out.write(fileName(image), png);
  const elapsedMs = Math.round(image.elapsedMs);
  const { sha256, recipe } = image;
  const line = run.json
    ? JSON.stringify({ file, seed: recipe.seed, sha256, recipe, elapsedMs })
    : `${file}  seed ${recipe.seed}  ${(elapsedMs / 1000).toFixed(1)} s  sha256 ${sha256}`;
  process.stdout.write(`${line}\n`);
  if (request.seedIndex === 0) reportCut(image);
}

function requestOf(
  options: GenerateOptions,
  { directory, defaults }: ModelFolder,
  firstSeed: number,
  index: number,
): GenerateRequest {
  return {
    modelDir: directory,
    prompt: options.prompt,
    negativePrompt: options.negativePrompt ?? defaults.negativePrompt,
    seed: firstSeed + index,
    seedIndex: index,
    scheduler: options.scheduler ?? defaults.scheduler,
    steps: options.steps ?? defaults.steps,
    guidanceScale: options.guidanceScale ?? defaults.guidanceScale,
    provider: options.provider,
  };
}

/** The seed, and a part of the recipe's hash: images of other recipes in the same folder stay. */
function fileName({ recipe }: GeneratedImage): string {
  const hash = createHash('sha256').update(canonicalJson(recipe)).digest('hex').slice(0, NAME_HASH_LENGTH);
  return `${String(recipe.seed).padStart(SEED_DIGITS, '0')}-${hash}.png`;
}

function reportCut({ recipe, negativeTokens }: GeneratedImage): void {
  const cuts = [
    ['prompt', recipe.tokens.truncatedText],
    ['negative prompt', negativeTokens.truncatedText],
  ] as const;
  for (const [which, text] of cuts) {
    if (text !== null)
      process.stderr.write(
        `lightbox: the model did not see the end of the ${which}: ${JSON.stringify(text)}\n`,
      );
  }
}

/** One line of progress that overwrites itself, on a terminal only. */
function createMeter(
  index: number,
  count: number,
): {
  show(progress: { step: number; steps: number; remainingMs: number }): void;
  clear(): void;
} {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show: ({ step, steps, remainingMs }) => {
      const rest = `${Math.ceil(remainingMs / 1000)} s left`;
      stderr.write(`\r\u001b[Kimage ${index + 1} of ${count}: step ${step} of ${steps}, ${rest}`);
    },
    clear: () => stderr.write('\r\u001b[K'),
  };
}
