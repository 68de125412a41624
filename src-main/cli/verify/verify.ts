import { createHash } from 'node:crypto';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { LightboxError } from '../../../src-core/base/errors.ts';
import type { Recipe } from '../../../src-core/diffusion/recipe.ts';
import {
  type EnvironmentDifference,
  environmentDifferences,
} from '../../../src-core/diffusion/recipe-differences.ts';
import { compareGrey, type GreyComparison } from '../../../src-core/imaging/compare.ts';
import { TOLERANCE, type Verdict, verdictOf } from '../../../src-core/imaging/verdict.ts';
import type { EngineClient, GeneratedImage, GenerateRequest } from '../../engine/engine-client.ts';
import { editHashes } from '../../engine/image-recipe.ts';
import { type EditSource, generateRequestSchema } from '../../engine/protocol.ts';
import { readEditPictures } from '../../files/edit-source.ts';
import { type RecordedImage, readRecordedImage, recipeInvalid } from '../../files/recorded-image.ts';
import { createCommandLineEngine } from '../engine.ts';
import { badInput, EXIT } from '../exit.ts';
import { modelRoots } from '../model-locations.ts';
import { createProgressMeter } from '../progress-meter.ts';
import { findRecordedModel } from './recorded-model.ts';

/** `lightbox verify` as asked for. */
export interface VerifyOptions {
  readonly file: string;
  /** The model by name or folder; undefined: looked for by the recipe. */
  readonly model: string | undefined;
  readonly initImage: string | undefined;
  readonly mask: string | undefined;
  readonly json: boolean;
}

/** What `lightbox verify --json` prints. */
interface VerifyReport extends GreyComparison {
  readonly file: string;
  readonly verdict: Verdict;
  readonly tolerance: typeof TOLERANCE;
  /** Of the pixels in the file, and of those made again. */
  readonly sha256File: string;
  readonly sha256Again: string;
  readonly recipe: Recipe;
  readonly differences: readonly EnvironmentDifference[];
}

/**
 * Makes the image of a PNG again from its recipe, compares the pixels and prints the verdict.
 * @returns the exit status: 0 identical or within tolerance, 1 different
 * @throws LightboxError for what cannot be verified: no recipe, no such model, no or another source film
 */
export async function verify(options: VerifyOptions, signal: AbortSignal): Promise<number> {
  const recorded = await readRecordedImage(options.file);
  const edit = await sourceOf(options, recorded.recipe);
  const modelDir = await findRecordedModel(recorded.recipe.model, options.model, modelRoots());
  const request = requestOf(recorded.recipe, modelDir, edit, path.basename(options.file));
  const again = await makeAgain(request, signal);
  const report = reportOf(path.resolve(options.file), recorded, again);
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : inWords(report));
  return report.verdict === 'different' ? EXIT.failed : EXIT.done;
}

/** Film and mask that the recipe names by their hashes; null for text to image. */
async function sourceOf(
  { file, initImage, mask }: VerifyOptions,
  recipe: Recipe,
): Promise<EditSource | null> {
  const fileName = path.basename(file);
  const { sourceImage, maskImage, strength, widthPixels, heightPixels } = recipe;
  if (sourceImage === null || strength === null) {
    if (initImage === undefined && mask === undefined) return null;
    throw badInput(`${fileName} was made from a prompt alone; leave --init-image and --mask away`);
  }
  if (initImage === undefined) throw badInput(`${fileName} was made from a film; name it with --init-image`);
  if (mask === undefined && maskImage !== null)
    throw badInput(`${fileName} was made with a mask; name it with --mask`);
  if (mask !== undefined && maskImage === null)
    throw badInput(`${fileName} was made without a mask; leave --mask away`);
  const { pictures } = await readEditPictures(
    { film: initImage, mask: mask ?? null },
    widthPixels,
    heightPixels,
  );
  const hashes = editHashes(pictures);
  for (const [picture, found, wanted] of [
    [initImage, hashes.sourceImage, sourceImage],
    [mask ?? '', hashes.maskImage, maskImage],
  ] as const) {
    if (found !== wanted)
      throw badInput(
        `${path.basename(picture)} is not what ${fileName} was made from: its SHA-256 at that size is ${found}, recorded is ${wanted}`,
      );
  }
  return { ...pictures, strength };
}

