import { LightboxError } from '../base/errors.ts';

/** Where a mask is white enough to be drawn anew: diffusers binarises at one half. */
const MASK_THRESHOLD = 128;

/**
 * A film as the VAE encoder takes it: grey 0 to 65535 becomes -1 to 1, the same in each channel, in float32
 * operation by operation as diffusers' VaeImageProcessor (value / maximum, times 2, minus 1). Grey levels
 * 257 * n are what diffusers makes of the 8-bit value n.
 * @param grey one value a pixel
 * @returns channel after channel, length channels * pixels
 */
export function filmToImageValues(grey: Uint16Array, channels: number): Float32Array {
  const values = new Float32Array(grey.length * channels);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    values[pixel] = Math.fround(2 * Math.fround((grey[pixel] ?? 0) / 65535)) - 1;
  }
  for (let channel = 1; channel < channels; channel++) {
    values.copyWithin(channel * grey.length, 0, grey.length);
  }
  return values;
}

/**
 * The image with everything under the mask set to 0 (middle grey), as diffusers' inpainting pipeline blanks it.
 * @param image channel after channel
 * @param mask one byte a pixel
 */
export function blankUnderMask(image: Float32Array, mask: Uint8Array): Float32Array {
  return image.map((value, i) => ((mask[i % mask.length] ?? 0) < MASK_THRESHOLD ? value : 0));
}

/**
 * The mask at the latents' size: 1 where it is drawn anew, 0 where it stays. Nearest neighbour as torch's
 * `interpolate`: each latent takes the upper left of its `downscale` x `downscale` pixels.
 * @param mask one byte a pixel, row after row
 * @throws LightboxError BAD_INPUT where nothing of the mask is left at that size
 */
export function maskToLatents(mask: Uint8Array, widthPixels: number, downscale: number): Float32Array {
  const columns = widthPixels / downscale;
  const rows = mask.length / widthPixels / downscale;
  const latentMask = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const pixel = row * downscale * widthPixels + column * downscale;
      latentMask[row * columns + column] = (mask[pixel] ?? 0) < MASK_THRESHOLD ? 0 : 1;
    }
  }
  if (latentMask.includes(1)) return latentMask;
  throw new LightboxError(
    'BAD_INPUT',
    `The mask marks nothing at the model's resolution, where one value stands for ${downscale} x ${downscale} pixels: draw a larger area.`,
    { downscale },
  );
}

/**
 * The kept latents with those under the mask taken from `drawn`, as (1 - mask) * kept + mask * drawn.
 * @param mask one value a latent pixel, 0 or 1, the same for every channel
 */
export function blendLatents(kept: Float32Array, drawn: Float32Array, mask: Float32Array): Float32Array {
  return kept.map((value, i) => (mask[i % mask.length] === 1 ? (drawn[i] ?? 0) : value));
}
