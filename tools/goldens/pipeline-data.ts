import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { SCHEDULER_NAMES, TASK_NAMES } from '../../src-core/base/generation-names.ts';
import { float32FromBase64, readGoldenText } from './golden-data.ts';

/** For tests: the pipelines of make_pipeline_goldens.py, and what diffusers drew with them. */

const graphs = fileURLToPath(new URL('./data/pipelines/graphs/', import.meta.url));

const foldersSchema = z.object({
  folders: z.record(
    z.string(),
    z.record(z.string(), z.union([z.object({ text: z.string() }), z.object({ graph: z.string() })])),
  ),
});

const bytes = z.string().transform((text) => Uint8Array.from(Buffer.from(text, 'base64')));

/** After some calls of the UNet, counted from 0; the last call is always among them. */
const latentsSchema = z
  .array(z.object({ call: z.int(), float32: z.string().transform(float32FromBase64) }))
  .min(1);
export type RecordedLatents = z.infer<typeof latentsSchema>;

/** How far two drawings are apart: latents relative to the largest one, pictures in grey levels on average. */
const apartSchema = z.object({ latents: z.number(), picture: z.number() });

const caseSchema = z.object({
  folder: z.string(),
  scheduler: z.enum(SCHEDULER_NAMES),
  task: z.enum(TASK_NAMES),
  steps: z.int(),
  prompt: z.string(),
  negativePrompt: z.string(),
  seed: z.int(),
  guidanceScale: z.number(),
  guidanceRescale: z.number(),
  eta: z.number(),
  strength: z.number().nullable(),
  widthPixels: z.int(),
  heightPixels: z.int(),
  /** Calls of the UNet. */
  calls: z.int(),
  latents: latentsSchema,
  grey8: bytes,
  /** Where graphs are in float16: what diffusers' pipeline made with onnxruntime running these graphs in it. */
  runtime: z.object({ latents: latentsSchema, apartFromTorch: apartSchema }).optional(),
  /** What diffusers' float16 arithmetic changed, the noise being the same. */
  apartFromFloat32: apartSchema.optional(),
});
/** One image that diffusers drew. */
export type PipelineCase = z.infer<typeof caseSchema>;

const editSchema = z.object({ widthPixels: z.int(), heightPixels: z.int(), film: bytes, mask: bytes });
const goldenSchema = z.object({ edits: z.array(editSchema), cases: z.array(caseSchema).min(1) });
/** The cases of a folder, with the 8-bit film and mask of each size that they edit. */
export type PipelineGoldens = z.infer<typeof goldenSchema>;

export function readPipelineGoldens(folder: string): PipelineGoldens {
  return goldenSchema.parse(JSON.parse(readGoldenText(`pipelines/${folder}.json.gz`)));
}

/** Writes model folders below `parent`, each under its own name. */
export function unpackModelFolders(parent: string, names: readonly string[]): void {
  const { folders } = foldersSchema.parse(JSON.parse(readGoldenText('pipelines/folders.json.gz')));
  for (const name of names) {
    const files = folders[name];
    if (files === undefined) throw new Error(`no golden pipeline ${name}`);
    for (const [file, content] of Object.entries(files)) {
      const path = join(parent, name, file);
      mkdirSync(dirname(path), { recursive: true });
      const data =
        'text' in content ? content.text : gunzipSync(readFileSync(join(graphs, `${content.graph}.gz`)));
      writeFileSync(path, data);
    }
  }
}
