import path from 'node:path';
import type { Command } from 'commander';
import type { CallOutput } from '../../../src-core/contract/contract.ts';
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

/** `study pack`: one .lightbox file for each reader. */
export function addPackCommand(group: Command, signal: AbortSignal): void {
  const command = group
    .command('pack')
    .description('write a .lightbox package for each reader')
    .argument('<study>', 'id or name of a frozen study')
    .requiredOption('--out <dir>', 'folder for the packages')
    .option('--reader <name...>', 'only for these readers');
  addCoordinatorOptions(command)
    .allowExcessArguments(false)
    .action(async (study: string, options: RawOptions) => {
      const own = coordinatorOptions(options);
      const result = await asCoordinator(own, signal, (app) => pack(app, study, options));
      printed(own, result, () => inWords(result));
    });
}

type Packed = NonNullable<CallOutput<'packages.write'>> & { readonly studyId: string };

async function pack({ call, dialogs }: SignedIn, nameOrId: string, options: RawOptions): Promise<Packed> {
  const { studyId } = await findStudy(call, nameOrId);
  const { readers } = await call('conduct.view', { studyId });
  const names = Array.isArray(options['reader']) ? options['reader'].map(String) : null;
  const chosen = readers.filter(({ reader }) => names === null || names.includes(reader.name));
  const missing = names?.find((name) => !chosen.some(({ reader }) => reader.name === name));
  if (missing !== undefined) throw badInput(`--reader: the study has no reader "${missing}"`);
  const out = path.resolve(filledText('--out', textOption(options, 'out') ?? ''));
  await makeFolder(out);
  dialogs.open = [out];
  const written = await call('packages.write', { studyId, readerIds: chosen.map(({ reader }) => reader.id) });
  return { studyId, folder: out, packages: written?.packages ?? [], fingerprint: written?.fingerprint ?? '' };
}

function inWords({ packages, fingerprint }: Packed): string {
  return labelled([
    ...packages.map(({ fileName, bytes, sha256 }) => [fileName, `${bytes} bytes  sha256 ${sha256}`] as const),
    ['your key', `${fingerprint}: readers compare it when they open the package`],
  ]).join('\n');
}
