import type { Command } from 'commander';
import { SCHEDULER_NAMES } from '../../src-core/base/generation-names.ts';
import { generate } from './generate.ts';
import { PROVIDER_CHOICES, parseGenerateOptions } from './generate-options.ts';
import type { RawOptions } from './option-values.ts';

/** Declares `lightbox generate`. */
export function addGenerateCommand(program: Command, signal: AbortSignal): void {
  program
    .command('generate')
    .description('draw images from a prompt or a table of prompts, as PNG with their recipe')
    .allowExcessArguments(false)
    .requiredOption('--model <name|dir>', 'a model by name, or a model folder')
    .option('--model-sha256 <hash>', "the model's hash, as model inspect prints it; another model is refused")
    .option('--prompt <text>', 'what the film shows')
    .option('--table <file>', 'a CSV table with a prompt in each row, instead of --prompt')
    .option('--shard <i/n>', 'of a table: every n-th row from the i-th on')
    .option('--resume', 'of a table: go on where an earlier run was ended')
    .option('--negative <text>', 'what it does not show')
    .option('--count <n>', 'how many images of each prompt', '1')
    .option('--seed <s>', 'seed of the first image; drawn at random and printed where absent')
    .option('--preset <name>', "roentgen, roentgen-v2: that model's published settings")
    .option('--steps <n>', 'inference steps; the model states its own number')
    .option('--guidance <g>', 'guidance scale; the model states its own')
    .option('--guidance-rescale <r>', '0 leaves guidance as it is, 1 rescales it fully')
    .option('--scheduler <name>', `${SCHEDULER_NAMES.join(', ')}; the model states its own`)
    .option('--eta <e>', 'noise that ddim adds in each step, 0 to 1')
    .option('--init-image <file>', 'a film to edit: PNG, JPEG or DICOM')
    .option('--strength <x>', 'how far the result may leave that film, above 0 to 1')
    .option('--mask <file>', 'what of the film is drawn anew: white, in a picture of its size')
    .option('--provider <name>', PROVIDER_CHOICES.join(', '), 'cpu')
    .option('--threads <n>', "threads to compute with; the machine's own choice where absent")
    .option('--memory <way>', 'resident, or in-turn: one graph in memory at a time', 'resident')
    .requiredOption('--out <dir>', 'folder for the images')
    .option('--json', 'print one JSON object for each image')
    .action((options: RawOptions) => generate(parseGenerateOptions(options), signal));
}
