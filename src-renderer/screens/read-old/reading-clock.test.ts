import { describe, expect, it } from 'vitest';
import { filmPainted, pauseClock, readingTimeMs, resumeClock, STOPPED_CLOCK } from './reading-clock.ts';

describe('the reading clock', () => {
  it('knows no time before the film was painted', () => {
    expect(readingTimeMs(STOPPED_CLOCK, 500)).toBeNull();
  });

  it('counts from the first paint, not from a later one', () => {
    const clock = filmPainted(filmPainted(STOPPED_CLOCK, 1000), 1800);
    expect(readingTimeMs(clock, 4000.4)).toBe(3000);
  });

  it('stands still while the film is hidden by a pause', () => {
    const paused = pauseClock(filmPainted(STOPPED_CLOCK, 1000), 3000);
    expect(readingTimeMs(paused, 60_000)).toBe(2000);
    const resumed = resumeClock(paused, 61_000);
    expect(readingTimeMs(resumed, 62_000)).toBe(3000);
  });

  it('adds up several pauses and ignores a second press of either', () => {
    let clock = filmPainted(STOPPED_CLOCK, 0);
    clock = pauseClock(pauseClock(clock, 100), 150);
    clock = resumeClock(resumeClock(clock, 200), 300);
    clock = resumeClock(pauseClock(clock, 400), 1400);
    // 2000 ms, less 100 and 1000 of pauses.
    expect(readingTimeMs(clock, 2000)).toBe(900);
  });

  it('takes nothing off for a pause that ended before the film came', () => {
    const waited = resumeClock(pauseClock(STOPPED_CLOCK, 100), 500);
    expect(readingTimeMs(filmPainted(waited, 600), 1000)).toBe(400);
  });

  it('leaves out the part of a pause after a paint that came during it', () => {
    const painted = filmPainted(pauseClock(STOPPED_CLOCK, 100), 300);
    expect(readingTimeMs(resumeClock(painted, 1300), 1500)).toBe(200);
  });
});
