import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { DicomDescription } from '../files/dicom-description.ts';
import { FilmWorkerPool } from '../files/film-worker-pool.ts';
import { addDeidentifyCommand } from './dicom-deidentify.ts';
import { addDicomWriteCommand } from './dicom-write.ts';
import { badInput } from './exit.ts';

const FILM_WORKER = fileURLToPath(new URL('../files/film-worker.ts', import.meta.url));

/** Adds `dicom inspect`, `dicom deidentify` and `dicom write`. */
export function addDicomCommands(program: Command): void {
  const group = program
    .command('dicom')
    .description('look into DICOM files, and write them')
    .helpCommand(false)
    .allowExcessArguments(true)
    .action((_options: unknown, { args }: Command) => {
      const [name] = args;
      const what = name === undefined ? 'name a command of dicom' : `unknown command '${name}' of dicom`;
      throw badInput(`${what}; there are deidentify, inspect and write`);
    });
  group
    .command('inspect')
    .description('decode a DICOM picture and say what its file holds')
    .argument('<file>', 'a DICOM file')
    .allowExcessArguments(false)
    .option('--lenient', 'also describe an object without a valid SOP Instance UID')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: Record<string, unknown>) => {
      const description = await describe(file, options['lenient'] === true);
      process.stdout.write(
        options['json'] === true ? `${JSON.stringify(description, null, 2)}\n` : inWords(description),
      );
    });
  addDeidentifyCommand(group);
  addDicomWriteCommand(group);
}

/** In a worker thread under the limits of an import: what a hostile file takes is bounded here too. */
async function describe(file: string, lenient: boolean): Promise<DicomDescription> {
  const pool = new FilmWorkerPool({ workerFile: FILM_WORKER, workers: 1 });
  try {
    const answer = await pool.describe(file, lenient, new AbortController().signal);
    if (answer.ok) return answer.description;
    const name = path.basename(file);
    throw new LightboxError(answer.code, `${name}: ${answer.reason}.`, { file: name, reason: answer.reason });
  } finally {
    await pool.dispose();
  }
}

function inWords(picture: DicomDescription): string {
  const { windows, padding, transferSyntax } = picture;
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
    ['modality', `${modalityInWords(picture)}${picture.unit === null ? '' : `, in ${picture.unit}`}`],
    ...picture.voiLuts.map(({ first, entries, bits, explanation }): [string, string] => [
      'VOI LUT',
      `${entries} entries of ${bits} bits from ${first}${explained(explanation)}`,
    ]),
    ...windows.map(({ centre, width, function: shape, explanation }): [string, string] => [
      'window',
      `centre ${centre}, width ${width}, ${shape}${explained(explanation)}`,
    ]),
    ...opening(picture),
    ...(padding === null ? [] : [['padding', `${padding.low} to ${padding.high}`] as [string, string]]),
    ['sha256', picture.sha256],
    ...picture.notes.map((note): [string, string] => ['note', note]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return `${[picture.file, ...rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`)].join('\n')}\n`;
}

const OPENS = {
  'voi-lut': 'with the first VOI LUT',
  window: 'with the first window',
  range: 'from the lowest to the highest value: the file names no window',
} as const;

function opening({ opensWith, inverted }: DicomDescription): [string, string][] {
  if (opensWith === null) return [['opens', 'as grey over the full range of its colours']];
  return [
    ['opens', OPENS[opensWith]],
    ['shown', inverted ? 'inverted: the lowest value is white' : 'the lowest value is black'],
  ];
}

function modalityInWords({ modalityLut, rescale }: DicomDescription): string {
  if (modalityLut) return 'a LUT';
  return rescale === null ? 'none' : `${rescale.slope} x + ${rescale.intercept}`;
}

function explained(explanation: string | null): string {
  return explanation === null ? '' : ` (${explanation})`;
}
