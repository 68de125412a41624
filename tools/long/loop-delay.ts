import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parentPort, Worker } from 'node:worker_threads';

/** How late timers of a thread came, in milliseconds. */
export interface LoopDelay {
  readonly p99Ms: number;
  readonly maxMs: number;
}

const RESOLUTION_MS = 5;

/**
 * How late this thread's timers come while `work` goes on, and those of a thread that does nothing: on a machine with
 * other work even an idle thread waits for its turn.
 */
export async function loopDelayDuring(
  work: () => Promise<void>,
): Promise<{ readonly busy: LoopDelay; readonly idle: LoopDelay }> {
  const idleThread = new Worker(new URL(import.meta.url));
  try {
    await new Promise((resolve) => idleThread.once('message', resolve));
    const end = measureDelay();
    await work();
    const busy = end();
    const idle = new Promise<LoopDelay>((resolve) => idleThread.once('message', resolve));
    idleThread.postMessage('end');
    return { busy, idle: await idle };
  } finally {
    await idleThread.terminate();
  }
}

function measureDelay(): () => LoopDelay {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return () => {
    delay.disable();
    return { p99Ms: delay.percentile(99) / 1e6 - RESOLUTION_MS, maxMs: delay.max / 1e6 - RESOLUTION_MS };
  };
}

// The idle thread.
if (parentPort !== null) {
  const port = parentPort;
  const end = measureDelay();
  port.once('message', () => port.postMessage(end()));
  port.postMessage('ready');
}
