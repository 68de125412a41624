import { fileURLToPath } from 'node:url';
import { createChildProcessHost } from '../../src-main/engine/child-process-host.ts';
import { createEngineClient, type GenerateRequest } from '../../src-main/engine/engine-client.ts';
import { readModelFolder } from '../../src-main/engine/model-folder.ts';
import type { EngineConnection } from '../../src-main/engine/port.ts';
import { type Contender, peakMemoryOf, type Workload } from './contender.ts';

const ENGINE_ENTRY = fileURLToPath(new URL('../../src-main/engine/child.ts', import.meta.url));

/** The product's engine as the command line starts it. */
export async function ours(workload: Workload): Promise<Contender> {
  const folder = await readModelFolder(workload.modelDir);
  const host = createChildProcessHost({ entryPath: ENGINE_ENTRY });
  let connection: EngineConnection | undefined;
  const engine = createEngineClient({
    start: () => {
      connection = host.start();
      return connection;
    },
  });
  const request = (seed: number): GenerateRequest => ({
    modelDir: folder.directory,
    prompt: workload.prompt,
    negativePrompt: folder.defaults.negativePrompt,
    seed,
    seedIndex: 0,
    scheduler: 'pndm',
    steps: workload.steps,
    guidanceScale: workload.guidanceScale,
    widthPixels: workload.sizePixels,
    heightPixels: workload.sizePixels,
    provider: 'cpu',
    threads: workload.threads,
  });
  const versions: Record<string, string> = { node: process.versions.node };
  return {
    name: 'Roentgen Lightbox',
    versions,
    draw: async (seed) => {
      const stepMs: number[] = [];
      let lastMs: number | undefined;
      const startMs = performance.now();
      const image = await engine.generate(
        request(seed),
        {
          progress: ({ elapsedMs }) => {
            if (lastMs !== undefined) stepMs.push(elapsedMs - lastMs);
            lastMs = elapsedMs;
          },
        },
        new AbortController().signal,
      );
      const imageMs = performance.now() - startMs;
      versions['onnxruntime'] = image.recipe.onnxruntimeVersion;
      return { imageMs, stepMs, outsideRun: 1 - image.inferenceMs / imageMs };
    },
    peakMemoryBytes: () => peakMemoryOf(connection?.pid),
    close: async () => engine.dispose(),
  };
}
