import { describe, expect, it } from 'vitest';
import { loadOrt, sessionOptions } from './ort.ts';
import { PROBE_GRAPH_BASE64, PROBE_SHAPE, probeError, probeInput } from './probe-graph.ts';
import { probeProvider } from './provider-probe.ts';

async function runOnCpu(): Promise<Float32Array> {
  const ort = await loadOrt();
  const session = await ort.InferenceSession.create(
    Uint8Array.from(Buffer.from(PROBE_GRAPH_BASE64, 'base64')),
    sessionOptions('cpu', 1),
  );
  const { y } = await session.run({ x: new ort.Tensor('float32', probeInput(), PROBE_SHAPE) });
  await session.release();
  if (y?.data instanceof Float32Array) return y.data;
  throw new Error('no float32 result');
}

describe('the test graph', () => {
  it("gives on the CPU what float64 arithmetic gives, within float32's rounding", async () => {
    expect(probeError(await runOnCpu())).toBeLessThan(1e-5);
  });

  it('is not satisfied by zeros, by the input, by one wrong channel, or by what is no number', async () => {
    const right = await runOnCpu();
    expect(probeError(new Float32Array(right.length))).toBeCloseTo(1);
    expect(probeError(probeInput())).toBeGreaterThan(0.5);
    const oneChannel = right.map((value, index) => (Math.floor(index / 4096) === 10 ? value * 1.02 : value));
    expect(probeError(oneChannel)).toBeGreaterThan(5e-3);
    expect(probeError(right.map(() => Number.NaN))).toBeNaN();
  });
});

describe('probeProvider', () => {
  it('runs it on the CPU and times it', async () => {
    const outcome = await probeProvider('cpu');
    expect(outcome).toEqual({ available: true, reason: 'a test graph ran', runMs: expect.any(Number) });
    expect(outcome.runMs).toBeGreaterThan(0);
  });

  it('says of a provider of another platform that it is none of this one', async () => {
    const outcome = await probeProvider(process.platform === 'win32' ? 'coreml' : 'dml');
    const reason = 'not part of onnxruntime-node for this platform';
    expect(outcome).toEqual({ available: false, reason, runMs: null });
  });
});
