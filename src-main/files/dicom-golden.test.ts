import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import golden from '../../tools/goldens/data/dicom-values.json' with { type: 'json' };
import { decodeDicom, decodeStoredValues } from './dicom.ts';

const SHARED = new URL('../../../shared/dicom/valid/', import.meta.url);

// Expected values: tools/goldens/make_dicom_values.py with pydicom 3.0.
describe.skipIf(!existsSync(SHARED))('against pydicom, on the shared DICOM files', () => {
  it.each(golden.files)('reads the stored values and the greys of $file', (expected) => {
    const bytes = readFileSync(new URL(expected.file, SHARED));
    const stored = decodeStoredValues(bytes, expected.file);
    const hash = createHash('sha256').update(new Uint8Array(stored.buffer)).digest('hex');
    expect(hash).toBe(expected.storedSha256);

    const { radiograph } = decodeDicom(bytes, expected.file);
    expect([radiograph.height, radiograph.width]).toEqual([expected.rows, expected.columns]);
    const { pixels } = radiograph;
    // pydicom rounds in another order: one step of 65535 is the tolerance.
    expected.positions.forEach((position, index) => {
      expect(Math.abs((pixels[position] ?? -9) - (expected.displaySamples[index] ?? 0))).toBeLessThanOrEqual(
        1,
      );
    });
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    expect(Math.abs(mean - expected.displayMean)).toBeLessThan(0.5);
  });
});
