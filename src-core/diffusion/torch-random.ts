import { LightboxError } from '../base/errors.ts';
import type { Precision } from '../base/generation-names.ts';
import { castTo } from './half.ts';

/** A stream of pseudo-random numbers equal to a torch CPU generator's. */
export interface TorchGenerator {
  /**
   * `count` unit normal values, as `torch.randn(count, dtype=..., generator=generator)` on the CPU; a tensor of
   * any shape is filled in this order. Advances the generator. float16 values are the rounded float32 ones
   * where `count` is below 16 or a multiple of it; in between, torch draws fewer numbers for them.
   */
  randn(count: number, precision?: Precision): Float32Array;
}

const STATE_LENGTH = 624;
const SHIFT_LENGTH = 397;
const BLOCK_LENGTH = 16;

/**
 * A generator equal to `torch.Generator('cpu').manual_seed(seed)`: MT19937 seeded with the low 32 bits of
 * the seed, as in torch; seeds that agree in these give the same noise.
 * @param seed integer from 0 to 2^53 - 1
 * @throws LightboxError BAD_INPUT for any other seed
 */
export function createTorchGenerator(seed: number): TorchGenerator {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new LightboxError('BAD_INPUT', `The seed ${seed} is not an integer from 0 to 2^53 - 1.`, { seed });
  }
  const nextUint32 = createMersenneTwister(seed);
  /** Second value of the last pair drawn one by one; torch keeps it in the generator across calls. */
  let spare: number | null = null;

  /** 24 bits, as torch's uniform_real_distribution<float>. */
  const uniformFloat = (): number => (nextUint32() & 0xffffff) / 0x1000000;
  /** 53 bits of (first << 32 | second), as torch's uniform_real_distribution<double>. */
  const uniformDouble = (): number => {
    const high = nextUint32() & 0x1fffff;
    const low = nextUint32();
    return (high * 0x100000000 + low) / 0x20000000000000;
  };

  /** Box-Muller in double precision (ATen/core/DistributionsHelper.h, normal_distribution<double>). */
  const normal = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const angle = 2 * Math.PI * uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-uniformDouble()));
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };

  return {
    randn(count, precision = 'float32') {
      if (!Number.isSafeInteger(count) || count < 0) {
        throw new LightboxError('BAD_INPUT', `Cannot draw ${count} random values.`, { count });
      }
      const values = new Float32Array(count);
      const fill = (from: number, to: number): void => {
        for (let i = from; i < to; i++) values[i] = uniformFloat();
      };
      if (count < BLOCK_LENGTH) {
        for (let i = 0; i < count; i++) values[i] = normal();
        return castTo(precision, values);
      }
      const whole = count - (count % BLOCK_LENGTH);
      // In float32 torch draws a tail shorter than a block too, before it draws the last 16 values anew.
      fill(0, precision === 'float32' ? count : whole);
      for (let start = 0; start < whole; start += BLOCK_LENGTH) normalise(values, start);
      if (whole < count) {
        fill(count - BLOCK_LENGTH, count);
        normalise(values, count - BLOCK_LENGTH);
      }
      return castTo(precision, values);
    },
  };
}

/** Turns 16 uniform values into 16 normal ones in place (ATen/native/cpu/DistributionTemplates.h, normal_fill_16). */
function normalise(values: Float32Array, start: number): void {
  const half = BLOCK_LENGTH / 2;
  for (let i = start; i < start + half; i++) {
    const radius = Math.fround(Math.sqrt(-2 * Math.fround(Math.log(1 - (values[i] ?? 0)))));
    const angle = Math.fround(TWO_PI_FLOAT * (values[i + half] ?? 0));
    values[i] = radius * Math.fround(Math.cos(angle));
    values[i + half] = radius * Math.fround(Math.sin(angle));
  }
}

const TWO_PI_FLOAT = Math.fround(2 * Math.PI);

/** MT19937 (Matsumoto and Nishimura 1998) with the initialisation by one 32-bit number; 32-bit outputs. */
function createMersenneTwister(seed: number): () => number {
  const state = new Uint32Array(STATE_LENGTH);
  state[0] = seed % 0x100000000;
  for (let i = 1; i < STATE_LENGTH; i++) {
    const previous = state[i - 1] ?? 0;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  let position = STATE_LENGTH;

  const refill = (): void => {
    for (let i = 0; i < STATE_LENGTH; i++) {
      const mixed = ((state[i] ?? 0) & 0x80000000) | ((state[(i + 1) % STATE_LENGTH] ?? 0) & 0x7fffffff);
      const far = state[(i + SHIFT_LENGTH) % STATE_LENGTH] ?? 0;
      state[i] = far ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    }
    position = 0;
  };

  return () => {
    if (position === STATE_LENGTH) refill();
    let value = state[position] ?? 0;
    position++;
    value ^= value >>> 11;
    value ^= (value << 7) & 0x9d2c5680;
    value ^= (value << 15) & 0xefc60000;
    value ^= value >>> 18;
    return value >>> 0;
  };
}
