import { LightboxError } from '../../src-core/base/errors.ts';
import type { Precision } from '../../src-core/base/generation-names.ts';
import type { DecodedImage } from '../../src-core/diffusion/image.ts';
import type { ImageTask } from './protocol.ts';

/**
 * Fewer grey levels than this are no film. Of 1,139 real chest films at 256 x 256 (../shared/cxr) the poorest
 * has 127.
 */
const MIN_GREY_LEVELS = 8;
/**
 * A share of the pixels within three neighbouring levels from which on a picture is nearly constant. Of the same
 * films the one with the largest black border has 45% there; a film with less than a hundredth of its area
 * exposed does not exist.
 */
const CONSTANT_SHARE = 0.99;
/** Guidance above this burns out the pictures of most models: worth lowering first. */
const STRONG_GUIDANCE = 5;

type Stage = 'text' | 'encoder' | 'unet' | 'decoder';

/** Refuses what is no image, wherever it shows first. All throw LightboxError OUTPUT_INVALID, saying what to try. */
export interface ResultChecks {
  /** Hidden states of a prompt. */
  text(values: Float32Array): void;
  /** What the VAE encoder made of the film. */
  encoder(values: Float32Array): void;
  /** The UNet's output of a call, from 0. */
  unet(values: Float32Array, call: number): void;
  /** What the scheduler made of it all, as the decoder gets it. */
  latents(values: Float32Array): void;
  decoder(image: DecodedImage): void;
  /** The picture itself. */
  picture(pixels: Uint8Array): void;
}

export function createResultChecks(request: ImageTask, precision: Precision): ResultChecks {
  const refuse = (stage: Stage, what: string, details: Record<string, string | number> = {}): LightboxError =>
    new LightboxError(
      'OUTPUT_INVALID',
      `${what}: no image was made. ${whatToTry(stage, request, precision)}`,
      {
        stage,
        provider: request.provider,
        ...details,
      },
    );
  const requireSpread = (
    values: Float32Array,
    stage: Stage,
    source: string,
    details: Record<string, number>,
  ) => {
    const { finite, constant } = inspect(values);
    if (!finite) throw refuse(stage, `${source} gave a value that is no number`, details);
    if (constant) throw refuse(stage, `${source} gave the same value everywhere`, details);
  };
  return {
    text: (values) => requireSpread(values, 'text', 'The text encoder', {}),
    encoder: (values) => requireSpread(values, 'encoder', 'The VAE encoder', {}),
    unet: (values, call) => requireSpread(values, 'unet', `The UNet in call ${call + 1}`, { call: call + 1 }),
    latents: (values) => requireSpread(values, 'unet', 'The last step of the scheduler', {}),
    decoder: ({ values }) => requireSpread(values, 'decoder', 'The VAE decoder', {}),
    picture: (pixels) => {
      const { levels, largestShare, level } = describeGrey(pixels);
      const details = { greyLevels: levels, largestShare, greyLevel: level };
      if (levels === 1) throw refuse('decoder', `Every pixel came out as ${level}`, details);
      if (levels < MIN_GREY_LEVELS) {
        throw refuse('decoder', `The picture has no more than ${levels} grey levels`, details);
      }
      if (largestShare < CONSTANT_SHARE) return;
      const share = Math.floor(largestShare * 1000) / 10;
      throw refuse('decoder', `${share}% of the picture is ${level < 3 ? 'black' : 'one grey'}`, details);
    },
  };
}

function inspect(values: Float32Array): { finite: boolean; constant: boolean } {
  const first = values[0] ?? 0;
  let constant = true;
  // Times 0, NaN and infinity become NaN, and stay it in the sum: one branch less for every value of every call.
  let zeros = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    zeros += value * 0;
    if (value !== first) constant = false;
  }
  return { finite: zeros === 0, constant };
}

/** How many levels occur, the most frequent one, and the largest share within three neighbouring ones. */
function describeGrey(pixels: Uint8Array): { levels: number; largestShare: number; level: number } {
  const counts = new Uint32Array(258);
  for (const pixel of pixels) counts[pixel] = (counts[pixel] ?? 0) + 1;
  const together = counts.map((count, level) => count + (counts[level + 1] ?? 0) + (counts[level + 2] ?? 0));
  return {
    levels: counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    largestShare: Math.max(...together) / pixels.length,
    level: counts.indexOf(Math.max(...counts)),
  };
}

/** The part of the model that a stage runs: half precision may overflow there. */
const STAGE_PARTS: Readonly<Record<Stage, string>> = {
  text: 'its text encoder',
  encoder: 'its VAE',
  unet: 'its UNet',
  decoder: 'its VAE',
};

function whatToTry(
  stage: Stage,
  { provider, guidanceScale, scheduler }: ImageTask,
  precision: Precision,
): string {
  const advice: string[] = [];
  if (precision === 'float16') {
    advice.push(`the model, or at least ${STAGE_PARTS[stage]}, in float32`);
  }
  if (provider !== 'cpu') advice.push('the provider cpu');
  if (stage === 'unet' || stage === 'decoder') {
    if (guidanceScale > STRONG_GUIDANCE) advice.push(`a lower guidance than ${guidanceScale}`);
    advice.push(`another scheduler than ${scheduler}`);
  }
  advice.push('a copy of the model folder that is known to be sound');
  return `Try ${advice.join(', or ')}.`;
}
