import path from 'node:path';
import type { Command } from 'commander';
import type { ConductView } from '../../../src-core/contract/conduct-calls.ts';
import { makeFolder } from '../../disk/make-folder.ts';
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
    .description('write the results of an unblinded study and their codebook as CSV')
    .argument('<study>', 'id or name of the study')
    .requiredOption('--out <dir>', 'folder for the files')
    .option('--close', 'end the reading first, for good')
    .option('--unblind', 'open the truth first, for good')
    .option('--reason <text>', 'why it is closed or unblinded; goes into the audit log');
  addCoordinatorOptions(command)
    .allowExcessArguments(false)
    .action(async (study: string, options: RawOptions) => {
      const order = orderOf(options);
      const own = coordinatorOptions(options);
      const result = await asCoordinator(own, signal, (app) => exportResults(app, study, order));
      printed(own, result, () => inWords(result));
    });
}

interface Order {
  readonly out: string;
  readonly close: boolean;
  readonly unblind: boolean;
  readonly reason: string;
}

function orderOf(options: RawOptions): Order {
  const [close, unblind] = [options['close'] === true, options['unblind'] === true];
  const reason = textOption(options, 'reason');
  if ((close || unblind) && reason === undefined)
    throw badInput('--close and --unblind take a reason: give --reason');
  const out = path.resolve(filledText('--out', textOption(options, 'out') ?? ''));
  return { out, close, unblind, reason: filledText('--reason', reason ?? '-') };
}

async function exportResults({ call, dialogs, passphrase }: SignedIn, nameOrId: string, order: Order) {
  const { studyId } = await findStudy(call, nameOrId);
  const { reason, out } = order;
  let view: ConductView = await call('conduct.view', { studyId });
  if (order.close && view.state === 'frozen') view = await call('conduct.close', { studyId, reason });
  if (order.unblind && view.state !== 'unblinded') {
    view = await call('conduct.unblind', { studyId, reason, passphrase });
  }
  await makeFolder(out);
  dialogs.save = path.join(out, 'readings.csv');
  const written = await call('results.exportCsv', { studyId });
  return { studyId, folder: out, ...written };
}

function inWords(result: Awaited<ReturnType<typeof exportResults>>): string {
  return labelled([
    ['folder', result.folder],
    ['readings', `${result.fileName ?? ''}, ${result.rows ?? 0} rows, sha256 ${result.sha256 ?? ''}`],
    ['codebook', result.codebookFileName ?? ''],
    ['beside', (result.recordFileNames ?? []).join(', ')],
  ]).join('\n');
}
