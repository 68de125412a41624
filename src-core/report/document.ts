import { z } from 'zod';
import { figureSchema } from './figure.ts';

/**
 * A report as words, tables and figures in order, without any form: the window shows it, and it is written as HTML and
 * as PDF. All numbers are text already, so that the three never differ.
 */

const paragraphSchema = z.strictObject({
  kind: z.literal('paragraph'),
  /** `result`: the answer to a question of the protocol; `caution`: what limits it or is missing. */
  tone: z.enum(['plain', 'result', 'caution']),
  text: z.string().min(1),
});

const headingSchema = z.strictObject({ kind: z.literal('heading'), text: z.string().min(1) });
const listSchema = z.strictObject({ kind: z.literal('list'), items: z.array(z.string().min(1)).min(1) });

const tableSchema = z.strictObject({
  kind: z.literal('table'),
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  caption: z.string().min(1),
  columns: z.array(z.strictObject({ label: z.string(), align: z.enum(['left', 'right']) })).min(1),
  /** Cells in the order of the columns; the first is the row's heading. `group`: begins a part of the table. */
  rows: z.array(z.strictObject({ group: z.string().nullable(), cells: z.array(z.string()) })),
  /** Under the table: what an interval is, why a cell says "not defined". */
  notes: z.array(z.string().min(1)),
});

const figureBlockSchema = z.strictObject({ kind: z.literal('figure'), figureId: z.string() });

/** Items of a reporting guideline: what the program knows is filled in, the rest is the authors'. */
const checklistSchema = z.strictObject({
  kind: z.literal('checklist'),
  caption: z.string().min(1),
  items: z.array(
    z.strictObject({
      section: z.string(),
      number: z.string(),
      item: z.string(),
      status: z.enum(['filled', 'partly', 'authors', 'not-applicable']),
      text: z.string(),
    }),
  ),
});

const blockSchema = z.discriminatedUnion('kind', [
  paragraphSchema,
  headingSchema,
  listSchema,
  tableSchema,
  figureBlockSchema,
  checklistSchema,
]);
export type ReportBlock = z.infer<typeof blockSchema>;
export type ReportTable = z.infer<typeof tableSchema>;
export type ReportChecklist = z.infer<typeof checklistSchema>;

export const reportSectionSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  blocks: z.array(blockSchema),
});
export type ReportSection = z.infer<typeof reportSectionSchema>;

export const reportDocumentSchema = z
  .strictObject({
    formatVersion: z.literal(1),
    title: z.string().min(1),
    subtitle: z.string(),
    /** At the head: study, protocol's hash, hash of the data, product and version, settings. No date of writing. */
    facts: z.array(z.strictObject({ name: z.string(), value: z.string() })),
    sections: z.array(reportSectionSchema),
    /** Each is placed by one block. */
    figures: z.array(figureSchema),
  })
  .readonly();
export type ReportDocument = z.infer<typeof reportDocumentSchema>;
