import { z } from 'zod';
import { reportDocumentSchema } from '../report/document.ts';
import { FIGURE_THEMES } from '../report/figure.ts';
import { nothing, studyIdSchema } from './common.ts';
import type { CallDefinition } from './define.ts';

/** Of every interval, and of the bootstrap. */
const settingsSchema = z.strictObject({
  level: z.number().min(0.5).max(0.999),
  replicates: z.int().min(100).max(100_000),
  seed: z.int().min(0),
});
export type AnalysisSettings = z.infer<typeof settingsSchema>;

const tokenSchema = z.string().regex(/^[A-Za-z0-9_-]{20,64}$/);

/** Parts of an analysis in the order they are computed. */
export const ANALYSIS_PARTS = [
  'readings',
  'readers',
  'mrmc',
  'choices',
  'ratings',
  'agreement',
  'times',
  'figures',
] as const;

/** Columns of a long table. */
export const TABLE_COLUMNS = ['reader', 'case', 'arm', 'truth', 'rating', 'time', 'order'] as const;
const columnNamesSchema = z.partialRecord(z.enum(TABLE_COLUMNS), z.string().min(1).max(200));

/** A table of readings that was chosen, before it is analysed. */
export const readingFileSchema = z.strictObject({
  /** Stands for the file until another is chosen. */
  fileToken: tokenSchema,
  fileName: z.string(),
  kind: z.enum(['imrmc', 'table']),
  /** The table's own column names, and the first rows; both empty for iMRMC. */
  columns: z.array(z.string()),
  firstRows: z.array(z.array(z.string())),
  rows: z.int(),
  /** Which column is likely which. */
  likely: columnNamesSchema,
});
export type ReadingFile = z.infer<typeof readingFileSchema>;

export const EXPORT_FORMATS = [
  /** A row a reading, with its codebook. */
  'long-csv',
  /** A row a case, a column a reader and answer, with its codebook. */
  'wide-csv',
  /** Readers, sessions, training, questionnaires, events, with their codebook. */
  'records-csv',
  /** Every number of the analysis. */
  'json',
  'imrmc',
  /** Long tables for MRMCaov of R: reader, test, case, truth, rating. */
  'mrmcaov',
  /** A data dictionary and the data to import with it. */
  'redcap',
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const savedSchema = z.strictObject({ fileName: z.string(), sha256: z.string() }).nullable();

/** An analysis as the window shows it; main keeps it until the next one, or until sign-out. */
export const analysisViewSchema = z.strictObject({
  analysisId: tokenSchema,
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('study'), studyId: studyIdSchema, name: z.string() }),
    z.strictObject({ kind: z.literal('file'), name: z.string() }),
  ]),
  settings: settingsSchema,
  /** Its figures without films and single readings: the drawn ones below hold them. */
  document: reportDocumentSchema,
  /** SVG in the screen's theme, without scripts, styles or outside references. */
  figures: z.array(z.strictObject({ figureId: z.string(), svg: z.string() })),
  formats: z.array(z.enum(EXPORT_FORMATS)),
});
export type AnalysisView = z.infer<typeof analysisViewSchema>;

const ofAnalysis = { analysisId: tokenSchema };

export const analysisCalls = {
  /** Of an unblinded study. Reported as `analysis.progress`; ended by `analysis.cancel`. Audited. */
  'analysis.study': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ studyId: studyIdSchema, settings: settingsSchema }),
    output: analysisViewSchema,
  },
  /** Null when the dialog was closed. */
  'analysis.chooseFile': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: readingFileSchema.nullable(),
  },
  'analysis.file': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      fileToken: tokenSchema,
      columns: columnNamesSchema,
      /** Lowest and highest rating; others are refused. */
      scale: z.tuple([z.number(), z.number()]).nullable(),
      /** A rating of at least this is a positive call; null: what the ratings imply. */
      threshold: z.number().nullable(),
      chance: z.number().gt(0).lt(1),
      /** Of equivalence of mean ratings; null: no test of equivalence. */
      margin: z.number().positive().nullable(),
      settings: settingsSchema,
    }),
    output: analysisViewSchema,
  },
  'analysis.cancel': { role: 'coordinator', kind: 'command', input: nothing, output: nothing },
  /** Null when the dialog was closed. Audited with the file's hash, as the two below. */
  'analysis.saveReport': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ ...ofAnalysis, format: z.enum(['html', 'pdf']) }),
    output: savedSchema,
  },
  'analysis.saveFigure': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      ...ofAnalysis,
      figureId: z.string().max(80),
      format: z.enum(['svg', 'png']),
      theme: z.enum(FIGURE_THEMES),
    }),
    output: savedSchema,
  },
  /** Into a folder of its own within the chosen one, with a list of the files' hashes. */
  'analysis.export': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ ...ofAnalysis, formats: z.array(z.enum(EXPORT_FORMATS)).min(1) }),
    output: z
      .strictObject({
        folderName: z.string(),
        files: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
        rows: z.int(),
      })
      .nullable(),
  },
} as const satisfies Record<string, CallDefinition>;
