import type { Command } from 'commander';
import { type RawOptions, textOption } from '../option-values.ts';
import { verify } from './verify.ts';

/** Declares `lightbox verify`; `finish` takes the exit status. */
export function addVerifyCommand(
  program: Command,
  signal: AbortSignal,
  finish: (status: number) => void,
): void {
  program
    .command('verify')
    .description('make the image of a PNG or DICOM file again from its recipe and compare the pixels')
    .allowExcessArguments(false)
    .argument('<file>', 'a PNG or DICOM file that this program wrote')
    .option('--model <name|dir>', 'the model by name or folder; looked for by the recipe where absent')
    .option('--init-image <file>', 'the film that an edit started from')
    .option('--mask <file>', 'the mask of that edit')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: RawOptions) => {
      const status = await verify(
        {
          file,
          model: textOption(options, 'model'),
          initImage: textOption(options, 'initImage'),
          mask: textOption(options, 'mask'),
          json: options['json'] === true,
        },
        signal,
      );
      finish(status);
    });
}
