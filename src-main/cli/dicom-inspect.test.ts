import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Element, writeDicomImage } from '../../tools/support/write-dicom.ts';
import { dicomDescriptionSchema } from '../files/dicom-description.ts';
import { lightboxHere } from './test-cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-dicom-inspect-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const SIDE = 64;
const RAMP = Int16Array.from({ length: SIDE * SIDE }, (_, index) => index - 2000);

const VOI_LUT: Element[] = [
  ['00283002', 'SS', [4, -3000, 10]],
  ['00283003', 'LO', 'NORMAL'],
  ['00283006', 'OW', new Uint8Array(8)],
];

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
        ['00280120', 'SS', [-2000]],
        ['00281050', 'DS', '40\\50'],
        ['00281051', 'DS', '400\\500'],
        ['00281052', 'DS', '-1024'],
        ['00281053', 'DS', '1'],
        ['00281054', 'LO', 'HU'],
        ['00281055', 'LO', 'LUNG\\BONE'],
        ['00283010', 'SQ', [VOI_LUT]],
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
      window: { centre: 40, width: 400, function: 'LINEAR', explanation: 'LUNG' },
      rescale: { slope: 1, intercept: -1024 },
      unit: 'HU',
      voiLuts: [{ explanation: 'NORMAL', first: -3000, entries: 4, bits: 10 }],
      opensWith: 'voi-lut',
      inverted: false,
      padding: { low: -2000, high: -2000 },
    });
    expect(description.windows).toHaveLength(2);
    // The values as they lie in memory: 16-bit little endian.
    expect(description.sha256).toBe(createHash('sha256').update(Buffer.from(RAMP.buffer)).digest('hex'));
  });

  it('lists in words every way to look at the film', async () => {
    const { stdout } = await lightboxHere(['dicom', 'inspect', put('film.dcm', SIDE)]);
    for (const line of [
      /modality +1 x \+ -1024, in HU/,
      /VOI LUT +4 entries of 10 bits from -3000 \(NORMAL\)/,
      /window +centre 40, width 400, LINEAR \(LUNG\)/,
      /window +centre 50, width 500, LINEAR \(BONE\)/,
      /opens +with the first VOI LUT/,
      /shown +the lowest value is black/,
      /padding +-2000 to -2000/,
    ])
      expect(stdout).toMatch(line);
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
