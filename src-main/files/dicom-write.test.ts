import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import { describeFilmObject } from '../../src-core/dicom/film-object.ts';
import { ATTRIBUTES, type Keyword } from '../../src-core/dicom/written-attributes.ts';
import { displayTable } from '../../src-core/imaging/film-display.ts';
import {
  SAMPLE_FILMS,
  SAMPLE_PROGRAM,
  type SampleFilm,
  sha256,
} from '../../tools/check-dicom/sample-films.ts';
import { decodeDicom, decodeStoredPictures } from './dicom.ts';
import { parseDicomFile } from './dicom-data-set.ts';
import { encodeDicom, storedValues } from './dicom-write.ts';

/** Encoded once: deterministic, and shared by the tests. */
const WRITTEN = SAMPLE_FILMS.map((sample) => ({ ...sample, ...write(sample) }));
type Written = (typeof WRITTEN)[number];

function write({ film, pixels }: SampleFilm) {
  const described = describeFilmObject(film, SAMPLE_PROGRAM, sha256);
  const stored = storedValues(pixels, film.display.scale.zero);
  return { ...described, stored, bytes: encodeDicom(described.dataSet, stored) };
}

const named = (name: string): Written => {
  const found = WRITTEN.find((written) => written.name === name);
  if (found === undefined) throw new Error(`There is no sample ${name}`);
  return found;
};
const elementsOf = ({ bytes, name }: Pick<Written, 'bytes' | 'name'>) => parseDicomFile(bytes, name).elements;
const greatestDifference = (found: Uint16Array, wanted: Uint16Array, pixels: ArrayLike<number>): number =>
  Array.from(pixels).reduce(
    (most, pixel) => Math.max(most, Math.abs((found[pixel] ?? 0) - (wanted[pixel] ?? 0))),
    0,
  );
const tagOf = (keyword: Keyword): string => `x${ATTRIBUTES[keyword][0].toLowerCase()}`;

/**
 * Attributes of type 1 (with a value) and 2 (present) of the mandatory modules of Secondary Capture Image (PS3.3
 * table A.8-1): C.7-1, C.7-3, C.7-5a, C.8-24, C.7-9, C.7-11a/b, C.8-25, C.12-1; and of General Equipment (C.7-8).
 */
const REQUIRED: Readonly<Record<string, readonly [1 | 2, readonly Keyword[]]>> = {
  Patient: [2, ['PatientName', 'PatientID', 'PatientBirthDate', 'PatientSex']],
  'General Study': [1, ['StudyInstanceUID']],
  'General Study, may be empty': [
    2,
    ['StudyDate', 'StudyTime', 'ReferringPhysicianName', 'StudyID', 'AccessionNumber'],
  ],
  'General Series': [1, ['Modality', 'SeriesInstanceUID']],
  'General Series, may be empty': [2, ['SeriesNumber']],
  'SC Equipment': [1, ['ConversionType']],
  'General Equipment': [2, ['Manufacturer']],
  'General Image': [2, ['InstanceNumber', 'PatientOrientation']],
  'Image Pixel': [
    1,
    [
      'SamplesPerPixel',
      'PhotometricInterpretation',
      'Rows',
      'Columns',
      'BitsAllocated',
      'BitsStored',
      'HighBit',
      'PixelRepresentation',
      'PixelData',
    ],
  ],
  'SOP Common': [1, ['SOPClassUID', 'SOPInstanceUID']],
};

describe.each(WRITTEN)('the object of $name', (written) => {
  it('holds every required attribute of its IOD', () => {
    const elements = elementsOf(written);
    for (const [type, keywords] of Object.values(REQUIRED)) {
      for (const keyword of keywords) {
        const element = elements.element(tagOf(keyword));
        expect({ keyword, present: element !== undefined }).toEqual({ keyword, present: true });
        if (type === 1) expect({ keyword, empty: element?.length === 0 }).toEqual({ keyword, empty: false });
      }
    }
    // Type 1C: Lossy Image Compression stays 01 once it was (PS3.3 section C.7.6.1.1.5).
    expect(elements.text(tagOf('LossyImageCompression'))).toBe(written.film.lossy ? '01' : undefined);
  });

  it('gives back the stored values exactly', async () => {
    const { frames, image } = await decodeStoredPictures(written.bytes, written.name);
    expect([image.width, image.height]).toEqual([written.film.width, written.film.height]);
    for await (const { values } of frames) expect(values).toEqual(Int32Array.from(written.stored));
  });

  it('is read as the film it was: pixels, and the greys of every way to look at it', async () => {
    const { film, pixels, bytes, name } = written;
    const { radiograph } = await decodeDicom(bytes, name);
    expect(Uint16Array.from(radiograph.pixels)).toEqual(Uint16Array.from(pixels));
    const { choices } = radiograph.display;
    expect(choices.map(({ label }) => label)).toEqual(film.display.choices.map(({ label }) => label));
    film.display.choices.forEach(({ transform }, index) => {
      const wanted = displayTable(film.bits, film.display, transform);
      const found = displayTable(radiograph.bits, radiograph.display, choices[index]?.transform);
      expect(greatestDifference(found, wanted, pixels)).toBe(0);
    });
  });

  it('is the same file when it is written again', () => {
    expect(write(written).bytes).toEqual(written.bytes);
  });

  it('says whether it is synthetic', () => {
    const elements = elementsOf(written);
    const real = written.film.origin.kind === 'real';
    expect(elements.text('x0008001c')).toBe(real ? 'NO' : 'YES');
    expect(elements.text('x00100010')).toMatch(real ? /^PSEUDONYM\^/ : /^SYNTHETIC\^/);
    const equipment = elements.firstItem('x0018a001');
    expect(equipment?.firstItem('x0040a170')?.text('x00080100')).toBe(real ? '109104' : '109100');
  });
});

