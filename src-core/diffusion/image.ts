import { LightboxError } from '../base/errors.ts';
import type { Precision } from '../base/generation-names.ts';
import { type Rounding, roundingOf } from './half.ts';

/** The VAE decoder's output for one image. */
export interface DecodedImage {
  /** Channel after channel, row after row; nominally -1 to 1. Length channels * width * height. */
  readonly values: Float32Array;
  readonly channels: number;
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** The type that the decoder gives; float32 where absent. */
  readonly precision?: Precision;
}

/**
 * 8-bit grey values of a decoded image, as diffusers' VaeImageProcessor makes them: x / 2 + 0.5 in the decoder's
 * type, clamped to 0..1, times 255 in float32, rounded half to even. Three channels are quantised each and then averaged, rounded half
 * to even; for the grey films of a radiograph model the three are equal within rounding.
 * @throws LightboxError OUTPUT_INVALID for another channel count, a wrong length, or a value that is not finite
 */
export function decodedImageToGrey8(image: DecodedImage): Uint8Array {
  const { values, channels, widthPixels, heightPixels } = image;
  const pixelCount = widthPixels * heightPixels;
  const round = roundingOf(image.precision ?? 'float32');
  if ((channels !== 1 && channels !== 3) || values.length !== channels * pixelCount) {
    throw new LightboxError(
      'OUTPUT_INVALID',
      `The decoder gave ${values.length} values in ${channels} channels for ${widthPixels} x ${heightPixels} pixels; 1 or 3 channels are supported.`,
      { channels, length: values.length, widthPixels, heightPixels },
    );
  }
  const grey = new Uint8Array(pixelCount);
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += quantise(values[channel * pixelCount + pixel] ?? Number.NaN, pixel, round);
    }
    grey[pixel] = roundHalfToEven(sum / channels);
  }
  return grey;
}

function quantise(value: number, pixel: number, round: Rounding): number {
  if (!Number.isFinite(value)) {
    throw new LightboxError(
      'OUTPUT_INVALID',
      `The decoder gave ${value} at pixel ${pixel}: no image was made.`,
      {
        pixel,
      },
    );
  }
  const unit = Math.min(1, Math.max(0, round(round(value / 2) + 0.5)));
  return roundHalfToEven(Math.fround(unit * 255));
}

/** numpy's `round`: 0.5 to 0, 1.5 to 2, 2.5 to 2. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const fraction = value - floor;
  if (fraction !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
