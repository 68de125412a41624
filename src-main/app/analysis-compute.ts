import { createHash } from 'node:crypto';
import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../src-core/contract/analysis-calls.ts';
import type { ReportDocument } from '../../src-core/report/document.ts';
import type { ExportFile } from '../../src-core/report/exports/export-file.ts';
import type { ExportFacts } from '../../src-core/report/exports/manifest.ts';
import { imrmcFiles, mrmcaovFiles, readingTableFiles } from '../../src-core/report/exports/score-tables.ts';
import { tableReport } from '../../src-core/report/table-report.ts';
import { type AnalysisHooks, analyseTable } from '../../src-core/stats/analysis/analyse.ts';
import { parseReadings } from '../files/reading-file.ts';
import { PRODUCT_NAME, PRODUCT_VERSION } from '../product.ts';
import type { TableRequest } from './analysis-messages.ts';

/** A finished analysis, with what can be made of it. */
export interface ComputedAnalysis {
  readonly document: ReportDocument;
  readonly facts: ExportFacts;
  /** Readings in the main table. */
  readonly rows: number;
  /** Every number, as JSON text. */
  json(): string;
  /** The exports there are, in the order of `EXPORT_FORMATS`. */
  readonly exports: ReadonlyMap<ExportFormat, () => readonly ExportFile[]>;
}

/** @throws LightboxError CSV_INVALID naming every line that is wrong, CANCELLED */
export async function computeTable(
  bytes: Uint8Array,
  { path: file, columns, readers, scale, threshold, chance, margin, settings }: TableRequest,
  hooks: AnalysisHooks,
): Promise<ComputedAnalysis> {
  const fileName = path.basename(file);
  const table = parseReadings(bytes, fileName, columns, {
    ...(readers === null ? {} : { readers }),
    ...(scale === null ? {} : { scale }),
  });
  const analysis = await analyseTable(table, {
    ...settings,
    chance,
    ...(threshold === null ? {} : { threshold }),
    ...(margin === null ? {} : { margin }),
    hooks,
  });
  const dataSha256 = createHash('sha256').update(bytes).digest('hex');
  const product = { product: PRODUCT_NAME, version: PRODUCT_VERSION };
  const scores = {
    name: 'readings',
    title: fileName,
    table,
    threshold: analysis.settings.threshold?.threshold ?? null,
  };
  const json = (): string =>
    jsonText({ file: fileName, dataSha256, product: `${PRODUCT_NAME} ${PRODUCT_VERSION}`, ...analysis });
  return {
    document: tableReport(analysis, { fileName, dataSha256, ...product }),
    facts: { ...product, source: fileName, protocolHash: null, dataSha256 },
    rows: analysis.design.readings,
    json,
    exports: exportsOf({
      'long-csv': () => readingTableFiles(table),
      json: () => [jsonFile(json())],
      imrmc: () => imrmcFiles(scores),
      mrmcaov: () => mrmcaovFiles(scores),
    }),
  };
}

/** @throws LightboxError BAD_INPUT for a format that the analysis lacks */
export function exportFiles({ exports }: ComputedAnalysis, formats: readonly ExportFormat[]): ExportFile[] {
  return [...new Set(formats)].flatMap((format) => {
    const files = exports.get(format);
    if (files !== undefined) return files();
    throw new LightboxError(
      'BAD_INPUT',
      `This analysis cannot be exported as ${format}; there are ${[...exports.keys()].join(', ')}.`,
    );
  });
}

type FilesOf = Partial<Readonly<Record<ExportFormat, () => readonly ExportFile[]>>>;

/** In the order of `EXPORT_FORMATS`. */
export function exportsOf(files: FilesOf): ComputedAnalysis['exports'] {
  return new Map(
    EXPORT_FORMATS.flatMap((format): [ExportFormat, () => readonly ExportFile[]][] => {
      const own = files[format];
      return own === undefined ? [] : [[format, own]];
    }),
  );
}

export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

export function jsonFile(text: string): ExportFile {
  return { name: 'analysis.json', kind: 'text', text };
}
