import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../../src-core/base/errors.ts';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { decodeDicom, decodeStoredPictures } from '../dicom.ts';

/** Made by tools/goldens/make_dicom_codecs.py with dcmtk and OpenJPEG: a drawn film in every encoding. */
const golden = readGoldenJson<{
  rows: number;
  columns: number;
  entries: { name: string; file: string; values: number[]; tolerance: number }[];
}>('dicom-codecs.json.gz');

const bytesOf = (file: string): Uint8Array => new Uint8Array(Buffer.from(file, 'base64'));

async function firstFrame(bytes: Uint8Array): Promise<Int32Array> {
  const { frames } = await decodeStoredPictures(bytes, 'film.dcm');
  for await (const { values } of frames) return values;
  throw new Error('no frame');
}

describe('compressed pixels', () => {
  it.each(golden.entries)('of $name decode to the reference values', async ({ file, values, tolerance }) => {
    const found = await firstFrame(bytesOf(file));
    expect(found).toHaveLength(values.length);
    const differences = values.map((value, index) => Math.abs(value - (found[index] ?? Number.NaN)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(tolerance);
  });

  it('that are cut anywhere give a coded error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...golden.entries),
        fc.double({ min: 0, max: 0.99 }),
        async (entry, at) => {
          const bytes = bytesOf(entry.file);
          const cut = bytes.slice(0, Math.floor(at * bytes.length));
          await expect(decodeDicom(cut, 'cut.dcm')).rejects.toBeInstanceOf(LightboxError);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('that are damaged anywhere give a coded error or a picture of the size the file states', async () => {
    const damage = fc.record({ at: fc.double({ min: 0, max: 0.999 }), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...golden.entries),
        fc.array(damage, { minLength: 1, maxLength: 6 }),
        async (entry, damages) => {
          const bytes = bytesOf(entry.file);
          for (const { at, value } of damages) bytes[Math.floor(at * bytes.length)] = value;
          try {
            const { radiograph } = await decodeDicom(bytes, 'bad.dcm');
            expect(radiograph.pixels.length).toBe(radiograph.width * radiograph.height);
          } catch (error) {
            expect(error).toBeInstanceOf(LightboxError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
