import path from 'node:path';
import type { Command } from 'commander';
import { type DicomDescription, describeDicom } from '../files/dicom-description.ts';
import { readWholeFile } from '../files/whole-file.ts';
import { addDicomWriteCommand } from './dicom-write.ts';
import { badInput } from './exit.ts';

/** Adds `dicom inspect` and `dicom write`. */
export function addDicomCommands(program: Command): void {
  const group = program
    .command('dicom')
    .description('look into DICOM files, and write them')
    .helpCommand(false)
    .allowExcessArguments(true)
    .action((_options: unknown, { args }: Command) => {
      const [name] = args;
      const what = name === undefined ? 'name a command of dicom' : `unknown command '${name}' of dicom`;
      throw badInput(`${what}; there are inspect and write`);
    });
  group
    .command('inspect')
    .description('decode a DICOM picture and say what its file holds')
    .argument('<file>', 'a DICOM file')
    .allowExcessArguments(false)
    .option('--lenient', 'also describe an object without a valid SOP Instance UID')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: Record<string, unknown>) => {
      const bytes = await readWholeFile(file, 'FILE_NOT_A_FILM');
      const description = await describeDicom(bytes, path.basename(file), {
        lenient: options['lenient'] === true,
      });
      process.stdout.write(
        options['json'] === true ? `${JSON.stringify(description, null, 2)}\n` : inWords(description),
      );
    });
  addDicomWriteCommand(group);
}

function inWords(picture: DicomDescription): string {
  const { rescale, windows, transferSyntax } = picture;
  const rows: [string, string][] = [
    ['encoding', `${transferSyntax.name} (${transferSyntax.uid})`],
    [
      'picture',
      `${picture.columns} x ${picture.rows} pixels, ${picture.frames} frame${picture.frames === 1 ? '' : 's'}`,
    ],
    ['photometric', `${picture.photometricInterpretation}, ${picture.samplesPerPixel} sample a pixel`],
    [
      'bits',
      `${picture.bitsStored} stored of ${picture.bitsAllocated}, high bit ${picture.highBit}, ${picture.pixelRepresentation === 1 ? 'signed' : 'unsigned'}`,
    ],
    ['values', `${picture.minimum} to ${picture.maximum}`],
    [
      'modality',
      picture.modalityLut ? 'a LUT' : rescale === null ? 'none' : `${rescale.slope} x + ${rescale.intercept}`,
    ],
    ...windows.map(({ centre, width, function: shape, explanation }): [string, string] => [
      'window',
      `centre ${centre}, width ${width}, ${shape}${explanation === null ? '' : ` (${explanation})`}`,
    ]),
    ['VOI LUTs', `${picture.voiLuts}`],
    ['sha256', picture.sha256],
    ...picture.notes.map((note): [string, string] => ['note', note]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return `${[picture.file, ...rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`)].join('\n')}\n`;
}
