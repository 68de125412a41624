import { expect, it } from 'vitest';
import { analysisProgress } from './analysis-progress.ts';

it('tells the time that remains of the whole, every tenth of a second at most, and every part’s end', () => {
  let nowMs = 0;
  const told: { part: string; done: number; remainingMs: number | null }[] = [];
  const progress = analysisProgress(
    ({ part, done, remainingMs }) => told.push({ part, done, remainingMs }),
    () => nowMs,
  );
  progress('readings', 0, 10);
  nowMs = 200;
  progress('readings', 10, 10);
  nowMs = 700;
  progress('readers', 10, 10);
  nowMs = 1000;
  progress('mrmc', 1, 1000);
  nowMs = 1050;
  progress('mrmc', 2, 1000);
  nowMs = 1100;
  progress('mrmc', 1000, 1000);
  // Shares of the whole, in hundredths: readings 6, readers 20, mrmc 20.
  expect(told).toEqual([
    { part: 'readings', done: 0, remainingMs: null },
    { part: 'readings', done: 10, remainingMs: expect.closeTo((200 / 6) * 94, 6) },
    { part: 'readers', done: 10, remainingMs: expect.closeTo((700 / 26) * 74, 6) },
    { part: 'mrmc', done: 1, remainingMs: expect.closeTo((1000 / 26.02) * 73.98, 6) },
    { part: 'mrmc', done: 1000, remainingMs: expect.closeTo((1100 / 46) * 54, 6) },
  ]);
});
