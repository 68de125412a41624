import { z } from 'zod';
import { FILM_MEASURES, type FilmMeasures } from '../../src-core/imaging/arm-measures.ts';
import { MARKER_RULES } from '../../src-core/imaging/normalise.ts';
import { filmPictureSchema } from './film-messages.ts';

const measuresSchema = z.record(z.enum(FILM_MEASURES), z.number());
const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');

/** One film and the plan of its study. */
export const normaliseRequestSchema = z.strictObject({
  film: filmPictureSchema,
  plan: z.strictObject({
    matrixSizePx: z.int().positive(),
    markers: z.enum(MARKER_RULES),
    lowPass: z.enum(['none', 'binomial']),
    lowPercentile: z.number(),
    highPercentile: z.number(),
    jpegQuality: z.int().nullable(),
  }),
  /** Whether the film is measured before and after. */
  measure: z.boolean().exactOptional(),
});
export type MeasuredFilm = {
  readonly pixels: Uint8Array;
  readonly measures: { readonly before: FilmMeasures; readonly after: FilmMeasures } | null;
};
export type NormaliseRequest = z.infer<typeof normaliseRequestSchema>;

export const normaliseAnswerSchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    pixels: bytesSchema,
    measures: z.strictObject({ before: measuresSchema, after: measuresSchema }).nullable(),
  }),
  z.strictObject({ ok: z.literal(false), reason: z.string() }),
]);
export type NormaliseAnswer = z.infer<typeof normaliseAnswerSchema>;
