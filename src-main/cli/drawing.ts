import { createHash } from 'node:crypto';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import type { Recipe } from '../../src-core/diffusion/recipe.ts';
import { recipePngText } from '../../src-core/diffusion/recipe-text.ts';
import type { GeneratedImage, GenerateRequest } from '../engine/engine-client.ts';
import type { EditSource } from '../engine/protocol.ts';
import { encodeGrey8Png } from '../files/png.ts';
import type { RunModel } from './generate-job.ts';
import type { ResolvedOptions } from './generate-options.ts';
import type { ImageSettings } from './image-settings.ts';

const SEED_DIGITS = 10;
const NAME_HASH_LENGTH = 8;

/** One image to be drawn. */
export interface ImageOrder {
  readonly prompt: string;
  readonly settings: ImageSettings;
  readonly seed: number;
  readonly seedIndex: number;
  readonly edit: EditSource | null;
}

export function requestOf(
  { prompt, settings, seed, seedIndex, edit }: ImageOrder,
  { provider, threads, memory }: Pick<ResolvedOptions, 'provider' | 'threads' | 'memory'>,
  model: RunModel,
): GenerateRequest {
  const { strength: _, ...sampling } = settings;
  return {
    modelDir: model.directory,
    expectedComponents: model.components,
    prompt,
    seed,
    seedIndex,
    edit,
    provider,
    memory,
    ...sampling,
    ...(threads === undefined ? {} : { threads }),
  };
}

/** The PNG of an image: its pixels and its recipe. The bytes depend on both only. */
export function pngOf({
  pixels,
  width,
  height,
  recipe,
}: Pick<GeneratedImage, 'pixels' | 'width' | 'height' | 'recipe'>): Uint8Array {
  return encodeGrey8Png(pixels, width, height, recipePngText(recipe));
}

/** The seed, and a part of the recipe's hash: images of other recipes in the same folder stay. */
export function seedAndRecipe(recipe: Recipe): string {
  const hash = createHash('sha256').update(canonicalJson(recipe)).digest('hex').slice(0, NAME_HASH_LENGTH);
  return `${String(recipe.seed).padStart(SEED_DIGITS, '0')}-${hash}`;
}

/** Says what the model did not see of the texts. `place` begins the line ("row 3: "). */
export function reportCut({ recipe, negativeTokens }: GeneratedImage, place: string): void {
  const cuts = [
    ['prompt', recipe.tokens.truncatedText],
    ['negative prompt', negativeTokens.truncatedText],
  ] as const;
  for (const [which, text] of cuts) {
    if (text !== null)
      process.stderr.write(
        `lightbox: ${place}the model did not see the end of the ${which}: ${JSON.stringify(text)}\n`,
      );
  }
}
