import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { hashModelFiles } from '../../src-main/engine/model-files.ts';
import { readOnnxFile } from '../../src-main/engine/onnx-header.ts';
import { openSession } from '../../src-main/engine/open-session.ts';
import { loadOrt, type OrtSession, type OrtTensor } from '../../src-main/engine/ort.ts';
import { TELEMETRY_OFF } from '../../src-main/engine/telemetry.ts';

/**
 * How long a UNet takes to open without the cache of optimised graphs, the first time with it, and from it; each in
 * a fresh process on two threads, and whether the output is the same to the last bit.
 *
 *     npm run bench:opening -- MODEL/unet/model.onnx ...
 *
 * Processor time tells more than the clock where the machine has other work.
 */

const THREADS = 2;
const LATENT_SIZE = 16;
const TOKENS = 77;

const openingSchema = z.object({
  openMs: z.number(),
  processorMs: z.number(),
  peakBytes: z.number(),
  outputSha256: z.string(),
});
type Opening = z.infer<typeof openingSchema>;

const configSchema = z.looseObject({ in_channels: z.int(), cross_attention_dim: z.int() });

if (process.send === undefined) {
  for (const graph of process.argv.slice(2)) await compare(resolve(graph));
} else {
  process.send(await measure(process.argv[2] ?? ''));
  process.disconnect();
}

async function compare(graph: string): Promise<void> {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'lightbox-opening-'));
  try {
    const rows: [string, Opening][] = [
      ['without the cache', await inProcess(graph, '')],
      ['first, and kept', await inProcess(graph, cacheFolder)],
      ['from the cache', await inProcess(graph, cacheFolder)],
      ['without the cache, again', await inProcess(graph, '')],
      ['from the cache, again', await inProcess(graph, cacheFolder)],
    ];
    process.stdout.write(`${graph}\n`);
    for (const [name, { openMs, processorMs, peakBytes }] of rows) {
      const seconds = `${(openMs / 1000).toFixed(2)} s, processor ${(processorMs / 1000).toFixed(2)} s`;
      process.stdout.write(`  ${name.padEnd(26)}${seconds}, peak ${(peakBytes / 1e6).toFixed(0)} MB\n`);
    }
    const outputs = new Set(rows.map(([, { outputSha256 }]) => outputSha256));
    process.stdout.write(`  output: ${outputs.size === 1 ? 'the same bits' : 'DIFFERENT BITS'}\n`);
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}

function inProcess(graph: string, cacheFolder: string): Promise<Opening> {
  return new Promise((done, fail) => {
    const env = { ...process.env, ...TELEMETRY_OFF, LIGHTBOX_CACHE_FOLDER: cacheFolder };
    const child = fork(fileURLToPath(import.meta.url), [graph], { env, execArgv: [] });
    child.on('message', (message) => done(openingSchema.parse(message)));
    child.on('exit', (code) => {
      if (code !== 0) fail(new Error(`${graph}: the process ended with ${code}`));
    });
  });
}

async function measure(graph: string): Promise<Opening> {
  await loadOrt();
  // As in the engine, which hashes a model's files for its recipes before it opens them.
  const { externalFiles } = readOnnxFile(dirname(graph), basename(graph));
  await hashModelFiles(dirname(graph), [basename(graph), ...externalFiles]);
  const startMs = performance.now();
  const startProcessor = process.cpuUsage();
  const session = await openSession(graph, 'cpu', THREADS);
  const openMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(startProcessor);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return {
    openMs,
    processorMs: (user + system) / 1000,
    peakBytes,
    outputSha256: await outputHash(graph, session),
  };
}

async function outputHash(graph: string, session: OrtSession): Promise<string> {
  const config: unknown = JSON.parse(readFileSync(join(dirname(graph), 'config.json'), 'utf8'));
  const { in_channels: channels, cross_attention_dim: features } = configSchema.parse(config);
  const { out_sample: output } = await session.run({
    sample: await pattern(session, 'sample', [2, channels, LATENT_SIZE, LATENT_SIZE]),
    timestep: await pattern(session, 'timestep', [1]),
    encoder_hidden_states: await pattern(session, 'encoder_hidden_states', [2, TOKENS, features]),
  });
  if (output === undefined || typeof output.data === 'string') throw new Error(`${graph}: no output`);
  const bytes = new Uint8Array(
    z.instanceof(Float32Array).or(z.instanceof(Uint16Array)).parse(output.data).buffer,
  );
  return createHash('sha256').update(bytes).digest('hex');
}

/** Values between -1 and 1 in the type that the graph takes; whole numbers for the timestep. */
async function pattern(session: OrtSession, name: string, shape: number[]): Promise<OrtTensor> {
  const ort = await loadOrt();
  const input = session.inputMetadata.find((candidate) => candidate.name === name);
  if (input?.isTensor !== true) throw new Error(`no input ${name}`);
  const dims = input.shape.length === 0 ? [] : shape;
  const count = dims.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: count }, (_, index) => Math.sin(index * 0.7));
  switch (input.type) {
    case 'float16':
      // float16 of 0.5 to 1, by its bits.
      return new ort.Tensor(
        'float16',
        Uint16Array.from(values, (value) => 0x3800 + Math.abs(value * 1023)),
        dims,
      );
    case 'int64':
      return new ort.Tensor(
        'int64',
        BigInt64Array.from(values, () => 601n),
        dims,
      );
    default:
      return new ort.Tensor('float32', name === 'timestep' ? values.fill(601) : values, dims);
  }
}
