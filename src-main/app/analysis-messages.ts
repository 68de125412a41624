import { z } from 'zod';
import type { FilmId, ReaderFilmId } from '../../src-core/base/ids.ts';
import {
  ANALYSIS_PARTS,
  type AnalysisSettings,
  EXPORT_FORMATS,
  type ReadingFile,
} from '../../src-core/contract/analysis-calls.ts';
import { errorPayloadSchema } from '../../src-core/contract/common.ts';
import type { ReportDocument } from '../../src-core/report/document.ts';
import type { ExportedFile } from '../../src-core/report/exports/manifest.ts';
import { FIGURE_THEMES } from '../../src-core/report/figure.ts';
import type { StudyConduct } from '../../src-core/report/sections/context.ts';
import type { Amendment } from '../../src-core/report/study/study-analysis.ts';
import type { ChainRow } from '../../src-core/study/audit-chain.ts';
import type { FilmOrigin } from '../../src-core/study/results.ts';
import type { LongColumn } from '../files/long-table.ts';
import { checked } from './checked-message.ts';

/** How a table is read and analysed. */
export interface TableRequest {
  readonly path: string;
  /** The table's own names of columns, where they are others. */
  readonly columns: Partial<Readonly<Record<LongColumn, string>>>;
  /** The readers there are; null: whoever is named. */
  readonly readers: readonly string[] | null;
  /** Lowest and highest rating; others are refused. */
  readonly scale: readonly [number, number] | null;
  readonly threshold: number | null;
  readonly chance: number;
  readonly margin: number | null;
  readonly settings: AnalysisSettings;
}

/** An unblinded study; what each reader did is asked for one by one, so that main is not held up by handing it over. */
export interface StudyRequest {
  readonly name: string;
  /** As it was opened. */
  readonly truthText: string;
  readonly protocolHash: string;
  readonly readerIds: readonly string[];
  readonly amendments: readonly Amendment[];
  readonly conduct: StudyConduct;
  readonly settings: AnalysisSettings;
}

export const analysisRequestSchema = z.discriminatedUnion('type', [
  /** What a table holds, before it is analysed. */
  z.strictObject({ type: z.literal('survey'), path: z.string() }),
  /** `drawn`: with the figures in the screen's theme. */
  z.strictObject({ type: z.literal('table'), request: checked<TableRequest>(), drawn: z.boolean() }),
  z.strictObject({ type: z.literal('study'), request: checked<StudyRequest>() }),
  /** Of the analysis before, as all below. */
  z.strictObject({ type: z.literal('json') }),
  z.strictObject({ type: z.literal('report'), path: z.string(), format: z.enum(['html', 'pdf']) }),
  z.strictObject({
    type: z.literal('figure'),
    path: z.string(),
    figureId: z.string(),
    format: z.enum(['svg', 'png']),
    theme: z.enum(FIGURE_THEMES),
  }),
  z.strictObject({
    type: z.literal('export'),
    folder: z.string(),
    formats: z.array(z.enum(EXPORT_FORMATS)).min(1),
  }),
]);
export type AnalysisRequest = z.infer<typeof analysisRequestSchema>;

/** An analysis as it is shown. */
export interface ShownAnalysis {
  readonly document: ReportDocument;
  /** In the screen's theme, where they were asked for. */
  readonly figures: readonly { readonly figureId: string; readonly svg: string }[];
  readonly formats: readonly (typeof EXPORT_FORMATS)[number][];
  readonly dataSha256: string;
}

const readerFilmIdSchema = z.string().transform((id) => id as ReaderFilmId);

export const analysisAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('surveyed'), file: checked<Omit<ReadingFile, 'fileToken'>>() }),
  z.strictObject({
    type: z.literal('progress'),
    part: z.enum(ANALYSIS_PARTS),
    done: z.int(),
    total: z.int(),
    remainingMs: z.number().nullable(),
  }),
  /** Asks; the three schemas below are what is told. */
  z.strictObject({ type: z.literal('ask-reader'), readerId: z.string() }),
  z.strictObject({ type: z.literal('ask-films'), filmIds: checked<readonly FilmId[]>() }),
  z.strictObject({ type: z.literal('ask-picture'), readerId: z.string(), filmId: readerFilmIdSchema }),
  z.strictObject({ type: z.literal('analysed'), shown: checked<ShownAnalysis>() }),
  z.strictObject({ type: z.literal('json'), text: z.string() }),
  z.strictObject({ type: z.literal('written'), sha256: z.string() }),
  z.strictObject({
    type: z.literal('exported'),
    files: checked<readonly ExportedFile[]>(),
    rows: z.int(),
  }),
  z.strictObject({ type: z.literal('failed'), error: errorPayloadSchema }),
]);
export type AnalysisAnswer = z.infer<typeof analysisAnswerSchema>;

/** What the worker is told where it asked. */
export const readerRowsSchema = z.strictObject({ rows: checked<readonly ChainRow[]>() });
export const filmOriginsSchema = z.strictObject({ films: checked<ReadonlyMap<FilmId, FilmOrigin>>() });
/** Grey values as the reader saw them; null: they are not on this workstation. */
export const pictureSchema = z.strictObject({ pixels: checked<Uint8Array>().nullable() });
