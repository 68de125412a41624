import path from 'node:path';
import type { Command } from 'commander';
import type { StudyId } from '../../../src-core/base/ids.ts';
import type { AnalysisSettings, ExportFormat } from '../../../src-core/contract/analysis-calls.ts';
import type { ConductView } from '../../../src-core/contract/conduct-calls.ts';
import { makeFolder } from '../../disk/make-folder.ts';
import { formatList } from '../analysis/output-options.ts';
import { addSettingsOptions, analysisSettings } from '../analyze-options.ts';
import {
  addCoordinatorOptions,
  asCoordinator,
  coordinatorOptions,
  printed,
  type SignedIn,
} from '../data-options.ts';
import { badInput } from '../exit.ts';
import { filledText, type RawOptions, textOption } from '../option-values.ts';
import { findStudy } from './find-study.ts';
import { labelled } from './study-text.ts';

/** `study export`: the results of an unblinded study as CSV. */
export function addExportCommand(group: Command, signal: AbortSignal): void {
  const command = group
    .command('export')
    .description('write the results of an unblinded study: CSV with codebooks, or the formats that are named')
    .argument('<study>', 'id or name of the study')
    .requiredOption('--out <dir>', 'folder for the files')
    .option(
      '--formats <list>',
      'long-csv, wide-csv, records-csv, json, imrmc, mrmcaov, redcap, or all: analyses the study, and makes a folder of them in DIR',
    )
    .option('--close', 'end the reading first, for good')
    .option('--unblind', 'open the truth first, for good')
    .option('--reason <text>', 'why it is closed or unblinded; goes into the audit log');
  addCoordinatorOptions(addSettingsOptions(command))
    .allowExcessArguments(false)
    .action(async (study: string, options: RawOptions) => {
      const order = orderOf(options);
      const own = coordinatorOptions(options);
      if (order.formats === null) {
        const result = await asCoordinator(own, signal, (app) => exportResults(app, study, order));
        printed(own, result, () => inWords(result));
        return;
      }
      const { formats } = order;
      const result = await asCoordinator(own, signal, (app) =>
        exportFormats(app, study, { ...order, formats }),
      );
      printed(own, result, () => formatsInWords(result));
    });
}

interface Order {
  readonly out: string;
  readonly close: boolean;
  readonly unblind: boolean;
  readonly reason: string;
  /** Null: the readings and records as CSV, without an analysis. */
  readonly formats: readonly ExportFormat[] | 'all' | null;
  readonly settings: AnalysisSettings;
}

function orderOf(options: RawOptions): Order {
  const [close, unblind] = [options['close'] === true, options['unblind'] === true];
  const reason = textOption(options, 'reason');
  if ((close || unblind) && reason === undefined)
    throw badInput('--close and --unblind take a reason: give --reason');
  const out = path.resolve(filledText('--out', textOption(options, 'out') ?? ''));
  const formats = textOption(options, 'formats');
  return {
    ...{ out, close, unblind, reason: filledText('--reason', reason ?? '-') },
    formats: formats === undefined ? null : formatList(formats),
    settings: analysisSettings(options),
  };
}

/** Closes and unblinds a study where that was asked for. */
async function opened({ call, passphrase }: SignedIn, nameOrId: string, order: Order): Promise<StudyId> {
  const { studyId } = await findStudy(call, nameOrId);
  const { reason } = order;
  let view: ConductView = await call('conduct.view', { studyId });
  if (order.close && view.state === 'frozen') view = await call('conduct.close', { studyId, reason });
  if (order.unblind && view.state !== 'unblinded') {
    view = await call('conduct.unblind', { studyId, reason, passphrase });
  }
  return studyId;
}

async function exportResults(app: SignedIn, nameOrId: string, order: Order) {
  const { call, dialogs } = app;
  const studyId = await opened(app, nameOrId, order);
  const { out } = order;
  await makeFolder(out);
  dialogs.save = path.join(out, 'readings.csv');
  const written = await call('results.exportCsv', { studyId });
  return { studyId, folder: out, ...written };
}

/** A new folder of the formats, with the list of their hashes. */
async function exportFormats(
  app: SignedIn,
  nameOrId: string,
  { formats, settings, out, ...order }: Order & { readonly formats: readonly ExportFormat[] | 'all' },
) {
  const { call, dialogs } = app;
  const studyId = await opened(app, nameOrId, { ...order, formats, settings, out });
  const { analysisId, formats: there } = await call('analysis.study', { studyId, settings });
  await makeFolder(out);
  dialogs.open = [out];
  const chosen = formats === 'all' ? there : [...formats];
  const written = await call('analysis.export', { analysisId, formats: chosen });
  return {
    studyId,
    folder: path.join(out, written?.folderName ?? ''),
    rows: written?.rows ?? 0,
    files: written?.files ?? [],
  };
}

function formatsInWords({ folder, rows, files }: Awaited<ReturnType<typeof exportFormats>>): string {
  return labelled([
    ['folder', folder],
    ['readings', `${rows}`],
    ...files.map(({ name, sha256 }) => [name, `sha256 ${sha256}`] as const),
  ]).join('\n');
}

function inWords(result: Awaited<ReturnType<typeof exportResults>>): string {
  return labelled([
    ['folder', result.folder],
    ['readings', `${result.fileName ?? ''}, ${result.rows ?? 0} rows, sha256 ${result.sha256 ?? ''}`],
    ['codebook', result.codebookFileName ?? ''],
    ['beside', (result.recordFileNames ?? []).join(', ')],
  ]).join('\n');
}
