import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../../src-core/base/errors.ts';
import { FILM_WARNINGS } from '../../src-core/base/film-warnings.ts';
import { filmDisplaySchema } from '../../src-core/imaging/film-display-schema.ts';
import type { FilmPicture } from '../../src-core/imaging/radiograph.ts';
import { type DicomDescription, dicomDescriptionSchema } from './dicom-description.ts';
import type { ImportedFilm } from './film-reader.ts';

/** One picture of one file. */
export interface FilmPlace {
  readonly path: string;
  /** Which picture of the file, from 0. */
  readonly frame: number;
}

/** What main asks of a film worker, one thing at a time: a file's hash, one of its pictures, what it says of itself. */
export const filmRequestSchema = z.discriminatedUnion('want', [
  z.strictObject({ want: z.literal('sha256'), path: z.string() }),
  z.strictObject({ want: z.literal('film'), path: z.string(), frame: z.int().min(0) }),
  z.strictObject({ want: z.literal('description'), path: z.string(), lenient: z.boolean() }),
]);
export type FilmRequest = z.infer<typeof filmRequestSchema>;

interface Refused {
  readonly ok: false;
  readonly code: ErrorCode;
  /** Completes "NAME: ..." and has no full stop. */
  readonly reason: string;
}

/** A picture's outcome, one for every place given; `known` where its file was imported before and was not decoded. */
export type FilmReading = FilmPlace &
  (
    | { readonly ok: true; readonly known: false; readonly film: ImportedFilm }
    | { readonly ok: true; readonly known: true; readonly sha256: string }
    | Refused
  );

export type FilmAnswer = { readonly ok: true; readonly film: ImportedFilm } | Refused;
export type HashAnswer = { readonly ok: true; readonly sha256: string } | Refused;
export type DescriptionAnswer = { readonly ok: true; readonly description: DicomDescription } | Refused;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const pixelsSchema = z.custom<Uint8Array | Uint16Array>(
  (value) => value instanceof Uint8Array || value instanceof Uint16Array,
  'not pixels',
);
const pictureSchema = z.object({
  width: z.int().min(1),
  height: z.int().min(1),
  pixels: pixelsSchema,
  bits: z.union([z.literal(8), z.literal(16)]),
  display: filmDisplaySchema,
});
const wholePicture = ({ width, height, pixels, bits }: FilmPicture): boolean =>
  pixels.length === width * height && (bits === 8) === pixels instanceof Uint8Array;

/** A film's pixels and display on their way to a worker. */
export const filmPictureSchema = pictureSchema.refine(wholePicture, 'not a whole picture');

const filmSchema = z.object({
  kind: z.enum(['png', 'jpeg', 'tiff', 'dicom']),
  radiograph: pictureSchema
    .extend({
      notes: z.array(z.string()),
      lossy: z.boolean(),
      pixelSpacingMm: z.tuple([z.number(), z.number()]).exactOptional(),
    })
    .refine(wholePicture),
  facts: z.object({
    patient: z.string().nullable(),
    ageYears: z.number().nullable(),
    sex: z.enum(['M', 'F']).nullable(),
    view: z.string().nullable(),
    modality: z.string().nullable(),
    label: z.string().nullable(),
    declaredSynthetic: z.boolean(),
  }),
  warnings: z.array(z.enum(FILM_WARNINGS)),
  frames: z.int().min(1),
  sha256: sha256Schema,
});
const refusedSchema = z.strictObject({ ok: z.literal(false), code: z.enum(ERROR_CODES), reason: z.string() });

/** Checks what a worker answered: a decoder that went wrong must not put a malformed picture into the store. */
export const filmAnswerSchema: z.ZodType<FilmAnswer> = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), film: filmSchema }),
  refusedSchema,
]);
export const hashAnswerSchema: z.ZodType<HashAnswer> = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), sha256: sha256Schema }),
  refusedSchema,
]);
export const descriptionAnswerSchema: z.ZodType<DescriptionAnswer> = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), description: dicomDescriptionSchema }),
  refusedSchema,
]);
