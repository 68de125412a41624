import { z } from 'zod';
import { findInstrumentFaults } from './instrument-checks.ts';
import { labelSchema } from './label.ts';

export const INSTRUMENT_FORMAT_VERSION = 2;

/** What an item measures, so that results and statistics find it whatever its id. */
export const MEASURES = [
  'realism',
  'verdict',
  'confidence',
  'alignment',
  'inclusion',
  'choice',
  'reasons',
  'presence',
  'marks',
  'comment',
  'other',
] as const;
export type Measure = (typeof MEASURES)[number];

export const itemIdSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be a name of letters and digits');
/** What arms, phases, stages, endpoints and options are called by. */
export const slugSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens');
const valueSchema = slugSchema;
/** A key as KeyboardEvent.key names it. */
const keyboardKeySchema = z.string().min(1).max(20).nullable();

/** Answered and locked before the next stage. Once a stage shows the text, every later one does. */
const stageSchema = z.strictObject({ id: slugSchema, shows: z.enum(['film', 'film-and-text']) });

/**
 * When an item is asked: whenever another one is answered, or when its answer is (multi-select: holds; presence:
 * names as present) one of `values`. The other item comes earlier in the instrument.
 */
const conditionSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('answered'), item: itemIdSchema }),
  z.strictObject({
    rule: z.literal('one-of'),
    item: itemIdSchema,
    values: z
      .array(z.union([z.int(), valueSchema]))
      .min(1)
      .max(40),
  }),
]);
export type Condition = Readonly<z.infer<typeof conditionSchema>>;

const base = {
  id: itemIdSchema,
  stage: slugSchema,
  measures: z.enum(MEASURES),
  /** An answer is needed whenever the item is asked. */
  required: z.boolean(),
  label: labelSchema,
  /** Null: always asked. */
  when: conditionSchema.nullable(),
};

const optionSchema = z.strictObject({ value: valueSchema, label: labelSchema, key: keyboardKeySchema });

const likertSchema = z.strictObject({
  ...base,
  kind: z.literal('likert'),
  min: z.int().min(0).max(1),
  max: z.int().min(2).max(10),
  /** From `min` to `max`, one for every point of the scale; null where a point has no words. */
  anchors: z.array(labelSchema.nullable()),
  /** Keys of the points, from `min` to `max`. */
  keys: z.array(keyboardKeySchema),
});

const forcedChoiceSchema = z.strictObject({
  ...base,
  kind: z.literal('forced-choice'),
  options: z.array(optionSchema).min(2).max(9),
  /** The Likert item of the same stage that says how sure the choice is. */
  confidenceItem: itemIdSchema.nullable(),
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
  /** Moves the cursor into the text. */
  key: keyboardKeySchema,
});

/** For each finding: present or absent, or unsure where the instrument allows it. */
const presenceSchema = z.strictObject({
  ...base,
  kind: z.literal('presence'),
  findings: z.array(optionSchema).min(1).max(30),
  allowUnsure: z.boolean(),
});

/** Places on the film, in pixels of the shown matrix; each with a comment where `comments` is true. */
const marksSchema = z.strictObject({
  ...base,
  kind: z.literal('marks'),
  shapes: z
    .array(z.strictObject({ shape: z.enum(['point', 'box']), key: keyboardKeySchema }))
    .min(1)
    .max(2),
  maxMarks: z.int().min(1).max(50),
  comments: z.boolean(),
});

/** One of the films shown side by side: a pair (two-alternative forced choice) or n films. */
const filmChoiceSchema = z.strictObject({
  ...base,
  kind: z.literal('film-choice'),
  films: z.int().min(2).max(9),
  /** `real`, `synthetic`: which film is it; `preference`: which film answers the label's question best. */
  asks: z.enum(['real', 'synthetic', 'preference']),
  /** Keys of the places, in reading order. */
  keys: z.array(keyboardKeySchema),
  confidenceItem: itemIdSchema.nullable(),
});

export const itemSchema = z.discriminatedUnion('kind', [
  likertSchema,
  forcedChoiceSchema,
  multiSelectSchema,
  freeTextSchema,
  presenceSchema,
  marksSchema,
  filmChoiceSchema,
]);
export type InstrumentItem = Readonly<z.infer<typeof itemSchema>>;

/** An instrument as data. Refused with every fault that `findInstrumentFaults` names. */
export const instrumentSchema = z
  .strictObject({
    formatVersion: z.literal(INSTRUMENT_FORMAT_VERSION),
    id: z.string().min(1).max(80),
    version: z.int().min(1),
    stages: z.array(stageSchema).min(1).max(8),
    items: z.array(itemSchema).min(1).max(60),
  })
  .superRefine((instrument, context) => {
    for (const { item, message } of findInstrumentFaults(instrument)) {
      const path = item === null ? ['stages'] : ['items', item];
      context.addIssue({ code: 'custom', path, message });
    }
  });
export type Instrument = Readonly<z.infer<typeof instrumentSchema>>;

/** Questions without a film, at the end of a phase ("did you notice anything?"): items of one stage. */
export const QUESTIONNAIRE_STAGE = 'questionnaire';

export const questionnaireSchema = z
  .strictObject({ items: z.array(itemSchema).min(1).max(30) })
  .superRefine(({ items }, context) => {
    const stages = [{ id: QUESTIONNAIRE_STAGE, shows: 'film' as const }];
    for (const { item, message } of findInstrumentFaults({ stages, items })) {
      context.addIssue({ code: 'custom', path: item === null ? ['items'] : ['items', item], message });
    }
    items.forEach(({ kind, id }, index) => {
      if (kind !== 'marks' && kind !== 'film-choice') return;
      context.addIssue({
        code: 'custom',
        path: ['items', index],
        message: `"${id}" asks about a film, and a questionnaire shows none`,
      });
    });
  });
export type Questionnaire = Readonly<z.infer<typeof questionnaireSchema>>;

/** The items of a stage, in the instrument's order. */
export function itemsOfStage(instrument: Pick<Instrument, 'items'>, stage: string): InstrumentItem[] {
  return instrument.items.filter((item) => item.stage === stage);
}
