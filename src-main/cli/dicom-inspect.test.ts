import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeDicomImage } from '../../tools/support/write-dicom.ts';
import { dicomDescriptionSchema } from '../files/dicom-description.ts';
import { lightboxHere } from './test-cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-dicom-inspect-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const SIDE = 64;
const RAMP = Int16Array.from({ length: SIDE * SIDE }, (_, index) => index - 2000);

function put(name: string, rows: number): string {
  const file = join(scratch, name);
  writeFileSync(
    file,
    writeDicomImage({
      width: SIDE,
      height: SIDE,
      samples: RAMP,
      bitsStored: 13,
      extra: [
        ['00280010', 'US', [rows]],
        ['00281050', 'DS', '40\\50'],
        ['00281051', 'DS', '400\\500'],
      ],
    }),
  );
  return file;
}

describe('lightbox dicom inspect', () => {
  it('says in JSON what a file holds, with the hash of its stored values', async () => {
    const { status, stdout, stderr } = await lightboxHere([
      'dicom',
      'inspect',
      put('film.dcm', SIDE),
      '--json',
    ]);
    expect([status, stderr]).toEqual([0, '']);
    const description = dicomDescriptionSchema.parse(JSON.parse(stdout));
    expect(description).toMatchObject({
      file: 'film.dcm',
      rows: SIDE,
      columns: SIDE,
      bitsStored: 13,
      pixelRepresentation: 1,
      minimum: -2000,
      maximum: 2095,
      window: { centre: 40, width: 400, function: 'LINEAR', explanation: null },
    });
    expect(description.windows).toHaveLength(2);
    // The values as they lie in memory: 16-bit little endian.
    expect(description.sha256).toBe(createHash('sha256').update(Buffer.from(RAMP.buffer)).digest('hex'));
  });

  it('refuses with one line, the code and status 2 what holds no picture', async () => {
    const text = join(scratch, 'notes.txt');
    writeFileSync(text, 'no film');
    const files = [text, put('empty.dcm', 0), join(scratch, 'missing.dcm')];
    const lines = [];
    for (const file of files) {
      const { status, stdout, stderr } = await lightboxHere(['dicom', 'inspect', file]);
      expect([status, stdout]).toEqual([2, '']);
      lines.push(stderr);
    }
    expect(lines).toEqual([
      expect.stringMatching(/notes\.txt: .*\(FILE_NOT_A_FILM\)\n$/),
      expect.stringMatching(/empty\.dcm: its size of 64 x 0 pixels .*\(FILE_CORRUPT\)\n$/),
      expect.stringMatching(/missing\.dcm: .*\(FILE_NOT_FOUND\)\n$/),
    ]);
  });
});
