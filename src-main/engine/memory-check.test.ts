import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import { requireMemory } from './memory-check.ts';
import { readModelFolder, readModelGraphs } from './model-folder.ts';
import { estimateMemory } from './model-memory.ts';
import { TINY_MODEL, tinyTask } from './test-engine.ts';

const folder = await readModelFolder(TINY_MODEL);
const { wholeBytes, inTurnBytes } = estimateMemory(folder, readModelGraphs(folder));

const refusal = (changes: Parameters<typeof tinyTask>[0], availableBytes: number): LightboxError | null => {
  try {
    requireMemory(folder, tinyTask(changes), availableBytes);
    return null;
  } catch (error) {
    if (error instanceof LightboxError) return error;
    throw error;
  }
};

describe('before a model is loaded', () => {
  it('memory that is enough for the whole of it is enough', () => {
    expect(requireMemory(folder, tinyTask(), wholeBytes)).toBe(wholeBytes);
  });

  it('memory that is enough in turn only: the message says so, and in turn it passes', () => {
    const error = refusal({}, wholeBytes - 1);
    expect(error).toMatchObject({
      code: 'MEMORY_SHORT',
      message: expect.stringContaining('choose loading in turn'),
      details: { needBytes: wholeBytes, inTurnBytes, availableBytes: wholeBytes - 1 },
    });
    expect(refusal({ memory: 'in-turn' }, wholeBytes - 1)).toBeNull();
  });

  it.each(['resident', 'in-turn'] as const)(
    'memory that is not enough at all is named with the need (%s)',
    (memory) => {
      const error = refusal({ memory, widthPixels: 512, heightPixels: 256 }, 1e8);
      expect(error?.code).toBe('MEMORY_SHORT');
      expect(error?.message).toMatch(
        /^The model tiny-sd needs about 0\.\d GB of memory at 512 x 256, and 0\.1 GB are free/,
      );
      expect(error?.message).not.toContain('loading in turn');
    },
  );

  it('an edit needs the VAE encoder too, where the folder has one', () => {
    const edit = { widthPixels: 64, heightPixels: 64, grey: new Uint16Array(4096), strength: 1, mask: null };
    expect(requireMemory(folder, tinyTask({ edit }), 1e12)).toBe(wholeBytes);
  });

  it('other providers compute in memory of their own', () => {
    expect(refusal({ provider: 'webgpu' }, 0)).toBeNull();
  });
});

it('the need grows with the square of the picture where attention rules', () => {
  const need = (pixels: number) =>
    estimateMemory(folder, readModelGraphs(folder), { widthPixels: pixels, heightPixels: pixels }).wholeBytes;
  expect(need(8192) / need(4096)).toBeGreaterThan(14);
  expect(need(8192) / need(4096)).toBeLessThan(16);
});
