import { z } from 'zod';
import { errorPayloadSchema } from '../../src-core/contract/common.ts';
import { recipeSchema, schedulerNameSchema } from '../../src-core/diffusion/recipe.ts';
import { filmPictureSchema } from './film-messages.ts';
import type { PromptRow, RowProblem } from './prompt-table.ts';

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');

const promptRowSchema: z.ZodType<PromptRow> = z.strictObject({
  row: z.int(),
  line: z.int(),
  id: z.string().nullable(),
  prompt: z.string(),
  negativePrompt: z.string().nullable(),
  seed: z.number().nullable(),
  count: z.int().nullable(),
  steps: z.int().nullable(),
  guidanceScale: z.number().nullable(),
  scheduler: schedulerNameSchema.nullable(),
  initImage: z.string().nullable(),
  mask: z.string().nullable(),
  strength: z.number().nullable(),
  carried: z.array(z.string()),
});

const rowProblemSchema: z.ZodType<RowProblem> = z.strictObject({
  row: z.int(),
  line: z.int(),
  column: z.string().nullable(),
  problem: z.string(),
});

/** A prompt table as read: the rows that can be drawn, and what is wrong with the others. */
export const readTableSchema = z.strictObject({
  fileName: z.string(),
  /** SHA-256 of the file's bytes. */
  sha256: z.string(),
  rows: z.array(promptRowSchema),
  carriedColumns: z.array(z.string()),
  problems: z.array(rowProblemSchema),
});
export type ReadTable = z.infer<typeof readTableSchema>;

export const fileWorkRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('table'), path: z.string() }),
  /** An 8-bit grey film as PNG, written whole or not at all. */
  z.strictObject({
    type: z.literal('png'),
    path: z.string(),
    width: z.int().positive(),
    height: z.int().positive(),
    pixels: bytesSchema,
    text: z.record(z.string(), z.string()),
  }),
  /** A PNG with the recipe that it carries. */
  z.strictObject({ type: z.literal('recorded'), path: z.string() }),
  /** A film and its mask to be brought to the size of an image that is drawn from them. */
  z.strictObject({
    type: z.literal('fit'),
    film: filmPictureSchema,
    /** One byte a pixel of the film: 255 is drawn anew. */
    mask: bytesSchema.nullable(),
    imageWidth: z.int().positive(),
    imageHeight: z.int().positive(),
  }),
  /** An edited film, and the film and mask that it was drawn from, to be held against each other. */
  z.strictObject({
    type: z.literal('compare'),
    film: filmPictureSchema,
    mask: bytesSchema.nullable(),
    edited: filmPictureSchema,
  }),
  /** Bytes that shall be the mask of a film of that size. */
  z.strictObject({
    type: z.literal('mask'),
    mask: bytesSchema,
    width: z.int().positive(),
    height: z.int().positive(),
  }),
]);
export type FileWorkRequest = z.infer<typeof fileWorkRequestSchema>;

export const fileWorkAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('table'), table: readTableSchema }),
  /** SHA-256 of the file's bytes. */
  z.strictObject({ type: z.literal('png'), sha256: z.string() }),
  z.strictObject({
    type: z.literal('recorded'),
    image: z.strictObject({
      recipe: recipeSchema,
      width: z.int().positive(),
      height: z.int().positive(),
      pixels: bytesSchema,
    }),
  }),
  z.strictObject({
    type: z.literal('fit'),
    grey: z.custom<Uint16Array>((value) => value instanceof Uint16Array, 'not 16-bit integers'),
    mask: bytesSchema.nullable(),
  }),
  z.strictObject({
    type: z.literal('compare'),
    /** 8-bit grey at the edited film's size. */
    source: bytesSchema,
    difference: z.strictObject({
      pixels: bytesSchema,
      meanInside: z.number().nullable(),
      meanOutside: z.number().nullable(),
    }),
  }),
  z.strictObject({ type: z.literal('mask'), fault: z.string().nullable(), markedPixels: z.int() }),
  z.strictObject({ type: z.literal('failed'), error: errorPayloadSchema }),
]);
export type FileWorkAnswer = z.infer<typeof fileWorkAnswerSchema>;
