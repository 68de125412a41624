import { LightboxError } from '../../src-core/base/errors.ts';

/** @throws LightboxError OUTPUT_INVALID where a value of the UNet's output is no number */
export function requireFiniteOutput(output: Float32Array, call: number): void {
  if (output.every((value) => Number.isFinite(value))) return;
  throw new LightboxError(
    'OUTPUT_INVALID',
    `The UNet gave a value that is no number in call ${call + 1}: no image was made. Check the model folder and the provider.`,
    { call: call + 1 },
  );
}

/** @throws LightboxError OUTPUT_INVALID where every pixel is the same */
export function requireContrast(pixels: Uint8Array): void {
  const first = pixels[0] ?? 0;
  if (pixels.some((value) => value !== first)) return;
  throw new LightboxError(
    'OUTPUT_INVALID',
    `Every pixel came out as ${first}: no image was made. Check the model folder, the guidance and the provider.`,
    { greyLevel: first },
  );
}
