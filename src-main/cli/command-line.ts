import { Command, CommanderError } from 'commander';
import { PRODUCT_NAME, PRODUCT_VERSION } from '../product.ts';
import { addAnalyzeCommand } from './analyze.ts';
import { addDicomCommands } from './dicom-inspect.ts';
import { doctor } from './doctor.ts';
import { EXIT, failureOf } from './exit.ts';
import { addGenerateCommand } from './generate-command.ts';
import { createInterruption } from './interruption.ts';
import { addLibraryCommands } from './library/library-import.ts';
import { addModelCommands } from './model-inspect.ts';
import { addStudyCommands } from './study/study-commands.ts';
import { addVerifyCommand } from './verify/verify-command.ts';

/**
 * Runs one command. Standard output carries results only; what goes wrong is one line of standard error.
 * @param args the arguments after the program's name
 * @returns the exit status, see exit.ts
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const interruption = createInterruption();
  try {
    let status: number = EXIT.done;
    const program = createProgram(interruption.signal, (result) => {
      status = result;
    });
    if (args.length === 0) throw program.createCommandError();
    await program.command.parseAsync([...args], { from: 'user' });
    return status;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.done;
    const { status, line } = failureOf(thrown);
    process.stderr.write(`lightbox: ${interruption.signal.aborted ? 'Interrupted.' : line}\n`);
    return interruption.signal.aborted ? interruption.status() : status;
  } finally {
    interruption.dispose();
  }
}

interface Program {
  readonly command: Command;
  createCommandError(): CommanderError;
}

/** @param finish takes the status of a command that has another than 0 without an error */
function createProgram(signal: AbortSignal, finish: (status: number) => void): Program {
  const command = new Command('lightbox')
    .description(
      `${PRODUCT_NAME}: synthetic chest radiographs from the command line. Research software, no medical device.`,
    )
    .version(PRODUCT_VERSION)
    .exitOverride()
    .showSuggestionAfterError(false)
    // The one line of an error is written by runCommandLine.
    .configureOutput({ writeErr: () => undefined })
    .helpCommand(false);

  command
    .command('doctor')
    .description('report versions, providers and models of this installation')
    .allowExcessArguments(false)
    .option('--json', 'print one JSON object')
    .action((options: Record<string, unknown>) => doctor({ json: options['json'] === true }));

  addGenerateCommand(command, signal);

  addVerifyCommand(command, signal, finish);

  addModelCommands(command, signal);

  addAnalyzeCommand(command, signal);

  addDicomCommands(command);

  addLibraryCommands(command, signal, finish);

  addStudyCommands(command, signal, finish);

  return {
    command,
    createCommandError: () =>
      new CommanderError(
        EXIT.refused,
        'lightbox.noCommand',
        'name a command, doctor, generate, verify, model, dicom, library, study or analyze; lightbox --help lists them',
      ),
  };
}
