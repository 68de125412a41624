import { z } from 'zod';

/** Instruments of format 1: stages `realism` and `alignment`, labels by message key. Read, never written. */
const idSchema = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be a name of letters and digits');
const messageKeySchema = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)+$/, 'must be a message key');
const keyboardKeySchema = z.string().min(1).max(20);

const base = {
  id: idSchema,
  stage: z.enum(['realism', 'alignment']),
  measures: z.enum(['realism', 'verdict', 'confidence', 'alignment', 'reasons', 'comment']),
  required: z.boolean(),
  label: messageKeySchema,
};

const optionSchema = z.strictObject({
  value: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens'),
  label: messageKeySchema,
  key: keyboardKeySchema.nullable(),
});

const likertSchema = z
  .strictObject({
    ...base,
    kind: z.literal('likert'),
    min: z.int().min(0).max(1),
    max: z.int().min(2).max(10),
    anchors: z.array(messageKeySchema),
    keys: z.array(keyboardKeySchema),
  })
  .refine(({ min, max, anchors }) => anchors.length === max - min + 1, 'needs an anchor for every point')
  .refine(({ min, max, keys }) => keys.length === max - min + 1, 'needs a key for every point');

const itemSchema = z.discriminatedUnion('kind', [
  likertSchema,
  z.strictObject({
    ...base,
    kind: z.literal('forced-choice'),
    options: z.array(optionSchema).min(2).max(9),
    confidenceItem: idSchema.nullable(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('multi-select'),
    options: z.array(optionSchema).min(1).max(30),
  }),
  z.strictObject({ ...base, kind: z.literal('free-text'), maxLength: z.int().min(1).max(10_000) }),
]);

export const instrument1Schema = z.strictObject({
  id: z.string().min(1).max(80),
  version: z.int().min(1),
  items: z.array(itemSchema).min(1).max(40),
});

export type Instrument1 = Readonly<z.infer<typeof instrument1Schema>>;
export type InstrumentItem1 = Instrument1['items'][number];
