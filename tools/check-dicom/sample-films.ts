import { createHash } from 'node:crypto';
import {
  describeFilmObject,
  type FilmObject,
  type GeneratingModel,
} from '../../src-core/dicom/film-object.ts';
import { type FilmDisplay, identityDisplay } from '../../src-core/imaging/film-display.ts';

/** A film of each sort that is exported, small, with the pixels as the film holds them. */
export interface SampleFilm {
  readonly name: string;
  readonly film: FilmObject;
  readonly pixels: Uint8Array | Uint16Array;
}

export const SAMPLE_PROGRAM = { name: 'Roentgen Lightbox', version: '0.1.0' };

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

const MODEL: GeneratingModel = {
  name: 'cxr-demo',
  components: Object.fromEntries(
    ['unet/model.onnx', 'vae_decoder/model.onnx', 'text_encoder/model.onnx'].map((file) => [
      file,
      sha256(file),
    ]),
  ),
  runtime: 'onnxruntime 1.30.0',
};
const RECIPE = JSON.stringify({ prompt: '54 year old female. Pleural effusion, ÄÖÜ \\ 肺.', seed: 7 });
const MADE_AT = '2026-11-24T10:00:00.000Z';

const GENERATED: FilmObject['origin'] = { kind: 'generated', model: MODEL, recipeJson: RECIPE };
const REAL: FilmObject['origin'] = { kind: 'real', modality: 'CR' };

const eight = (width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: width * height }, (_, index) => (index * 7) % 256);
const sixteen = (width: number, height: number): Uint16Array =>
  Uint16Array.from({ length: width * height }, (_, index) => (index * 7919) % 65536);

function sample(
  name: string,
  width: number,
  height: number,
  pixels: Uint8Array | Uint16Array,
  change: Partial<FilmObject> = {},
): SampleFilm {
  const bits = pixels instanceof Uint8Array ? 8 : 16;
  return {
    name,
    pixels,
    film: {
      width,
      height,
      bits,
      display: identityDisplay(bits),
      pixelsSha256: sha256(new Uint8Array(pixels.buffer)),
      origin: GENERATED,
      patientId: 'SYN-0123456789ABCDEF',
      ageYears: 54,
      sex: 'F',
      view: 'PA',
      text: '54 year old female. Pleural effusion, ÄÖÜ \\ 肺.',
      madeAt: MADE_AT,
      studyAt: MADE_AT,
      instanceNumber: 1,
      lossy: false,
      pixelSpacingMm: null,
      pictureChecked: false,
      textDeclared: false,
      ...change,
    },
  };
}

const REAL_PATIENT: Partial<FilmObject> = {
  origin: REAL,
  patientId: 'P-FEDCBA9876543210',
  ageYears: 97,
  sex: null,
  view: null,
  text: '',
  madeAt: null,
  studyAt: null,
};

/** Signed stored values in Hounsfield-like units, inverted, with padding, two windows and a VOI LUT. */
const RICH_DISPLAY: FilmDisplay = {
  scale: { zero: 32768, slope: 0.5, intercept: -1024.25 },
  choices: [
    {
      label: 'TABLE',
      transform: { kind: 'lut', first: -1000, bits: 12, values: Uint16Array.from([0, 100, 2000, 4095]) },
    },
    { label: 'NORMAL', transform: { kind: 'window', function: 'SIGMOID', centre: 40.5, width: 400 } },
    { label: null, transform: { kind: 'window', function: 'SIGMOID', centre: 300, width: 1500.125 } },
  ],
  inverted: true,
  padding: { low: 0, high: 15 },
  unit: 'HU',
};

const generated = sample('generated-8-bit', 64, 64, eight(64, 64));

export const SAMPLE_FILMS: readonly SampleFilm[] = [
  generated,
  sample('generated-odd-size', 65, 67, eight(65, 67), { view: null, ageYears: null, sex: null }),
  sample('generated-16-bit', 67, 65, sixteen(67, 65), { view: 'LL' }),
  sample('edited-of-generated', 64, 64, eight(64, 64).reverse(), {
    origin: {
      kind: 'edited',
      model: MODEL,
      recipeJson: RECIPE,
      derivation: 'Image to image, strength 0.6, within a mask.',
      source: {
        sopInstanceUid: describeFilmObject(generated.film, SAMPLE_PROGRAM, sha256).sopInstanceUid,
      },
      ofRealFilm: false,
    },
  }),
  sample('edited-of-real', 64, 65, eight(64, 65), {
    ...REAL_PATIENT,
    patientId: 'P-FEDCBA9876543210-SYN',
    text: 'Large effusion.',
    origin: {
      kind: 'edited',
      model: MODEL,
      recipeJson: RECIPE,
      derivation: 'Image to image, strength 0.6.',
      source: null,
      ofRealFilm: true,
    },
  }),
  sample('real-8-bit-lossy', 70, 64, eight(70, 64), {
    ...REAL_PATIENT,
    lossy: true,
    origin: { kind: 'real', modality: null },
  }),
  sample('real-16-bit', 101, 99, sixteen(101, 99), {
    ...REAL_PATIENT,
    pixelSpacingMm: [0.143, 0.143],
    pictureChecked: true,
    ageYears: 45,
    sex: 'M',
    view: 'AP',
  }),
  sample('real-monochrome1-signed', 65, 64, sixteen(65, 64), { ...REAL_PATIENT, display: RICH_DISPLAY }),
  sample('real-lut-only', 64, 66, sixteen(64, 66), {
    ...REAL_PATIENT,
    display: {
      ...identityDisplay(16),
      padding: { low: 65535, high: 65535 },
      choices: [
        {
          label: 'LINEAR',
          transform: {
            kind: 'lut',
            first: 0,
            bits: 16,
            values: Uint16Array.from({ length: 65536 }, (_, value) => value),
          },
        },
      ],
    },
  }),
];
