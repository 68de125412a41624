import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Contender, peakMemoryOf, type Workload } from './contender.ts';

const fromHere = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const interpreterOf = (kind: PeerKind): string => fromHere(`../../.bench-peers/${kind}/bin/python`);

/** The peers by the name of their pipeline. */
export const PEERS = { diffusers: 'diffusers + torch', optimum: 'optimum + onnxruntime' } as const;
export type PeerKind = keyof typeof PEERS;

export const peerIsInstalled = (kind: PeerKind): boolean => existsSync(interpreterOf(kind));

const greeting = z.object({ versions: z.record(z.string(), z.string()) });
const answer = z.object({ imageMs: z.number(), stepMs: z.array(z.number()) });

/** Starts a peer; it has loaded its model when this resolves. */
export async function peer(kind: PeerKind, workload: Workload): Promise<Contender> {
  const { modelDir, torchDir, threads, steps, guidanceScale, sizePixels, prompt } = workload;
  const args = [fromHere('peers.py'), kind, modelDir, '--threads', `${threads}`, '--steps', `${steps}`];
  args.push('--guidance', `${guidanceScale}`, '--size', `${sizePixels}`, '--prompt', prompt);
  if (torchDir !== null) args.push('--torch', torchDir);
  const child = spawn(interpreterOf(kind), args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: `${threads}` },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`${PEERS[kind]} ended before it answered.`);
    return JSON.parse(line.value);
  };
  const { versions } = greeting.parse(await next());
  return {
    name: PEERS[kind],
    versions,
    draw: async (seed) => {
      child.stdin.write(`${JSON.stringify({ seed })}\n`);
      return { ...answer.parse(await next()), outsideRun: null };
    },
    peakMemoryBytes: () => peakMemoryOf(child.pid),
    close: async () => {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}
