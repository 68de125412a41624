import path from 'node:path';
import type { Command } from 'commander';
import { EXPORT_FORMATS, type ExportFormat } from '../../../src-core/contract/analysis-calls.ts';
import { FIGURE_THEMES, type FigureTheme } from '../../../src-core/report/figure.ts';
import { badInput } from '../exit.ts';
import { filledText, oneOf, type RawOptions, textOption } from '../option-values.ts';

const REPORT_FORMATS = ['html', 'pdf'] as const;
const FIGURE_FORMATS = ['svg', 'png'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Files that an analysis is to leave; null: none of that kind. */
export interface OutputOptions {
  readonly reports: readonly { readonly path: string; readonly format: ReportFormat }[];
  readonly figures: {
    readonly folder: string;
    readonly theme: FigureTheme;
    readonly format: (typeof FIGURE_FORMATS)[number];
  } | null;
}

/** Options for a report and for figures. */
export function addOutputOptions(command: Command): Command {
  return command
    .option('--report <place>', 'write the report: to a file .html or .pdf, or both into a folder')
    .option('--figures <dir>', 'write every figure into a folder')
    .option('--theme <name>', 'of the figures: print or screen (default: print)')
    .option('--format <name>', 'of the figures: svg or png (default: svg)');
}

/** @throws LightboxError BAD_INPUT for an option that cannot be */
export function outputOptions(options: RawOptions): OutputOptions {
  const [report, figures] = [textOption(options, 'report'), textOption(options, 'figures')];
  const [theme, format] = [textOption(options, 'theme'), textOption(options, 'format')];
  if (figures === undefined && (theme !== undefined || format !== undefined))
    throw badInput('--theme and --format are of figures: give --figures');
  return {
    reports: report === undefined ? [] : reportPlaces('--report', report),
    figures:
      figures === undefined
        ? null
        : {
            folder: path.resolve(filledText('--figures', figures)),
            theme: oneOf('--theme', theme ?? 'print', FIGURE_THEMES),
            format: oneOf('--format', format ?? 'svg', FIGURE_FORMATS),
          },
  };
}

/** A file by its ending, or both formats in a folder. @throws LightboxError BAD_INPUT for another ending */
export function reportPlaces(flag: string, text: string): OutputOptions['reports'] {
  const place = path.resolve(filledText(flag, text));
  const extension = path.extname(place).slice(1).toLowerCase();
  const format = REPORT_FORMATS.find((known) => known === extension);
  if (format !== undefined) return [{ path: place, format }];
  if (['htm', 'docx', 'doc', 'odt', 'txt', 'md', 'tex', 'json'].includes(extension))
    throw badInput(`${flag} takes a file .html or .pdf, or a folder, not "${text}"`);
  return REPORT_FORMATS.map((own) => ({ path: path.join(place, `report.${own}`), format: own }));
}

/** "long-csv,imrmc" or "all". @throws LightboxError BAD_INPUT naming all there are */
export function formatList(text: string): readonly ExportFormat[] | 'all' {
  if (text === 'all') return 'all';
  return text.split(',').map((part) => oneOf('--formats', part.trim(), EXPORT_FORMATS));
}
