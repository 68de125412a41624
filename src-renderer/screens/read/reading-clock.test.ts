import { describe, expect, it } from 'vitest';
import {
  cameBack,
  cameIntoSight,
  interacted,
  type ReadingClock,
  STOPPED_CLOCK,
  timingOf,
  wentAway,
} from './reading-clock.ts';

const seen = cameIntoSight(STOPPED_CLOCK, 1000);
const through = (clock: ReadingClock, ...steps: ((clock: ReadingClock) => ReadingClock)[]) =>
  steps.reduce((now, step) => step(now), clock);

describe('the reading clock', () => {
  it('has no time before the films are painted', () => {
    expect(timingOf(STOPPED_CLOCK, 5000)).toBeNull();
  });

  it('counts from the first sight, which a later paint does not move', () => {
    expect(timingOf(cameIntoSight(seen, 3000), 4000.4)?.readingTimeMs).toBe(3000);
  });

  it('knows the first interaction after the first sight and no other', () => {
    expect(timingOf(seen, 4000)?.firstInteractionMs).toBeNull();
    const touched = through(
      interacted(STOPPED_CLOCK, 500),
      (c) => cameIntoSight(c, 1000),
      (c) => interacted(c, 1800),
      (c) => interacted(c, 2500),
    );
    expect(timingOf(touched, 4000)?.firstInteractionMs).toBe(800);
  });

  it('leaves pauses out of the reading time and tells them apart', () => {
    const paused = through(
      seen,
      (c) => wentAway(c, 2000),
      (c) => cameBack(c, 5000),
      (c) => wentAway(c, 6000),
    );
    expect(timingOf(paused, 7500)).toMatchObject({ readingTimeMs: 2000, awayMs: 4500 });
    expect(timingOf(cameBack(paused, 7500), 8500)).toMatchObject({ readingTimeMs: 3000, awayMs: 4500 });
  });

  it('counts an idle time from the last input, also where that was before the films came', () => {
    expect(timingOf(wentAway(seen, 1500), 61_500)).toMatchObject({ readingTimeMs: 500, awayMs: 60_000 });
    expect(timingOf(wentAway(seen, 200), 61_000)).toMatchObject({ readingTimeMs: 0, awayMs: 60_000 });
  });

  it('lets a pause before the first sight hide nothing', () => {
    const early = through(
      STOPPED_CLOCK,
      (c) => wentAway(c, 100),
      (c) => cameBack(c, 900),
      (c) => cameIntoSight(c, 1000),
    );
    expect(timingOf(early, 1500)).toMatchObject({ readingTimeMs: 500, awayMs: 0 });
  });
});
