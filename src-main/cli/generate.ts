import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { ProviderName } from '../../src-core/base/generation-names.ts';
import { resolveProvider } from '../../src-core/base/provider-choice.ts';
import { requireStatedFiles } from '../engine/checksum-file.ts';
import { requireTaskOfModel } from '../engine/edit-checks.ts';
import type { EngineClient } from '../engine/engine-client.ts';
import { hashesOf } from '../engine/model-files.ts';
import { describeModel, type HashedModelFolder } from '../engine/model-folder.ts';
import type { EditSource } from '../engine/protocol.ts';
import { readEditPictures } from '../files/edit-source.ts';
import { pngOf, reportCut, requestOf, seedAndRecipe } from './drawing.ts';
import { createCommandLineEngine } from './engine.ts';
import { failedAfter } from './exit.ts';
import { type Job, runModelOf } from './generate-job.ts';
import type { GenerateOptions, PromptWork } from './generate-options.ts';
import { createSettingsCheck, settingsOf } from './image-settings.ts';
import { locateModel, modelRoots } from './model-locations.ts';
import { modelSha256 } from './model-sha256.ts';
import { openOutputFolder } from './output-folder.ts';
import { createProgressMeter } from './progress-meter.ts';
import { generateTable, readTable } from './table/table-run.ts';

const SEED_COUNT = 2 ** 32;

/** Draws what was asked for. Everything is checked before the first file. */
export async function generate(options: GenerateOptions, signal: AbortSignal): Promise<void> {
  const { work } = options;
  const table = work.kind === 'table' ? await readTable(work) : null;
  const folder = await describeModel(locateModel(options.model, modelRoots()));
  await requireSameModel(folder, options.modelSha256);
  const engine = createCommandLineEngine();
  // Nobody waits for a slow step after Ctrl+C: the engine's process ends with its image.
  const stop = (): void => engine.dispose();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const provider = await resolveAuto(options.provider, engine);
    const job = { options: { ...options, provider }, folder, engine, signal };
    if (work.kind === 'prompt') await generatePrompt({ ...job, work });
    else if (table !== null) await generateTable({ ...job, work: table });
  } finally {
    signal.removeEventListener('abort', stop);
    engine.dispose();
  }
}

/** @throws LightboxError MODEL_CHANGED where the folder is not as it is expected or as its SHA256SUMS states */
async function requireSameModel(
  { directory, components }: HashedModelFolder,
  expected: string | undefined,
): Promise<void> {
  const hashes = hashesOf(components);
  await requireStatedFiles(directory, hashes);
  const found = modelSha256(hashes);
  if (expected === undefined || expected === found) return;
  throw new LightboxError(
    'MODEL_CHANGED',
    `The model ${directory} has the SHA-256 ${found}, not that of --model-sha256: its files are others.`,
    { expected, found },
  );
}

async function resolveAuto(asked: GenerateOptions['provider'], engine: EngineClient): Promise<ProviderName> {
  if (asked !== 'auto') return asked;
  const provider = resolveProvider('auto', (await engine.info()).providers);
  process.stderr.write(`lightbox: the provider is ${provider}\n`);
  return provider;
}

/** `count` images of one prompt, seeds ascending by one; an interruption leaves the images that were whole. */
async function generatePrompt({ options, work, folder, engine, signal }: Job<PromptWork>): Promise<void> {
  const settings = settingsOf(options.sampling, folder.defaults, work.edit?.strength ?? null);
  createSettingsCheck(folder).require(settings);
  const model = runModelOf(folder);
  requireTaskOfModel({ folder, components: model.components }, work.edit);
  const edit = await editOf(work.edit, folder);
  const firstSeed = work.seed ?? randomInt(0, SEED_COUNT - work.count + 1);
  const out = await openOutputFolder(options.outFolder);
  const meter = createProgressMeter({
    total: work.count,
    before: 0,
    logLines: false,
    now: () => performance.now(),
    stream: process.stderr,
  });
  let written = 0;
  try {
    for (; written < work.count; written++) {
      const order = { prompt: work.prompt, settings, seed: firstSeed + written, seedIndex: written, edit };
      const image = await engine
        .generate(requestOf(order, options, model), { progress: meter.step }, signal)
        .finally(meter.clear);
      signal.throwIfAborted();
      const file = await out.write(`${seedAndRecipe(image.recipe)}.png`, pngOf(image));
      const elapsedMs = Math.round(image.elapsedMs);
      const { sha256, recipe } = image;
      const line = options.json
        ? JSON.stringify({ file, seed: recipe.seed, sha256, recipe, elapsedMs })
        : `${file}  seed ${recipe.seed}  ${(elapsedMs / 1000).toFixed(1)} s  sha256 ${sha256}`;
      process.stdout.write(`${line}\n`);
      if (written === 0 && !options.json) reportCut(image, '');
      meter.imageDone();
    }
  } catch (error) {
    throw failedAfter(written, error);
  } finally {
    await out.removeIfUnused();
  }
}

async function editOf(edit: PromptWork['edit'], { defaults }: HashedModelFolder): Promise<EditSource | null> {
  if (edit === null) return null;
  const { pictures, notes } = await readEditPictures(edit, defaults.widthPixels, defaults.heightPixels);
  for (const note of notes) process.stderr.write(`lightbox: ${note}\n`);
  return { ...pictures, strength: edit.strength };
}
