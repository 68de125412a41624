import { z } from 'zod';

/**
 * `realism`: film alone, answered and locked first; `alignment`: film with its text.
 */
export const STAGES = ['realism', 'alignment'] as const;
export type Stage = (typeof STAGES)[number];

/** What an item measures, so that results and statistics find it whatever its id. */
export const MEASURES = ['realism', 'verdict', 'confidence', 'alignment', 'reasons', 'comment'] as const;
export type Measure = (typeof MEASURES)[number];

const idSchema = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be a name of letters and digits');
const messageKeySchema = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)+$/, 'must be a message key');
/** A key as KeyboardEvent.key names it. */
const keyboardKeySchema = z.string().min(1).max(20);

const base = {
  id: idSchema,
  stage: z.enum(STAGES),
  measures: z.enum(MEASURES),
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
    /** Message keys of the anchors, from `min` to `max`: one for every point of the scale. */
    anchors: z.array(messageKeySchema),
    /** Keyboard keys of the points, from `min` to `max`. */
    keys: z.array(keyboardKeySchema),
  })
  .refine(({ min, max, anchors }) => anchors.length === max - min + 1, 'needs an anchor for every point')
  .refine(({ min, max, keys }) => keys.length === max - min + 1, 'needs a key for every point');

const forcedChoiceSchema = z.strictObject({
  ...base,
  kind: z.literal('forced-choice'),
  options: z.array(optionSchema).min(2).max(9),
  /** The Likert item of the same stage that says how sure the choice is. */
  confidenceItem: idSchema.nullable(),
});

const multiSelectSchema = z.strictObject({
  ...base,
  kind: z.literal('multi-select'),
  options: z.array(optionSchema).min(1).max(30),
});

const freeTextSchema = z.strictObject({
  ...base,
  kind: z.literal('free-text'),
  /** In UTF-16 code units. */
  maxLength: z.int().min(1).max(10_000),
});

export const itemSchema = z.discriminatedUnion('kind', [
  likertSchema,
  forcedChoiceSchema,
  multiSelectSchema,
  freeTextSchema,
]);

export const instrumentSchema = z
  .strictObject({
    id: z.string().min(1).max(80),
    version: z.int().min(1),
    items: z.array(itemSchema).min(1).max(40),
  })
  .superRefine(({ items }, context) => {
    const refuse = (index: number, message: string): void => {
      context.addIssue({ code: 'custom', path: ['items', index], message });
    };
    const seen = new Set<string>();
    items.forEach((item, index) => {
      if (seen.has(item.id)) refuse(index, `the item id "${item.id}" is used twice`);
      seen.add(item.id);
      if (!('options' in item)) return;
      const values = item.options.map(({ value }) => value);
      if (new Set(values).size < values.length) refuse(index, `"${item.id}" has an option twice`);
      if (item.kind !== 'forced-choice' || item.confidenceItem === null) return;
      const confidence = items.find(({ id }) => id === item.confidenceItem);
      if (confidence?.kind !== 'likert' || confidence.stage !== item.stage) {
        refuse(index, `"${item.id}" names a confidence item that is no Likert item of its stage`);
      }
      if (item.measures === 'verdict' && !(values.includes('real') && values.includes('synthetic'))) {
        refuse(index, `the verdict "${item.id}" needs the options "real" and "synthetic"`);
      }
    });
  });

export type InstrumentItem = Readonly<z.infer<typeof itemSchema>>;
export type Instrument = Readonly<z.infer<typeof instrumentSchema>>;

/** The items of a stage, in the instrument's order. */
export function itemsOfStage(instrument: Instrument, stage: Stage): InstrumentItem[] {
  return instrument.items.filter((item) => item.stage === stage);
}
