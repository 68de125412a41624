import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { countPhysicalCores, defaultThreads } from './threads.ts';

const processor = (physical: number, core: number): string =>
  `processor\t: 0\nphysical id\t: ${physical}\nsiblings\t: 2\ncore id\t\t: ${core}\nflags\t\t: fpu\n`;

describe('countPhysicalCores', () => {
  it('counts two threads on one core once, and equal core ids of two packages twice', () => {
    const cpuInfo = [
      processor(0, 0),
      processor(0, 1),
      processor(0, 0),
      processor(0, 1),
      processor(1, 0),
    ].join('\n');
    expect(countPhysicalCores(cpuInfo)).toBe(3);
  });

  it('says nothing where the kernel lists no cores, as on ARM', () => {
    expect(countPhysicalCores('processor\t: 0\nBogoMIPS\t: 50.00\n')).toBeUndefined();
  });
});

it('the default is within the processors this process may use, and at most 8', () => {
  expect(defaultThreads()).toBeGreaterThanOrEqual(1);
  expect(defaultThreads()).toBeLessThanOrEqual(Math.min(8, availableParallelism()));
});
