import path from 'node:path';
import type { Command } from 'commander';
import type { ImportReport } from '../../../src-core/contract/import-calls.ts';
import {
  addCoordinatorOptions,
  asCoordinator,
  coordinatorOptions,
  printed,
  type SignedIn,
} from '../data-options.ts';
import { badInput, EXIT } from '../exit.ts';
import { oneOf, type RawOptions, textOption } from '../option-values.ts';
import { printable } from '../study/study-text.ts';

/** `library import`: real films of a folder, with their texts, as the window imports them. */
export function addLibraryCommands(
  program: Command,
  signal: AbortSignal,
  finish: (status: number) => void,
): void {
  const group = program
    .command('library')
    .description('the films of a data folder')
    .helpCommand(false)
    .allowExcessArguments(true)
    .action((_options: unknown, { args }: Command) => {
      const [name] = args;
      const what = name === undefined ? 'name a command of library' : `unknown command '${name}' of library`;
      throw badInput(`${what}; there is import`);
    });
  const command = group
    .command('import')
    .description('import the real films of a folder, with their labels or reports')
    .argument('<folder>', 'folder with DICOM, PNG, JPEG and TIFF files')
    .option('--labels <table.csv...>', 'labels or reports of the films, by file name')
    .option('--frames <which>', 'first, or all: of files that hold several', 'first');
  addCoordinatorOptions(command)
    .allowExcessArguments(false)
    .action(async (folder: string, options: RawOptions) => {
      const own = coordinatorOptions(options);
      const work = (app: SignedIn) => importFilms(app, folder, options);
      const report = await asCoordinator(own, signal, work, true);
      printed(own, report, () => inWords(report));
      if (report.cancelled) finish(EXIT.interrupted);
      else if (report.refused.length > 0) finish(EXIT.failed);
    });
}

async function importFilms(
  { call, dialogs }: SignedIn,
  folder: string,
  options: RawOptions,
): Promise<ImportReport> {
  const frames = oneOf('--frames', textOption(options, 'frames') ?? 'first', ['first', 'all']);
  dialogs.open = [path.resolve(folder)];
  const films = await call('library.chooseFilms', { from: 'folder' });
  const tables = Array.isArray(options['labels']) ? options['labels'].map(String) : [];
  dialogs.open = tables.map((table) => path.resolve(table));
  const labels = await call('library.chooseLabels', {});
  return call('library.import', {
    filmsSelectionId: films?.selectionId ?? '',
    labelsSelectionId: labels?.selectionId ?? null,
    frames,
  });
}

function inWords({
  imported,
  alreadyPresent,
  refused,
  skipped,
  withoutText,
  warnings,
}: ImportReport): string {
  return [
    `${imported.length} imported, ${alreadyPresent.length} there before, ${refused.length} refused, ${skipped.length} left out; ${withoutText.length} without a text`,
    ...refused.map(({ fileName, reason }) => printable(`  ${fileName}: ${reason}`)),
    ...warnings.map(({ fileName, warning }) => printable(`  ${fileName}: ${warning}`)),
  ].join('\n');
}
