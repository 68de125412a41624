import { z } from 'zod';
import { canonicalJson, type JsonValue } from '../base/canonical-json.ts';
import { type FilmDisplay, identityDisplay, type VoiTransform } from './film-display.ts';

const number = z.number();
const word = z.int().min(0).max(65535);
const tableSchema = z.union([
  z.instanceof(Uint16Array),
  z.array(word).transform((values) => Uint16Array.from(values)),
]);

const transformSchema: z.ZodType<VoiTransform, unknown> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('window'),
    function: z.enum(['LINEAR', 'LINEAR_EXACT', 'SIGMOID']),
    centre: number,
    width: number.positive(),
  }),
  z.strictObject({
    kind: z.literal('lut'),
    first: z.int(),
    bits: z.int().min(8).max(16),
    values: tableSchema.refine(({ length }) => length > 0),
  }),
]);
const choiceSchema = z.strictObject({ label: z.string().nullable(), transform: transformSchema });

/** A display that comes from a worker, the store or main: tables as Uint16Array, or as numbers in JSON. */
export const filmDisplaySchema: z.ZodType<FilmDisplay, unknown> = z.strictObject({
  scale: z.strictObject({ zero: word, slope: number, intercept: number }),
  choices: z.tuple([choiceSchema], choiceSchema),
  inverted: z.boolean(),
  padding: z.strictObject({ low: word, high: word }).nullable(),
  unit: z.string().nullable(),
});

/** A display in canonical JSON, which `filmDisplaySchema` reads back: equal displays are equal texts. */
export function displayJson(display: FilmDisplay): string {
  const choices = display.choices.map(({ label, transform }) => ({
    label,
    transform: plainTransform(transform),
  }));
  const { scale, inverted, padding, unit } = display;
  return canonicalJson({ scale: { ...scale }, choices, inverted, padding: padding && { ...padding }, unit });
}

/** Whether pixels of these bits are display grey as they are. */
export function isIdentityDisplay(bits: 8 | 16, display: FilmDisplay): boolean {
  return displayJson(display) === displayJson(identityDisplay(bits));
}

function plainTransform(transform: VoiTransform): JsonValue {
  return transform.kind === 'window' ? { ...transform } : { ...transform, values: [...transform.values] };
}
