import type { Timing } from '../../../src-core/study/session-events.ts';

/** The time a stage has been in sight, by the window's monotonic clock; all instants are `performance.now()`. */
export interface ReadingClock {
  /** When all films had been painted, or the stage came up after them; null before. */
  readonly firstSightAtMs: number | null;
  readonly firstInteractionAtMs: number | null;
  /** Time that the films were covered, and that led to it without any input. */
  readonly awayMs: number;
  /** Since when the reader is away; null while the films are in sight. */
  readonly awaySinceMs: number | null;
}

export const STOPPED_CLOCK: ReadingClock = {
  firstSightAtMs: null,
  firstInteractionAtMs: null,
  awayMs: 0,
  awaySinceMs: null,
};

/** The films, or the stage's text beside films that were there, came into sight. */
export function cameIntoSight(clock: ReadingClock, atMs: number): ReadingClock {
  return clock.firstSightAtMs === null ? { ...clock, firstSightAtMs: atMs } : clock;
}

/** The first key, press or turn of the wheel after the first sight. */
export function interacted(clock: ReadingClock, atMs: number): ReadingClock {
  if (clock.firstSightAtMs === null || clock.firstInteractionAtMs !== null || clock.awaySinceMs !== null)
    return clock;
  return { ...clock, firstInteractionAtMs: atMs };
}

/** @param sinceMs when the absence began: now for a pause, the last input for one that was found out. */
export function wentAway(clock: ReadingClock, sinceMs: number): ReadingClock {
  return clock.awaySinceMs === null ? { ...clock, awaySinceMs: sinceMs } : clock;
}

export function cameBack(clock: ReadingClock, atMs: number): ReadingClock {
  if (clock.awaySinceMs === null) return clock;
  return { ...clock, awaySinceMs: null, awayMs: clock.awayMs + hiddenMs(clock, atMs) };
}

/** What of an absence counts: time before the first sight hid nothing. */
function hiddenMs({ firstSightAtMs, awaySinceMs }: ReadingClock, atMs: number): number {
  if (firstSightAtMs === null || awaySinceMs === null) return 0;
  return Math.max(0, atMs - Math.max(awaySinceMs, firstSightAtMs));
}

/** Whole milliseconds from the first sight to `atMs`, as they are sent; null before the first sight. */
export function timingOf(clock: ReadingClock, atMs: number): Timing | null {
  const { firstSightAtMs, firstInteractionAtMs } = clock;
  if (firstSightAtMs === null) return null;
  const awayMs = clock.awayMs + hiddenMs(clock, atMs);
  return {
    readingTimeMs: Math.max(0, Math.round(atMs - firstSightAtMs - awayMs)),
    firstInteractionMs:
      firstInteractionAtMs === null ? null : Math.max(0, Math.round(firstInteractionAtMs - firstSightAtMs)),
    awayMs: Math.round(awayMs),
  };
}