function requestOf(
  recipe: Recipe,
  modelDir: string,
  edit: EditSource | null,
  fileName: string,
): GenerateRequest {
  const { prompt, negativePrompt, seed, seedIndex, scheduler, steps, guidanceScale, guidanceRescale, eta } =
    recipe;
  const request: GenerateRequest = {
    ...{ prompt, negativePrompt, seed, seedIndex, scheduler, steps, guidanceScale, guidanceRescale, eta },
    modelDir,
    edit,
    provider: recipe.provider,
    threads: recipe.threads,
    widthPixels: recipe.widthPixels,
    heightPixels: recipe.heightPixels,
  };
  const issue = generateRequestSchema.safeParse(request).error?.issues[0];
  if (issue === undefined) return request;
  throw recipeInvalid(fileName, `its recipe cannot be followed: ${issue.path.join('.')}: ${issue.message}`);
}

async function makeAgain(request: GenerateRequest, signal: AbortSignal): Promise<GeneratedImage> {
  const engine = createCommandLineEngine();
  const stop = (): void => engine.dispose();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await generateHere(engine, request, signal);
  } finally {
    signal.removeEventListener('abort', stop);
    engine.dispose();
  }
}

/** With the recorded provider, and on the CPU where that one does not work here. */
async function generateHere(
  engine: EngineClient,
  request: GenerateRequest,
  signal: AbortSignal,
): Promise<GeneratedImage> {
  const meter = createProgressMeter({
    total: 1,
    before: 0,
    logLines: false,
    now: () => performance.now(),
    stream: process.stderr,
  });
  const draw = (provider: GenerateRequest['provider']): Promise<GeneratedImage> =>
    engine.generate({ ...request, provider }, { progress: meter.step }, signal).finally(meter.clear);
  try {
    return await draw(request.provider);
  } catch (error) {
    const isMissing = error instanceof LightboxError && error.code === 'PROVIDER_UNAVAILABLE';
    if (!isMissing || request.provider === 'cpu') throw error;
    return await draw('cpu');
  }
}

function reportOf(file: string, recorded: RecordedImage, again: GeneratedImage): VerifyReport {
  const comparison = compareGrey(recorded.pixels, again.pixels, recorded.width);
  return {
    file,
    verdict: verdictOf(comparison),
    ...comparison,
    tolerance: TOLERANCE,
    sha256File: createHash('sha256').update(recorded.pixels).digest('hex'),
    sha256Again: again.sha256,
    recipe: recorded.recipe,
    differences: environmentDifferences(recorded.recipe, again.recipe),
  };
}

function inWords(report: VerifyReport): string {
  const { file, verdict, largestDifference, meanDifference, largestAt, differingPixels, differences } =
    report;
  const place = largestAt === null ? '' : ` at column ${largestAt.x}, row ${largestAt.y}`;
  const numbers =
    verdict === 'identical'
      ? `sha256 ${report.sha256File}`
      : `largest difference ${largestDifference} of 255${place}, mean ${meanDifference.toFixed(4)}, ${differingPixels} pixels differ`;
  const lines = [
    `${file}: ${verdict} (${numbers})`,
    ...(verdict === 'identical'
      ? []
      : [`  tolerance: largest ${TOLERANCE.largestDifference}, mean ${TOLERANCE.meanDifference}`]),
    ...differences.map(({ what, recorded, here }) => `  ${what}: recorded ${recorded}; here ${here}`),
  ];
  return `${lines.join('\n')}\n`;
}
