/** Adds up the time spent in onnxruntime. */
export interface InferenceClock {
  measure<T>(run: () => Promise<T>): Promise<T>;
  totalMs(): number;
}

/** @param now milliseconds of a clock that never goes back */
export function createInferenceClock(now: () => number): InferenceClock {
  let totalMs = 0;
  return {
    measure: async (run) => {
      const startMs = now();
      try {
        return await run();
      } finally {
        totalMs += now() - startMs;
      }
    },
    totalMs: () => totalMs,
  };
}
