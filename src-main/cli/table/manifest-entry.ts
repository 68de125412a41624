import path from 'node:path';
import { z } from 'zod';
import { schedulerNameSchema, sha256Schema } from '../../../src-core/diffusion/recipe.ts';
import type { TableWork } from '../generate-options.ts';
import type { ImageSettings } from '../image-settings.ts';
import type { PlannedRow } from './table-plan.ts';

/**
 * One image of a table, a line of the manifest. `file` comes first and begins with row and image in fixed widths, so
 * that sorted lines are in the table's order.
 */
const manifestEntrySchema = z.strictObject({
  file: z.string(),
  row: z.int().min(1),
  image: z.int().min(0),
  id: z.string().nullable(),
  prompt: z.string(),
  negativePrompt: z.string(),
  seed: z.int().min(0),
  scheduler: schedulerNameSchema,
  steps: z.int().min(1),
  guidanceScale: z.number(),
  /** Of the pixels, one byte each. */
  sha256: sha256Schema,
  /** Of the file's bytes. */
  fileSha256: sha256Schema,
  /** The end of the prompt that the model did not see. */
  truncatedText: z.string().nullable(),
  edit: z
    .strictObject({
      initImage: z.string(),
      mask: z.string().nullable(),
      strength: z.number(),
      sourceImage: sha256Schema,
      maskImage: sha256Schema.nullable(),
    })
    .nullable(),
  /** The table's other columns, as written. */
  columns: z.record(z.string(), z.string()),
});
export type ManifestEntry = z.infer<typeof manifestEntrySchema>;

/** What is known of an image once it is drawn. */
export type DrawnImage = Pick<ManifestEntry, 'file' | 'sha256' | 'fileSha256' | 'truncatedText'>;

const ROW_DIGITS = 6;
const IMAGE_DIGITS = 3;
const NAME_ID_LENGTH = 40;

/** The manifest of a shard; of an undivided run simply `manifest.jsonl`. */
export function manifestName({ part, of }: TableWork['shard']): string {
  if (of === 1) return 'manifest.jsonl';
  const width = String(of).length;
  return `manifest-${String(part).padStart(width, '0')}-of-${of}.jsonl`;
}

/** Row and image in fixed widths: what the names of a table's images begin with. */
export function imagePlace(row: number, image: number): string {
  return `${String(row).padStart(ROW_DIGITS, '0')}-${String(image).padStart(IMAGE_DIGITS, '0')}`;
}

/** `ROW-IMAGE-ID-SEED-HASH.png`; of the id what every file system takes. */
export function imageFileName(row: number, image: number, id: string | null, seedAndRecipe: string): string {
  const safeId = (id ?? '').replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, NAME_ID_LENGTH);
  return `${[imagePlace(row, image), safeId, seedAndRecipe].filter(Boolean).join('-')}.png`;
}

/** The line of an image, without its line end: always the same bytes for the same image. */
export function manifestLine(
  { row, hashes }: PlannedRow,
  image: number,
  { file, sha256, fileSha256, truncatedText }: DrawnImage,
  run: {
    readonly settings: ImageSettings;
    readonly seed: number;
    readonly carriedColumns: readonly string[];
  },
): string {
  const { negativePrompt, scheduler, steps, guidanceScale, strength } = run.settings;
  const { initImage, mask } = row;
  const { sourceImage, maskImage } = hashes;
  const isEdit = initImage !== null && strength !== null && sourceImage !== null;
  const entry: ManifestEntry = {
    file,
    row: row.row,
    image,
    id: row.id,
    prompt: row.prompt,
    negativePrompt,
    seed: run.seed,
    scheduler,
    steps,
    guidanceScale,
    sha256,
    fileSha256,
    truncatedText,
    edit: isEdit ? { initImage, mask, strength, sourceImage, maskImage } : null,
    columns: Object.fromEntries(run.carriedColumns.map((name, index) => [name, row.carried[index] ?? ''])),
  };
  return JSON.stringify(entry);
}

/** The entry that a line holds; null where it is none. */
export function parseManifestLine(text: string): ManifestEntry | null {
  try {
    const entry = manifestEntrySchema.parse(JSON.parse(text));
    return path.basename(entry.file) === entry.file ? entry : null;
  } catch {
    return null;
  }
}
