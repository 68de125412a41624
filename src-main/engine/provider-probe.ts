import { performance } from 'node:perf_hooks';
import { LightboxError } from '../../src-core/base/errors.ts';
import { createSession, loadOrt, type OrtSession, type OrtTensor, oneLine, sessionOptions } from './ort.ts';
import { PROBE_GRAPH_BASE64, PROBE_SHAPE, probeError, probeInput } from './probe-graph.ts';
import type { ProbeOutcome, ProviderName } from './protocol.ts';
import { defaultThreads } from './threads.ts';

/** Graphics cards and neural engines may multiply with 11 bits of mantissa (TF32, float16): 2e-3 in a sum. */
const LARGEST_ERROR = 5e-3;
const WARM_RUNS = 3;
/** A run this slow has told enough. */
const ENOUGH_MS = 100;

/** Whether a provider computes here: a convolution and a matrix product are run with it and checked. */
export async function probeProvider(provider: ProviderName): Promise<ProbeOutcome> {
  try {
    const graph = Uint8Array.from(atob(PROBE_GRAPH_BASE64), (letter) => letter.charCodeAt(0));
    const session = await createSession(graph, provider, sessionOptions(provider, defaultThreads()));
    try {
      return await measure(session);
    } finally {
      await session.release();
    }
  } catch (error) {
    return refused(error instanceof LightboxError ? String(error.details['reason']) : oneLine(error));
  }
}

async function measure(session: OrtSession): Promise<ProbeOutcome> {
  const ort = await loadOrt();
  const feeds = { x: new ort.Tensor('float32', probeInput(), PROBE_SHAPE) };
  const { y } = await session.run(feeds);
  const error = y?.data instanceof Float32Array ? probeError(y.data) : Number.NaN;
  if (!(error <= LARGEST_ERROR)) {
    return refused(`computes a test graph wrongly: off by ${error.toPrecision(2)} of its largest value`);
  }
  return { available: true, reason: 'a test graph ran', runMs: await fastestRunMs(session, feeds) };
}

/** The first run compiles; the fastest of the next ones says what the hardware can. */
async function fastestRunMs(
  session: OrtSession,
  feeds: Readonly<Record<string, OrtTensor>>,
): Promise<number> {
  let fastestMs = Number.POSITIVE_INFINITY;
  for (let run = 0; run < WARM_RUNS; run++) {
    const startMs = performance.now();
    await session.run(feeds);
    fastestMs = Math.min(fastestMs, performance.now() - startMs);
    if (fastestMs > ENOUGH_MS) break;
  }
  return Math.round(fastestMs * 100) / 100;
}

function refused(reason: string): ProbeOutcome {
  return { available: false, reason, runMs: null };
}
