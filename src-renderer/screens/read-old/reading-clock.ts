/** The time a stage's film, and its text once there is one, has been in view, by the window's monotonic clock; all instants are `performance.now()`. */
export interface ReadingClock {
  /** Null until the film was painted. */
  readonly firstPaintAtMs: number | null;
  /** Time the film was hidden by pauses that have ended. */
  readonly pausedMs: number;
  /** When the present pause began; null while the film is in view. */
  readonly pausedAtMs: number | null;
}

export const STOPPED_CLOCK: ReadingClock = { firstPaintAtMs: null, pausedMs: 0, pausedAtMs: null };

export function filmPainted(clock: ReadingClock, atMs: number): ReadingClock {
  return clock.firstPaintAtMs === null ? { ...clock, firstPaintAtMs: atMs } : clock;
}

export function pauseClock(clock: ReadingClock, atMs: number): ReadingClock {
  return clock.pausedAtMs === null ? { ...clock, pausedAtMs: atMs } : clock;
}

export function resumeClock(clock: ReadingClock, atMs: number): ReadingClock {
  if (clock.pausedAtMs === null) return clock;
  // A pause before the first paint hid no film.
  const hiddenMs =
    clock.firstPaintAtMs === null ? 0 : atMs - Math.max(clock.pausedAtMs, clock.firstPaintAtMs);
  return { ...clock, pausedAtMs: null, pausedMs: clock.pausedMs + hiddenMs };
}

/** The text has appeared beside the film: its stage has a time of its own. */
export function restartClock(clock: ReadingClock, atMs: number): ReadingClock {
  if (clock.firstPaintAtMs === null) return clock;
  const pausedAtMs = clock.pausedAtMs === null ? null : atMs;
  return { firstPaintAtMs: atMs, pausedMs: 0, pausedAtMs };
}

/** Whole milliseconds from the first paint to `atMs`, without the pauses; null before the first paint. */
export function readingTimeMs(clock: ReadingClock, atMs: number): number | null {
  if (clock.firstPaintAtMs === null) return null;
  const endMs = clock.pausedAtMs ?? atMs;
  return Math.max(0, Math.round(endMs - clock.firstPaintAtMs - clock.pausedMs));
}
