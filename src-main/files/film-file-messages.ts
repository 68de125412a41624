import { z } from 'zod';
import { errorPayloadSchema } from '../../src-core/contract/common.ts';
import {
  ATTRIBUTES,
  type WrittenDataSet,
  type WrittenValue,
} from '../../src-core/dicom/written-attributes.ts';
import { filmDisplaySchema } from '../../src-core/imaging/film-display-schema.ts';

const writtenValueSchema: z.ZodType<WrittenValue> = z.union([
  z.string(),
  z.number(),
  z.array(z.string()),
  z.array(z.number()),
  z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes'),
  z.lazy(() => z.array(dataSetSchema)),
]);
const keywords = Object.keys(ATTRIBUTES) as [keyof typeof ATTRIBUTES, ...(keyof typeof ATTRIBUTES)[]];
const dataSetSchema: z.ZodType<WrittenDataSet> = z.partialRecord(z.enum(keywords), writtenValueSchema);

/** One film to be written into a file of its own. */
export const filmFileRequestSchema = z.strictObject({
  path: z.string(),
  film: z.strictObject({
    width: z.int().positive(),
    height: z.int().positive(),
    bits: z.union([z.literal(8), z.literal(16)]),
    pixels: z.custom<Uint8Array | Uint16Array>(
      (value) => value instanceof Uint8Array || value instanceof Uint16Array,
      'not grey values',
    ),
    display: filmDisplaySchema,
  }),
  target: z.discriminatedUnion('format', [
    /** `depth` of what the film shows; `text` entries by keyword. */
    z.strictObject({
      format: z.literal('png'),
      depth: z.union([z.literal(8), z.literal(16)]),
      text: z.record(z.string(), z.string()),
    }),
    z.strictObject({ format: z.literal('dicom'), dataSet: dataSetSchema }),
  ]),
});
export type FilmFileRequest = z.infer<typeof filmFileRequestSchema>;

export const filmFileAnswerSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), sha256: z.string(), bytes: z.int() }),
  z.strictObject({ ok: z.literal(false), error: errorPayloadSchema }),
]);
export type FilmFileAnswer = z.infer<typeof filmFileAnswerSchema>;
