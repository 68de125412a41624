import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  applyVoi,
  type DisplayableFilm,
  displayTable,
  modalityValue,
  renderDisplay,
  type VoiTransform,
  WHITE,
} from '../../src-core/imaging/film-display.ts';
import golden from '../../tools/goldens/data/dicom-values.json' with { type: 'json' };
import { decodeStoredPictures, filmOfFrame } from './dicom.ts';
import { describeDicom } from './dicom-description.ts';
import { decodeFilm } from './film-reader.ts';

const SHARED = new URL('../../../shared/dicom/valid/', import.meta.url);

interface GoldenFile {
  readonly file: string;
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  readonly syntax: string;
  readonly lossy: boolean;
  readonly storedSha256?: string;
  readonly modalitySha256?: string;
  readonly positions?: readonly number[];
  readonly storedSamples?: readonly number[];
  readonly choices: readonly {
    readonly kind: string;
    readonly mean: number;
    readonly sha256?: string;
    readonly samples?: readonly number[];
  }[];
}

/** The films of all frames. */
async function filmsOf(file: string): Promise<DisplayableFilm[]> {
  const pictures = await decodeStoredPictures(readFileSync(new URL(file, SHARED)), file);
  const films: DisplayableFilm[] = [];
  for await (const stored of pictures.frames)
    films.push(filmOfFrame(pictures, films.length, stored, file).film);
  return films;
}

/** Display grey of every possible pixel before it is rounded. */
function exactGreys({ bits, display }: DisplayableFilm, transform: VoiTransform): Float64Array {
  const { scale, padding, inverted } = display;
  return Float64Array.from({ length: 2 ** bits }, (_, pixel) => {
    if (padding !== null && pixel >= padding.low && pixel <= padding.high) return 0;
    const share = applyVoi(transform, modalityValue(scale, pixel));
    return WHITE * (inverted ? 1 - share : share);
  });
}

/** As `rounded` of the script: what lies within a millionth of the middle goes up. */
const rounded = (grey: number): number => Math.floor(Math.floor(grey * 1e6 + 0.5) / 1e6 + 0.5);

