import { LightboxError } from '../base/errors.ts';

/**
 * Classifier-free guidance (Ho and Salimans 2022): unconditional + scale * (conditional - unconditional).
 * @param modelOutput the UNet's output for the batch [unconditional, conditional], length 2n
 * @returns the guided output, length n, in float32 operation by operation as torch computes it
 * @throws LightboxError BAD_INPUT when the length is odd
 */
export function applyGuidance(modelOutput: Float32Array, guidanceScale: number): Float32Array {
  if (modelOutput.length % 2 !== 0) {
    throw new LightboxError('BAD_INPUT', 'Guidance needs the outputs of two prompts of the same length.', {
      length: modelOutput.length,
    });
  }
  const count = modelOutput.length / 2;
  const scale = Math.fround(guidanceScale);
  const guided = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const unconditional = modelOutput[i] ?? 0;
    const conditional = modelOutput[count + i] ?? 0;
    guided[i] = unconditional + Math.fround(scale * Math.fround(conditional - unconditional));
  }
  return guided;
}
