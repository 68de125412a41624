import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngineClient, type GeneratedImage } from '../../src-main/engine/engine-client.ts';
import { neverAborted, quiet, watchedHost } from '../../src-main/engine/test-engine.ts';
import {
  type PipelineCase,
  type PipelineGoldens,
  type RecordedLatents,
  readPipelineGoldens,
  unpackModelFolders,
} from './pipeline-data.ts';

/** An image that the engine drew for a case, with the latents after each call of the UNet. */
export interface ParityImage extends GeneratedImage {
  readonly trajectory: Float32Array[];
}

/** One engine process for all the cases of a test file, on model folders unpacked for it. */
export interface ParityEngine {
  /** The cases of a folder, as the script recorded them. */
  casesOf(folder: string): readonly PipelineCase[];
  /** Draws a case, with its own folder or another one of the same weights. */
  draw(recorded: PipelineCase, folder?: string): Promise<ParityImage>;
  dispose(): void;
}

/** @param prepare makes further folders beside the unpacked ones, in the folder that holds them */
export function createParityEngine(
  folders: readonly string[],
  prepare: (parent: string) => void = () => undefined,
): ParityEngine {
  const parent = mkdtempSync(join(tmpdir(), 'lightbox-parity-'));
  unpackModelFolders(parent, folders);
  prepare(parent);
  const engine = createEngineClient(watchedHost());
  const goldens = new Map<string, PipelineGoldens>();
  const goldensOf = (folder: string): PipelineGoldens => {
    const known = goldens.get(folder) ?? readPipelineGoldens(folder);
    goldens.set(folder, known);
    return known;
  };
  const draw: ParityEngine['draw'] = async (recorded, folder = recorded.folder) => {
    const { prompt, negativePrompt, seed, scheduler, steps, guidanceScale, guidanceRescale, eta } = recorded;
    const { widthPixels, heightPixels } = recorded;
    const request = {
      modelDir: join(parent, folder),
      ...{ prompt, negativePrompt, seed, scheduler, steps, guidanceScale, guidanceRescale, eta },
      ...{ widthPixels, heightPixels },
      seedIndex: 0,
      edit: editOf(recorded, goldensOf(recorded.folder)),
      provider: 'cpu',
      threads: 1,
      returnTrajectory: true,
    } as const;
    const { trajectory = [], ...image } = await engine.generate(request, quiet, neverAborted());
    if (trajectory.length === recorded.calls) return { ...image, trajectory };
    throw new Error(`${trajectory.length} calls of the UNet; diffusers made ${recorded.calls}`);
  };
  return {
    casesOf: (folder) => goldensOf(folder).cases,
    draw,
    dispose: () => {
      engine.dispose();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** What a case says in a test's name. */
export function caseName(recorded: PipelineCase): string {
  const { task, scheduler, steps, guidanceScale, guidanceRescale, eta, strength, seed } = recorded;
  const extras = [
    ...(strength === null ? [] : [`strength ${strength}`]),
    ...(guidanceRescale === 0 ? [] : [`rescale ${guidanceRescale}`]),
    ...(eta === 0 ? [] : [`eta ${eta}`]),
    ...(recorded.negativePrompt === '' ? [] : ['negative prompt']),
    ...(recorded.prompt.length > 200 ? ['prompt that is cut'] : []),
    `${recorded.widthPixels} x ${recorded.heightPixels}`,
  ];
  return `${task}, ${scheduler}, ${steps} steps, guidance ${guidanceScale}, seed ${seed}, ${extras.join(', ')}`;
}

function editOf(
  { task, strength, widthPixels, heightPixels }: PipelineCase,
  { edits }: PipelineGoldens,
): Parameters<ReturnType<typeof createEngineClient>['generate']>[0]['edit'] {
  if (strength === null) return null;
  const source = edits.find((edit) => edit.widthPixels === widthPixels && edit.heightPixels === heightPixels);
  if (source === undefined) throw new Error(`no film of ${widthPixels} x ${heightPixels}`);
  return {
    widthPixels,
    heightPixels,
    // diffusers divides 8 bits by 255; 16 bits are divided by 65535 = 255 * 257.
    grey: Uint16Array.from(source.film, (value) => value * 257),
    strength,
    mask: task === 'inpainting' ? source.mask : null,
  };
}

/** The largest difference of each recorded call, relative to that call's largest value; the worst of the calls. */
export function latentDifference({ trajectory }: ParityImage, recorded: RecordedLatents): number {
  return Math.max(...recorded.map(({ call, float32 }) => relativeDifference(trajectory[call], float32)));
}

function relativeDifference(found: Float32Array | undefined, expected: Float32Array): number {
  let worst = 0;
  let largest = 0;
  for (const [index, value] of expected.entries()) {
    const difference = Math.abs(value - (found?.[index] ?? Number.NaN));
    // A missing or NaN value must count as the worst of all.
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
    largest = Math.max(largest, Math.abs(value));
  }
  return worst / largest;
}
