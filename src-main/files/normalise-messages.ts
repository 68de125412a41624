import { z } from 'zod';

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');
const greyValuesSchema = z.custom<Uint8Array | Uint16Array>(
  (value) => value instanceof Uint8Array || value instanceof Uint16Array,
  'not grey values',
);

/** One film and the plan of its study. */
export const normaliseRequestSchema = z.strictObject({
  film: z.strictObject({
    width: z.int().positive(),
    height: z.int().positive(),
    pixels: greyValuesSchema,
  }),
  plan: z.strictObject({
    matrixSizePx: z.int().positive(),
    lowPass: z.enum(['none', 'binomial']),
    lowPercentile: z.number(),
    highPercentile: z.number(),
    jpegQuality: z.int().nullable(),
  }),
});
export type NormaliseRequest = z.infer<typeof normaliseRequestSchema>;

export const normaliseAnswerSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), pixels: bytesSchema }),
  z.strictObject({ ok: z.literal(false), reason: z.string() }),
]);
export type NormaliseAnswer = z.infer<typeof normaliseAnswerSchema>;
