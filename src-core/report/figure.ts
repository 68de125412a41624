import { z } from 'zod';

/**
 * What a figure shows, as numbers and words: src-main/files/figures draws it, the report and the window place it. Every
 * number of a figure stands in a table of the report too.
 */

const figureIdSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(80);

const base = {
  id: figureIdSchema,
  title: z.string().min(1),
  /** Under the figure: what is drawn, of how many readers and readings, what bars and bands mean. */
  caption: z.string().min(1),
  /** For who does not see it: what the figure shows, in a sentence or two. */
  alt: z.string().min(1),
};

/** A share, from 0 to 1. */
const share = z.number().min(0).max(1);
const pointSchema = z.tuple([share, share]);

/** A panel a generating model: the readers' curves and their mean; points are (1 - specificity, sensitivity), rising. */
const rocSchema = z.strictObject({
  kind: z.literal('roc'),
  ...base,
  panels: z
    .array(
      z.strictObject({
        label: z.string(),
        curves: z.array(
          z.strictObject({
            label: z.string(),
            role: z.enum(['reader', 'mean']),
            points: z.array(pointSchema).min(2),
            auc: share.nullable(),
          }),
        ),
      }),
    )
    .min(1),
});

/** Estimates with their intervals, one under the other; the pooled ones as diamonds. */
const forestSchema = z.strictObject({
  kind: z.literal('forest'),
  ...base,
  axis: z.string(),
  /** What the intervals are: "95% CI". */
  interval: z.string(),
  scale: z.enum(['linear', 'log']),
  /** Of no effect or of chance. */
  reference: z.number().nullable(),
  /** Margin of equivalence or non-inferiority set in the protocol; null: an open side. */
  margin: z.strictObject({ lower: z.number().nullable(), upper: z.number().nullable() }).nullable(),
  rows: z
    .array(
      z.strictObject({
        group: z.string(),
        label: z.string(),
        pooled: z.boolean(),
        /** Null: undefined; the row is drawn empty, and the table says why. */
        estimate: z.number().nullable(),
        lower: z.number().nullable(),
        upper: z.number().nullable(),
        /** Readings behind it. */
        n: z.int().nullable(),
      }),
    )
    .min(1),
});

/** Distributions of an ordinal scale, a stacked bar a row, in shares; groups stand apart. */
const likertSchema = z.strictObject({
  kind: z.literal('likert'),
  ...base,
  scale: z.array(z.strictObject({ value: z.number(), label: z.string() })).min(2),
  rows: z
    .array(
      z.strictObject({
        group: z.string(),
        label: z.string(),
        /** Readings by step of the scale, lowest first. */
        counts: z.array(z.int().min(0)),
        mean: z.number().nullable(),
        median: z.number().nullable(),
      }),
    )
    .min(1),
});

/** Truth against call, a square a reader; the last may be all readers together. */
const confusionSchema = z.strictObject({
  kind: z.literal('confusion'),
  ...base,
  /** Words for the two truths, negative first: "Real", "Synthetic". */
  classes: z.tuple([z.string(), z.string()]),
  panels: z
    .array(
      z.strictObject({
        label: z.string(),
        trueNegatives: z.int().min(0),
        falsePositives: z.int().min(0),
        falseNegatives: z.int().min(0),
        truePositives: z.int().min(0),
      }),
    )
    .min(1),
});

/** A statistic for every pair of readers; the diagonal may hold each reader with themselves, from repeats. */
const agreementSchema = z.strictObject({
  kind: z.literal('agreement'),
  ...base,
  measure: z.string(),
  readers: z.array(z.string()).min(2),
  /** By reader, then reader; symmetric; null: not defined or not asked. From -1 to 1. */
  values: z.array(z.array(z.number().min(-1).max(1).nullable())),
});

/** Reading times in seconds, on a log axis, against the place in the reader's order; with each reader's fitted line. */
const timeOrderSchema = z.strictObject({
  kind: z.literal('time-order'),
  ...base,
  readers: z
    .array(
      z.strictObject({
        label: z.string(),
        points: z.array(
          z.strictObject({
            order: z.number().min(0),
            seconds: z.number().positive(),
            arm: z.string(),
            interrupted: z.boolean(),
          }),
        ),
        trend: z.array(z.strictObject({ order: z.number(), seconds: z.number().positive() })),
      }),
    )
    .min(1),
});

/** Where readers marked a film: points and boxes in pixels of the shown square, from its upper left corner. */
const markMapSchema = z.strictObject({
  kind: z.literal('mark-map'),
  ...base,
  matrixSizePx: z.int().min(1),
  /** The film as shown: a PNG of 8-bit grey, base64; null: drawn without it. */
  filmPng: z.base64().nullable(),
  marks: z.array(
    z.strictObject({
      reader: z.string(),
      label: z.string(),
      x: z.number(),
      y: z.number(),
      /** Null: a point. */
      width: z.number().positive().nullable(),
      height: z.number().positive().nullable(),
    }),
  ),
});

/** From what was made or imported to what was analysed, a column an arm. */
const flowSchema = z.strictObject({
  kind: z.literal('flow'),
  ...base,
  arms: z
    .array(
      z.strictObject({
        label: z.string(),
        /** From the top: a box each, with what left on the way to the next. */
        steps: z
          .array(
            z.strictObject({
              label: z.string(),
              count: z.int().min(0),
              left: z.array(z.strictObject({ reason: z.string(), count: z.int().min(0) })),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});

export const figureSchema = z.discriminatedUnion('kind', [
  rocSchema,
  forestSchema,
  likertSchema,
  confusionSchema,
  agreementSchema,
  timeOrderSchema,
  markMapSchema,
  flowSchema,
]);
export type Figure = z.infer<typeof figureSchema>;
export type FigureKind = Figure['kind'];
export type FigureOf<Kind extends FigureKind> = Extract<Figure, { kind: Kind }>;

/** `print`: black on white, for the paper; `screen`: light on dark, as the window is. */
export const FIGURE_THEMES = ['print', 'screen'] as const;
export type FigureTheme = (typeof FIGURE_THEMES)[number];
