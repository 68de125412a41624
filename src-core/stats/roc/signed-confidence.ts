import { LightboxError } from '../../base/errors.ts';

/**
 * A verdict with its confidence as one ordinal score: positive means synthetic, negative real, further from 0 surer.
 * @param confidence 1 (unsure) or more
 * @throws LightboxError BAD_INPUT for a confidence that is not at least 1: 0 would hide the verdict.
 */
export function signedConfidence(verdict: 'real' | 'synthetic', confidence: number): number {
  if (!(confidence >= 1))
    throw new LightboxError('BAD_INPUT', `A confidence of ${confidence} is not 1 or more.`);
  return verdict === 'synthetic' ? confidence : -confidence;
}
