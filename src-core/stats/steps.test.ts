import { describe, expect, it } from 'vitest';
import { finish, mapSteps, runPart, type Steps, within } from './steps.ts';

function* work(): Steps<string> {
  const doubled = yield* within(
    0,
    0.5,
    mapSteps([1, 2], (value) => 2 * value),
  );
  const squared = yield* within(
    0.5,
    1,
    mapSteps([3, 4], (value) => value * value),
  );
  return [...doubled, ...squared].join(' ');
}

describe('work in steps', () => {
  it('runs in one go, its share rising', () => {
    const seen: number[] = [];
    expect(finish(work(), { progress: (done) => seen.push(done) }, 8)).toBe('2 4 9 16');
    expect(seen).toEqual([2, 4, 4, 6, 8, 8]);
  });

  it('pauses before every step, and tells its part from nothing to all, each share once', async () => {
    const seen: string[] = [];
    const hooks = {
      progress: (part: string, done: number, total: number) => void seen.push(`${part} ${done}/${total}`),
      pause: async () => void seen.push('pause'),
    };
    expect(await runPart('ratings', work(), hooks)).toBe('2 4 9 16');
    expect(seen.filter((entry) => entry !== 'pause')).toEqual(
      [0, 250, 500, 750, 1000].map((done) => `ratings ${done}/1000`),
    );
    expect(seen.slice(0, 3)).toEqual(['ratings 0/1000', 'pause', 'ratings 250/1000']);
  });

  it('ends at the next step when it is cancelled in a pause', async () => {
    let done = 0;
    const steps = mapSteps([1, 2, 3], () => {
      done += 1;
    });
    const hooks = { pause: async () => undefined, isCancelled: () => done === 2 };
    await expect(runPart('ratings', steps, hooks)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(done).toBe(2);
  });
});
