import { LightboxError } from '../base/errors.ts';

/** A stream of pseudo-random numbers equal to a torch CPU generator's. */
export interface TorchGenerator {
  /** `count` unit normal float32 values, as `torch.randn(count, generator=...)`; advances the generator. */
  randn(count: number): Float32Array;
}

/** A generator equal to `torch.Generator('cpu').manual_seed(seed)`. */
export function createTorchGenerator(_seed: number): TorchGenerator {
  throw new LightboxError('INTERNAL', 'not yet');
}