describe('objects of one patient', () => {
  it('share the study, not the series, and are instances of their own', () => {
    const [made, edited] = [named('generated-8-bit'), named('edited-of-generated')].map(elementsOf);
    const uid = (keyword: Keyword) => [made?.text(tagOf(keyword)), edited?.text(tagOf(keyword))];
    const [study, otherStudy] = uid('StudyInstanceUID');
    expect(otherStudy).toBe(study);
    for (const keyword of ['SeriesInstanceUID', 'SOPInstanceUID'] as const)
      expect(new Set(uid(keyword)).size).toBe(2);
    const source = edited?.firstItem(tagOf('SourceImageSequence'));
    expect(source?.text(tagOf('ReferencedSOPInstanceUID'))).toBe(made?.text(tagOf('SOPInstanceUID')));
  });

  it('get another UID for anything that changes', () => {
    const { film, sopInstanceUid } = named('generated-8-bit');
    const uidOf = (change: object, version = SAMPLE_PROGRAM.version) =>
      describeFilmObject({ ...film, ...change }, { ...SAMPLE_PROGRAM, version }, sha256).sopInstanceUid;
    expect(uidOf({})).toBe(sopInstanceUid);
    const others = [
      uidOf({ text: 'x' }),
      uidOf({ pixelsSha256: sha256('x') }),
      uidOf({ patientId: 'SYN-1' }),
      uidOf({}, '2'),
    ];
    expect(new Set([sopInstanceUid, ...others]).size).toBe(5);
  });
});

describe('a de-identified film', () => {
  it('says that its identity is removed only where somebody looked at the picture', () => {
    const [checked, unchecked] = [named('real-16-bit'), named('real-8-bit-lossy')].map(elementsOf);
    expect([checked?.text('x00120062'), checked?.text('x00280301')]).toEqual(['YES', 'NO']);
    expect([unchecked?.text('x00120062'), unchecked?.text('x00280301')]).toEqual(['NO', undefined]);
  });

  it('gives ages above 89 as 90', () => {
    expect(elementsOf(named('real-8-bit-lossy')).text('x00101010')).toBe('090Y');
    expect(elementsOf(named('real-16-bit')).text('x00101010')).toBe('045Y');
  });
});

describe('encodeDicom', () => {
  it('refuses what an attribute cannot hold, and pixels of another size', () => {
    const { dataSet, stored } = named('generated-8-bit');
    expect(() => encodeDicom({ ...dataSet, StudyDescription: 'x'.repeat(65) }, stored)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining('StudyDescription') }),
    );
    expect(() => encodeDicom({ ...dataSet, SOPInstanceUID: '' }, stored)).toThrow(LightboxError);
    expect(() => encodeDicom(dataSet, stored.subarray(1))).toThrow(RangeError);
    expect(() => encodeDicom(dataSet, Uint16Array.from(stored))).toThrow(RangeError);
  });

  it('writes a view into a larger buffer as what it shows', async () => {
    const { dataSet, stored } = named('generated-8-bit');
    const larger = new Uint8Array(stored.length + 64).fill(200);
    larger.set(stored as Uint8Array, 32);
    const bytes = encodeDicom(dataSet, larger.subarray(32, 32 + stored.length));
    expect(bytes).toEqual(named('generated-8-bit').bytes);
  });
});

const hasDcmtk = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .some((folder) => existsSync(path.join(folder, 'dcmftest')));

describe.skipIf(!hasDcmtk)('dcmtk [dcmtk]', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-dcmtk-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('knows every object as DICOM and dumps it without a word', () => {
    const files = WRITTEN.map(({ name, bytes }) => {
      const file = path.join(folder, `${name}.dcm`);
      writeFileSync(file, bytes);
      return file;
    });
    const tested = execFileSync('dcmftest', files, { encoding: 'utf8' });
    expect(tested.trim().split('\n')).toEqual(files.map((file) => `yes: ${file}`));
    // Status and standard error; what it prints is the content.
    execFileSync('dcmdump', ['+E', ...files], { stdio: ['ignore', 'ignore', 'pipe'] });
  });
});
