import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Contender, peakMemoryOf, type Workload } from './contender.ts';
import { startJsonPeer } from './json-peer.ts';

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
  const child = startJsonPeer(PEERS[kind], interpreterOf(kind), args, { OMP_NUM_THREADS: `${threads}` });
  const { versions } = greeting.parse(await child.next());
  return {
    name: PEERS[kind],
    versions,
    draw: async (seed) => ({ ...answer.parse(await child.ask({ seed })), outsideRun: null }),
    peakMemoryBytes: () => peakMemoryOf(child.pid),
    close: () => child.close(),
  };
}
