import path from 'node:path';
import type { Command } from 'commander';
import type { TakenReadings } from '../../../src-core/contract/package-calls.ts';
import { addCoordinatorOptions, asCoordinator, coordinatorOptions, printed } from '../data-options.ts';
import { EXIT } from '../exit.ts';
import type { RawOptions } from '../option-values.ts';
import { printable } from './study-text.ts';

/** `study merge`: readings that came back, each file by itself. */
export function addMergeCommand(group: Command, signal: AbortSignal, finish: (status: number) => void): void {
  const command = group
    .command('merge')
    .description('take in .readings files; a file that came before, or in another order, changes nothing')
    .argument('<files...>', 'the .readings files');
  addCoordinatorOptions(command).action(async (files: string[], options: RawOptions) => {
    const own = coordinatorOptions(options);
    const taken = await asCoordinator(own, signal, ({ call, dialogs }) => {
      dialogs.open = files.map((file) => path.resolve(file));
      return call('packages.takeReadings', {});
    });
    printed(own, { files: taken }, () => taken.map(inWords).join('\n'));
    finish(statusOf(taken));
  });
}

/** Where some were taken, something was written: that is no refusal any more. */
function statusOf(taken: readonly TakenReadings[]): number {
  const refused = taken.filter(({ outcome }) => outcome.kind === 'refused').length;
  if (refused === 0) return EXIT.done;
  return refused === taken.length ? EXIT.refused : EXIT.failed;
}

function inWords({ fileName, outcome }: TakenReadings): string {
  if (outcome.kind === 'refused') {
    return printable(`${fileName}: refused. ${outcome.error.message} (${outcome.error.code})`);
  }
  const { readerName, studyName, added, rows, receipt } = outcome;
  const what = added === 0 ? `nothing new of ${rows} rows` : `${added} of ${rows} rows new`;
  const given = receipt === null ? 'no receipt could be written there' : `receipt ${receipt}`;
  return printable(`${fileName}: ${readerName}, ${studyName}: ${what}; ${given}`);
}
