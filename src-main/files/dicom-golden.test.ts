import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderDisplay } from '../../src-core/imaging/film-display.ts';
import golden from '../../tools/goldens/data/dicom-values.json' with { type: 'json' };
import { decodeDicom } from './dicom.ts';
import { describeDicom } from './dicom-description.ts';
import { decodeFilm } from './film-reader.ts';

const SHARED = new URL('../../../shared/dicom/valid/', import.meta.url);

// Expected values: tools/goldens/make_dicom_values.py with pydicom 3.0.
describe.skipIf(!existsSync(SHARED))('[shared films] against pydicom, on the shared DICOM files', () => {
  it.each(golden.files)('reads the stored values and the greys of $file', async (expected) => {
    const bytes = readFileSync(new URL(expected.file, SHARED));
    const description = await describeDicom(bytes, expected.file);
    expect(description.sha256).toBe(expected.storedSha256);

    const { radiograph } = await decodeDicom(bytes, expected.file);
    expect([radiograph.height, radiograph.width]).toEqual([expected.rows, expected.columns]);
    const pixels = renderDisplay(radiograph);
    // pydicom rounds in another order: one step of 65535 is the tolerance.
    expected.positions.forEach((position, index) => {
      expect(Math.abs((pixels[position] ?? -9) - (expected.displaySamples[index] ?? 0))).toBeLessThanOrEqual(
        1,
      );
    });
    let sum = 0;
    for (const value of pixels) sum += value;
    const mean = sum / pixels.length;
    expect(Math.abs(mean - expected.displayMean)).toBeLessThan(0.5);
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