function sha256Of(parts: readonly (Uint16Array | Int16Array | Float64Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  return hash.digest('hex');
}

/** As 16-bit integers, two's complement where they are signed. */
const storedOf = ({ pixels, display }: DisplayableFilm): Int16Array =>
  Int16Array.from(pixels, (pixel) => pixel - display.scale.zero);

/** A table's output has taken the place of the stored values. */
const TABLED = new Set(['mlut_18.dcm']);

const files: readonly GoldenFile[] = golden.files;

// Expected values: tools/goldens/make_dicom_values.py with pydicom 3.0.2.
describe.skipIf(!existsSync(SHARED))('[shared films] the grey-value chain against pydicom', () => {
  it.each(files.filter(({ lossy }) => !lossy))(
    'of $file has its stored and modality values to the last bit, and its greys to half a unit of 65535',
    async (expected) => {
      const films = await filmsOf(expected.file);
      expect(films.length).toBe(expected.frames);
      if (!TABLED.has(expected.file)) expect(sha256Of(films.map(storedOf))).toBe(expected.storedSha256);
      const modality = films.map(({ pixels, display }) =>
        Float64Array.from(pixels, (pixel) => modalityValue(display.scale, pixel)),
      );
      expect(sha256Of(modality)).toBe(expected.modalitySha256);

      const ways = films[0]?.display.choices ?? [];
      // Without a window the whole range is offered besides the range that occurs.
      if (expected.choices[0]?.kind !== 'range') expect(ways.length).toBe(expected.choices.length);
      for (const [index, choice] of expected.choices.entries()) {
        const shown = films.map((film) => {
          const transform = (film.display.choices[index] ?? film.display.choices[0]).transform;
          const exact = exactGreys(film, transform);
          const greys = displayTable(film.bits, film.display, transform);
          const furthest = greys.reduce(
            (most, grey, pixel) => Math.max(most, Math.abs(grey - (exact[pixel] ?? Number.NaN))),
            0,
          );
          expect(furthest).toBeLessThanOrEqual(0.5 + 1e-9);
          const table = Uint16Array.from(exact, rounded);
          return Uint16Array.from(film.pixels, (pixel) => table[pixel] ?? 0);
        });
        expect(sha256Of(shown), `${choice.kind} ${index}`).toBe(choice.sha256);
      }
    },
  );

  it.each(files.filter(({ lossy }) => lossy))(
    'of $file, compressed with loss, differs from its reference decoder by no more than the coding leaves open',
    async (expected) => {
      const [film] = await filmsOf(expected.file);
      const [choice] = expected.choices;
      if (film === undefined || choice === undefined) throw new Error('nothing to compare');
      const greys = renderDisplay(film);
      const stored = Int32Array.from(film.pixels, (pixel) => pixel - film.display.scale.zero);
      const furthest = (values: ArrayLike<number>, samples: readonly number[] | undefined) =>
        (expected.positions ?? []).reduce(
          (most, position, index) =>
            Math.max(most, Math.abs((values[position] ?? Number.NaN) - (samples?.[index] ?? Number.NaN))),
          0,
        );
      // JPEG leaves the rounding of its inverse cosine transform open: one stored value. The others leave nothing.
      const open = /JPEG 2000|JPEG-LS/.test(expected.syntax) ? 0 : 1;
      expect(furthest(stored, expected.storedSamples)).toBeLessThanOrEqual(open);
      // A stored value more or less, and where the range that occurs is shown, one of its ends as well.
      const table = displayTable(film.bits, film.display);
      const step = table.reduce((most, grey, pixel) => Math.max(most, grey - (table[pixel - 1] ?? grey)), 0);
      const down = table.reduce((most, grey, pixel) => Math.max(most, (table[pixel - 1] ?? grey) - grey), 0);
      const steepest = Math.max(step, down);
      expect(furthest(greys, choice.samples)).toBeLessThanOrEqual(0.5 + 2 * open * steepest);
      let sum = 0;
      for (const grey of greys) sum += grey;
      expect(Math.abs(sum / greys.length - choice.mean)).toBeLessThanOrEqual(0.5 + open * steepest);
    },
  );
});

describe.skipIf(!existsSync(SHARED))('[shared films] the golden values', () => {
  it('hold every grey picture of the folder but the one that no decoder reads', async () => {
    const grey: string[] = [];
    for (const file of readdirSync(SHARED).sort()) {
      const opened = await decodeStoredPictures(readFileSync(new URL(file, SHARED)), file).catch(() => null);
      if (opened?.image.photometric.startsWith('MONOCHROME') === true) grey.push(file);
    }
    const unread = 'JPEG2000-embedded-sequence-delimiter.dcm';
    expect(grey.filter((file) => file !== unread)).toEqual(files.map(({ file }) => file));
  });
});

// What each file of the folder's README must come to: a named refusal, or the picture with a note.
const BROKEN: readonly (readonly [file: string, code: string])[] = [
  ['6154.dcm', 'FILE_NOT_A_FILM'],
  ['ExplVR_BigEndNoMeta.dcm', 'FILE_NOT_A_FILM'],
  ['ExplVR_LitEndNoMeta.dcm', 'FILE_NOT_A_FILM'],
  ['MR_truncated.dcm', 'FILE_CORRUPT'],
  ['UN_sequence.dcm', 'FILE_NOT_A_FILM'],
  ['badVR.dcm', 'FILE_UNSUPPORTED'],
  ['cxr_truncated.dcm', 'FILE_CORRUPT'],
  ['empty_charset_LEI.dcm', 'FILE_NOT_A_FILM'],
  ['emri_small_jpeg_2k_lossless_too_short.dcm', 'FILE_CORRUPT'],
  ['meta_missing_tsyntax.dcm', 'FILE_CORRUPT'],
  ['nested_priv_SQ.dcm', 'FILE_CORRUPT'],
  ['no_meta.dcm', 'FILE_NOT_A_FILM'],
  ['no_meta_group_length.dcm', 'FILE_NOT_A_FILM'],
  ['reportsi.dcm', 'FILE_NOT_A_FILM'],
  ['rtdose.dcm', 'FILE_UNSUPPORTED'],
  ['rtplan.dcm', 'FILE_NOT_A_FILM'],
  ['rtplan_truncated.dcm', 'FILE_CORRUPT'],
  ['test-SR.dcm', 'FILE_NOT_A_FILM'],
];

describe.skipIf(!existsSync(SHARED))('[shared films] the shared broken DICOM files', () => {
  const broken = new URL('../broken/', SHARED);

  it.each(BROKEN)('refuses %s by name with %s', async (file, code) => {
    const bytes = readFileSync(new URL(file, broken));
    await expect(decodeFilm(bytes, file)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${file}: `),
    });
  });

  it('opens the film without preamble and meta header as the whole one, with a note', async () => {
    const bare = await decodeFilm(
      readFileSync(new URL('cxr_no_preamble.dcm', broken)),
      'cxr_no_preamble.dcm',
    );
    const whole = await decodeFilm(
      readFileSync(new URL('cxr_explicit_le.dcm', SHARED)),
      'cxr_explicit_le.dcm',
    );
    expect(bare.radiograph.pixels).toEqual(whole.radiograph.pixels);
    expect(bare.radiograph.notes.join()).toMatch(/preamble.*missing/);
  });

  it('opens the picture whose UIDs are no UIDs with a note, and does not call its object sound', async () => {
    const bytes = readFileSync(new URL('bad_sequence.dcm', broken));
    expect((await decodeFilm(bytes, 'bad_sequence.dcm')).radiograph.notes).toContain(
      'its SOP Instance UID is no UID',
    );
    await expect(describeDicom(bytes, 'bad_sequence.dcm')).rejects.toMatchObject({ code: 'FILE_CORRUPT' });
  });

  it('has a verdict for every file', () => {
    const listed = [...BROKEN.map(([file]) => file), 'cxr_no_preamble.dcm', 'bad_sequence.dcm'].sort();
    expect(readdirSync(broken).sort()).toEqual(listed);
  });
});

describe.skipIf(!existsSync(SHARED))('[shared films] the shared valid DICOM files', () => {
  it('are opened or refused by name, each of them', async () => {
    for (const file of readdirSync(SHARED)) {
      const bytes = readFileSync(new URL(file, SHARED));
      try {
        expect((await decodeFilm(bytes, file)).kind).toBe('dicom');
      } catch (error) {
        // One has a delimiter written over its codestream's size: nothing reads its picture, nor does OpenJPEG.
        const broken = file === 'JPEG2000-embedded-sequence-delimiter.dcm';
        const code = broken ? 'FILE_CORRUPT' : expect.stringMatching(/^FILE_(?:UNSUPPORTED|NOT_A_FILM)$/);
        expect(error, file).toMatchObject({ code });
      }
    }
  });

  it('of one radiograph give one picture in every uncompressed encoding', async () => {
    const read = async (file: string) =>
      (await decodeFilm(readFileSync(new URL(file, SHARED)), file)).radiograph.pixels;
    const reference = await read('cxr_explicit_le.dcm');
    for (const file of ['cxr_implicit_le.dcm', 'cxr_big_endian.dcm', 'cxr_deflated.dcm', 'cxr_phi.dcm']) {
      expect(await read(file)).toEqual(reference);
    }
  });
});
