import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { schedulerNameSchema } from '../../src-core/diffusion/recipe.ts';
import { createChildProcessHost } from './child-process-host.ts';
import type { GenerateRequest } from './engine-client.ts';
import type { EngineConnection, EngineHost } from './port.ts';
import { generateRequestSchema, type ImageTask } from './protocol.ts';

/** What the engine's tests share: the tiny pipeline, its goldens, and hosts that are watched. */

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const CHILD_ENTRY = fromHere('./child.ts');
/** Random weights, 64 x 64 pixels: made by tools/goldens/make_tiny_pipeline.py. */
export const TINY_MODEL = fromHere('../../tools/goldens/data/tiny-sd');
const TINY_GOLDEN = fromHere('../../tools/goldens/data/tiny-sd-golden.json');

const base64 = z.string().transform((text) => Uint8Array.from(Buffer.from(text, 'base64')));

const goldenCaseSchema = z.object({
  scheduler: schedulerNameSchema,
  prompt: z.string(),
  negativePrompt: z.string(),
  seed: z.number(),
  steps: z.number(),
  guidanceScale: z.number(),
  latentsFloat32: base64.transform((bytes) => new Float32Array(bytes.buffer)),
  pixelsGrey8: base64,
});

/** What diffusers' StableDiffusionPipeline drew with the tiny pipeline's weights. */
export function tinyGoldens(): z.infer<typeof goldenCaseSchema>[] {
  const file: unknown = JSON.parse(readFileSync(TINY_GOLDEN, 'utf8'));
  return z.object({ cases: z.array(goldenCaseSchema) }).parse(file).cases;
}

/** A request for the tiny pipeline: a few quick steps. */
export function tinyRequest(changes: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    modelDir: TINY_MODEL,
    prompt: 'the chest of right effusion',
    negativePrompt: '',
    seed: 1,
    seedIndex: 0,
    scheduler: 'dpmpp-2m',
    steps: 3,
    guidanceScale: 3,
    provider: 'cpu',
    ...changes,
  };
}

/** The same as the engine gets it: defaults filled in. */
export function tinyTask(changes: Partial<GenerateRequest> = {}): ImageTask {
  return generateRequestSchema.parse(tinyRequest(changes));
}

export interface WatchedHost extends EngineHost {
  /** Every process started so far. */
  readonly started: readonly EngineConnection[];
}

/** The real child process from source, with what it starts kept in view. */
export function watchedHost(env?: Readonly<Record<string, string | undefined>>): WatchedHost {
  const host = createChildProcessHost({ entryPath: CHILD_ENTRY, ...(env === undefined ? {} : { env }) });
  const started: EngineConnection[] = [];
  return {
    started,
    start: () => {
      const connection = host.start();
      started.push(connection);
      return connection;
    },
  };
}

export const quiet = { progress: (): void => undefined };
export const neverAborted = (): AbortSignal => new AbortController().signal;

/** Mean absolute difference of two 8-bit pictures, in grey levels. */
export function meanAbsoluteDifference(left: Uint8Array, right: Uint8Array): number {
  if (left.length !== right.length) throw new Error(`${left.length} pixels against ${right.length}`);
  let sum = 0;
  for (const [index, value] of left.entries()) sum += Math.abs(value - (right[index] ?? 0));
  return sum / left.length;
}
