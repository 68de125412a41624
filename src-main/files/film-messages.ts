import { z } from 'zod';
import { ERROR_CODES } from '../../src-core/base/errors.ts';
import type { ImportedFilm } from './film-reader.ts';

/** What main asks of a film worker: one file at a time. */
export const filmRequestSchema = z.strictObject({ path: z.string() });
export type FilmRequest = z.infer<typeof filmRequestSchema>;

/** A file's outcome, one for every path given; `reason` completes "NAME: ..." and has no full stop. */
export type FilmReading =
  | { readonly path: string; readonly ok: true; readonly film: ImportedFilm }
  | { readonly path: string; readonly ok: false; readonly code: string; readonly reason: string };

export type FilmAnswer =
  | { readonly ok: true; readonly film: ImportedFilm }
  | { readonly ok: false; readonly code: string; readonly reason: string };

const pixelsSchema = z.union([z.instanceof(Uint8Array), z.instanceof(Uint16Array)]);
const filmSchema = z.object({
  kind: z.enum(['png', 'jpeg', 'dicom']),
  radiograph: z
    .object({
      width: z.int().min(1),
      height: z.int().min(1),
      pixels: pixelsSchema,
      bits: z.union([z.literal(8), z.literal(16)]),
      notes: z.array(z.string()),
      lossy: z.boolean(),
      pixelSpacingMm: z.tuple([z.number(), z.number()]).exactOptional(),
    })
    .refine(({ width, height, pixels, bits }) => {
      return pixels.length === width * height && (bits === 8) === pixels instanceof Uint8Array;
    }),
  facts: z.object({
    patient: z.string().nullable(),
    ageYears: z.number().nullable(),
    sex: z.enum(['M', 'F']).nullable(),
    view: z.string().nullable(),
    modality: z.string().nullable(),
    label: z.string().nullable(),
    declaredSynthetic: z.boolean(),
  }),
});

/** Checks what a worker answered: a decoder that went wrong must not put a malformed picture into the store. */
export const filmAnswerSchema: z.ZodType<FilmAnswer> = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), film: filmSchema }),
  z.strictObject({ ok: z.literal(false), code: z.enum(ERROR_CODES), reason: z.string() }),
]);
