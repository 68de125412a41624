import type { Command } from 'commander';
import { badInput } from '../exit.ts';
import { addAnalysisCommands } from './study-analyze.ts';
import { addAuditVerifyCommand } from './study-audit-verify.ts';
import { addExportCommand } from './study-export.ts';
import { addFreezeCommand } from './study-freeze.ts';
import { addMergeCommand } from './study-merge.ts';
import { addNewCommand } from './study-new.ts';
import { addPackCommand } from './study-pack.ts';
import { addStatusCommand } from './study-status.ts';
import { addVerifyFileCommand } from './study-verify.ts';

/** Declares `lightbox study`: a reader study from its draft to its results, without a window. */
export function addStudyCommands(
  program: Command,
  signal: AbortSignal,
  finish: (status: number) => void,
): void {
  const group = program
    .command('study')
    .description('reader studies: design, freeze, pack, merge, follow, analyse, export, verify')
    .helpCommand(false)
    .allowExcessArguments(true)
    .action((_options: unknown, { args }: Command) => {
      const [name] = args;
      const what = name === undefined ? 'name a command of study' : `unknown command '${name}' of study`;
      throw badInput(`${what}; there are ${group.commands.map((command) => command.name()).join(', ')}`);
    });
  addNewCommand(group, signal);
  addFreezeCommand(group, signal);
  addPackCommand(group, signal);
  addMergeCommand(group, signal, finish);
  addStatusCommand(group, signal);
  addAnalysisCommands(group, signal);
  addExportCommand(group, signal);
  addAuditVerifyCommand(group, finish);
  addVerifyFileCommand(group);
}
