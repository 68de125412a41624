import { describe, expect, it } from 'vitest';
import { applyGuidance } from './guidance.ts';

describe('applyGuidance', () => {
  it('moves from the unconditional output by the scale times the difference', () => {
    const pair = Float32Array.of(0, 1, 2, 1, 1, 4);
    expect([...applyGuidance(pair, 3)]).toEqual([3, 1, 8]);
  });

  it('gives the unconditional output at scale 0 and the conditional one at scale 1', () => {
    const pair = Float32Array.of(0.25, -1, 0.5, 3);
    expect([...applyGuidance(pair, 0)]).toEqual([0.25, -1]);
    expect([...applyGuidance(pair, 1)]).toEqual([0.5, 3]);
  });

  it('refuses an output that is no pair', () => {
    expect(() => applyGuidance(new Float32Array(3), 2)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
  });
});
