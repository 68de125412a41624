import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { LightboxError } from '../../src-core/base/errors.ts';
import { describeFilmObject, type FilmObject } from '../../src-core/dicom/film-object.ts';
import { identityDisplay } from '../../src-core/imaging/film-display.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import { encodeDicom, storedValues } from '../files/dicom-write.ts';
import { readFilm } from '../files/film-reader.ts';
import { readRecordedImage } from '../files/recorded-image.ts';
import { patientIdOf, syntheticOrigin, textFacts } from '../files/synthetic-object.ts';
import { PRODUCT_NAME, PRODUCT_VERSION } from '../product.ts';
import { badInput } from './exit.ts';
import { type RawOptions, textOption } from './option-values.ts';

/** Adds `dicom write` to the commands of `dicom`. */
export function addDicomWriteCommand(group: Command): void {
  group
    .command('write')
    .description('write a generated picture, or a real film without its identity, as a DICOM object')
    .argument('<file>', 'a PNG or DICOM file with a recipe; with --real any film that is read')
    .allowExcessArguments(false)
    .requiredOption('--out <file>', 'the DICOM file to write')
    .option('--real', 'the picture is of a real person: nothing but pixels, age, sex and view is taken over')
    .option('--force', 'replace a file that is there')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: RawOptions) => {
      const target = path.resolve(textOption(options, 'out') ?? '');
      if (existsSync(target) && options['force'] !== true)
        throw new LightboxError('CONFLICT', `${target} exists already. Choose another name, or add --force.`);
      const film = options['real'] === true ? await realFilm(file) : await syntheticFilm(file);
      const written = await writeObject(film, target);
      process.stdout.write(
        options['json'] === true
          ? `${JSON.stringify(written)}\n`
          : `${written.file}\n  SOP Instance UID ${written.sopInstanceUid}\n  sha256 ${written.sha256}\n`,
      );
    });
}

interface FilmWithPixels {
  readonly object: FilmObject;
  readonly pixels: Uint8Array | Uint16Array;
}

async function writeObject({ object, pixels }: FilmWithPixels, target: string) {
  const program = { name: PRODUCT_NAME, version: PRODUCT_VERSION };
  const { dataSet, sopInstanceUid } = describeFilmObject(object, program, sha256);
  const bytes = encodeDicom(dataSet, storedValues(pixels, object.display.scale.zero));
  await atomicWrite(target, bytes);
  return { file: target, sopInstanceUid, sha256: sha256(bytes) };
}

async function syntheticFilm(file: string): Promise<FilmWithPixels> {
  const { recipe, width, height, pixels } = await readRecordedImage(file).catch((thrown: unknown) => {
    if (thrown instanceof LightboxError && thrown.code === 'RECIPE_INVALID')
      throw badInput(`${thrown.message} If it is a film of a real person, add --real.`);
    throw thrown;
  });
  const pixelsSha256 = sha256(pixels);
  return {
    pixels,
    object: {
      ...unstated(pixelsSha256),
      ...textFacts(recipe.prompt),
      width,
      height,
      bits: 8,
      display: identityDisplay(8),
      // A picture alone does not tell whose film an edit started from.
      origin: syntheticOrigin(recipe, { source: null, ofRealFilm: recipe.task !== 'text-to-image' }),
      patientId: patientIdOf('SYN', pixelsSha256),
      instanceNumber: recipe.seedIndex + 1,
    },
  };
}

async function realFilm(file: string): Promise<FilmWithPixels> {
  const { radiograph, facts } = await readFilm(file);
  if (facts.declaredSynthetic)
    throw badInput(`${path.basename(file)} says of itself that it is synthetic; leave --real away`);
  const { pixels, width, height, bits, display, lossy, pixelSpacingMm } = radiograph;
  const pixelsSha256 = sha256(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
  const { ageYears, sex, view, modality } = facts;
  return {
    pixels,
    object: {
      ...unstated(pixelsSha256),
      ...{ width, height, bits, lossy, ageYears, sex },
      view: view !== null && /^[A-Z0-9 _]{1,16}$/.test(view) ? view : null,
      display,
      origin: {
        kind: 'real',
        modality: modality !== null && /^[A-Z]{2,16}$/.test(modality) ? modality : null,
      },
      patientId: patientIdOf('P', pixelsSha256),
      pixelSpacingMm: pixelSpacingMm ?? null,
    },
  };
}

const unstated = (pixelsSha256: string) => ({
  pixelsSha256,
  ageYears: null,
  sex: null,
  view: null,
  text: '',
  madeAt: null,
  studyAt: null,
  instanceNumber: 1,
  lossy: false,
  pixelSpacingMm: null,
  pictureChecked: false,
  textDeclared: false,
});

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
