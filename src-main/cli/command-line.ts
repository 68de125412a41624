import { Command, CommanderError } from 'commander';
import { PROVIDER_NAMES, SCHEDULER_NAMES } from '../../src-core/base/generation-names.ts';
import { PRODUCT_NAME, PRODUCT_VERSION } from '../product.ts';
import { doctor } from './doctor.ts';
import { EXIT, failureOf } from './exit.ts';
import { generate } from './generate.ts';
import { parseGenerateOptions } from './generate-options.ts';
import { createInterruption } from './interruption.ts';
import { addModelCommands } from './model-inspect.ts';

/**
 * Runs one command. Standard output carries results only; what goes wrong is one line of standard error.
 * @param args the arguments after the program's name
 * @returns the exit status, see exit.ts
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  // A reader that closed the pipe early (`| head`) is no error of ours.
  process.stdout.on('error', () => undefined);
  const interruption = createInterruption();
  try {
    const program = createProgram(interruption.signal);
    if (args.length === 0) throw program.createCommandError();
    await program.command.parseAsync([...args], { from: 'user' });
    return EXIT.done;
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

function createProgram(signal: AbortSignal): Program {
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

  command
    .command('generate')
    .description('draw images from a prompt and write them as PNG with their recipe')
    .allowExcessArguments(false)
    .requiredOption('--model <name|dir>', 'a model by name, or a model folder')
    .requiredOption('--prompt <text>', 'what the film shows')
    .option('--negative <text>', 'what it does not show')
    .option('--count <n>', 'how many images', '1')
    .option('--seed <s>', 'seed of the first image; drawn at random and printed where absent')
    .option('--steps <n>', 'inference steps; the model states its own number')
    .option('--guidance <g>', 'guidance scale; the model states its own')
    .option('--scheduler <name>', `${SCHEDULER_NAMES.join(', ')}; the model states its own`)
    .option('--provider <name>', PROVIDER_NAMES.join(', '), 'cpu')
    .requiredOption('--out <dir>', 'folder for the images')
    .option('--json', 'print one JSON object for each image')
    .action((options: Record<string, unknown>) => generate(parseGenerateOptions(options), signal));

  addModelCommands(command, signal);

  return {
    command,
    createCommandError: () =>
      new CommanderError(
        EXIT.refused,
        'lightbox.noCommand',
        'name a command, doctor, generate or model; lightbox --help lists them',
      ),
  };
}
