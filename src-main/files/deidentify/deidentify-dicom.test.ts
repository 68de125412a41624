import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import dicomParser from 'dicom-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../../src-core/base/errors.ts';
import { readFileMeta } from '../../../src-core/dicom/file-meta.ts';
import {
  DEFLATED_LITTLE,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
} from '../../../src-core/dicom/transfer-syntax.ts';
import { type Element, writeDicomImage } from '../../../tools/support/write-dicom.ts';
import { decodeDicom } from '../dicom.ts';
import { deidentifyDicom } from './deidentify-dicom.ts';
import { Pseudonyms } from './pseudonyms.ts';

const VALID = new URL('../../../../shared/dicom/valid/', import.meta.url);
/** The file of the shared folder that tests character sets and holds no picture. */
const WITHOUT_PICTURE = 'chrSQEncoding.dcm';
const SYNTAXES = [EXPLICIT_LITTLE, IMPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED_LITTLE];
const TRAILING_PADDING = Buffer.from([0xfc, 0xff, 0xfc, 0xff]);
const NOTHING = new Uint8Array(0);
const SECRET = 'SECRETNAME';
const UID = '1.2.826.0.1.3680043.10.4711.99';
const DATE = '19530412';
const NONE = { keepPatientCharacteristics: false, shiftDates: false };
const pseudonyms = new Pseudonyms(new Uint8Array(32).fill(7));

/** The same identifying values in every representation, nested, private, and where they do not belong. */
const identifying = (): Element[] => [
  ['00080012', 'DA', DATE],
  ['00080018', 'UI', UID],
  ['00080020', 'DA', DATE],
  ['00080050', 'SH', SECRET],
  ['00080080', 'LO', SECRET],
  ['00080081', 'ST', SECRET],
  ['00080090', 'PN', `${SECRET}^A`],
  ['0008103E', 'LO', SECRET],
  ['00081030', 'LO', SECRET],
  ['00081070', 'PN', SECRET],
  [
    '00081140',
    'SQ',
    [
      [
        ['00081150', 'UI', '1.2.840.10008.5.1.4.1.1.1'],
        ['00081155', 'UI', UID],
      ],
    ],
  ],
  ['00082111', 'ST', SECRET],
  [
    '00082218',
    'SQ',
    [
      [
        ['00080100', 'SH', SECRET],
        ['00080102', 'SH', '99LOCAL'],
        ['00080104', 'LO', SECRET],
      ],
    ],
  ],
  ['00090010', 'LO', SECRET],
  ['00091001', 'UN', Buffer.from(SECRET)],
  ['00100010', 'PN', `${SECRET}^B`],
  ['00100020', 'LO', SECRET],
  ['00100030', 'DA', DATE],
  ['00100040', 'CS', 'F'],
  ['00101010', 'AS', '073Y'],
  ['00104000', 'LT', SECRET],
  ['00180015', 'CS', 'Secretname'],
  ['00181000', 'LO', SECRET],
  ['00181030', 'LO', SECRET],
  ['00185101', 'CS', 'PA'],
  ['0020000D', 'UI', UID],
  ['00204000', 'LT', SECRET],
  ['00282110', 'CS', '00'],
  ['00321032', 'PN', SECRET],
  ['0032000A', 'CS', 'Secretname'],
  [
    '00400275',
    'SQ',
    [
      [
        ['00400007', 'LO', SECRET],
        ['00400009', 'SH', SECRET],
      ],
    ],
  ],
  ['00402017', 'LO', SECRET],
  [
    '0040A730',
    'SQ',
    [
      [
        ['0040A160', 'UT', SECRET],
        ['0040A124', 'UI', UID],
      ],
    ],
  ],
  ['50000010', 'LO', SECRET],
  ['60000022', 'LO', SECRET],
  ['60003000', 'OW', Buffer.from(SECRET)],
  ['77770010', 'LO', SECRET],
  ['FFFCFFFC', 'OB', Buffer.from(SECRET)],
];

const samples = Uint16Array.from({ length: 64 * 64 }, (_, index) => (index * 37) & 0xfff);
const source = (syntax: string): Uint8Array =>
  writeDicomImage({ width: 64, height: 64, samples, syntax, bitsStored: 12, extra: identifying() });

/** The output with a deflated data set inflated, so that nothing hides in it. */
function plain(bytes: Uint8Array): Buffer {
  const meta = readFileMeta(bytes);
  const body = bytes.subarray(meta?.dataSetOffset ?? 0);
  return meta?.transferSyntaxUid === DEFLATED_LITTLE
    ? Buffer.concat([bytes.subarray(0, meta.dataSetOffset), inflateRawSync(body)])
    : Buffer.from(bytes);
}

/** From the element of the pixels (7FE0,0010) to the end; undefined where there is none. */
function fromPixelsOn(bytes: Uint8Array): Buffer | undefined {
  const bigEndian = readFileMeta(bytes)?.transferSyntaxUid === EXPLICIT_BIG;
  const whole = plain(bytes);
  const at = whole.lastIndexOf(Buffer.from(bigEndian ? [0x7f, 0xe0, 0, 0x10] : [0xe0, 0x7f, 0x10, 0]));
  return at < 0 ? undefined : whole.subarray(at);
}

describe.each(SYNTAXES)('deidentifyDicom in transfer syntax %s', (syntax) => {
  const copy = () => deidentifyDicom(source(syntax), 'a.dcm', pseudonyms, NONE);

  it('leaves no identifying value anywhere in the output', () => {
    const text = plain(copy().bytes).toString('latin1');
    expect(plain(source(syntax)).toString('latin1')).toContain(SECRET);
    for (const trace of [SECRET, 'Secretname', UID, DATE, '073Y', '99LOCAL'])
      expect(text).not.toContain(trace);
    // UTF-16 and swapped bytes too.
    const letters = text.replaceAll('\0', '');
    expect(letters).not.toContain(SECRET);
    const swapped = plain(copy().bytes);
    expect(
      swapped
        .subarray(0, swapped.length & ~1)
        .swap16()
        .toString('latin1'),
    ).not.toContain(SECRET);
  });

  it('keeps the picture exactly, and says what was done', async () => {
    const before = await decodeDicom(source(syntax), 'a.dcm');
    const { bytes } = copy();
    const after = await decodeDicom(bytes, 'a.dcm');
    expect(after.radiograph.pixels).toEqual(before.radiograph.pixels);
    expect(after.radiograph.display).toEqual(before.radiograph.display);
    expect(after.facts).toMatchObject({ view: 'PA', modality: 'CR', sex: null, ageYears: null });
    const meta = readFileMeta(bytes);
    expect(meta?.transferSyntaxUid).toBe(syntax);
    if (syntax === DEFLATED_LITTLE) return;
    const dataSet = dicomParser.parseDicom(bytes);
    const text = (tag: string) => dataSet.string(tag);
    expect([text('x00120062'), text('x00280303')]).toEqual(['YES', 'REMOVED']);
    expect(
      dataSet.elements['x00120064']?.items?.map(({ dataSet: item }) => item?.string('x00080100')),
    ).toEqual(['113100']);
    expect(text('x00100020')).toMatch(/^P[0-9A-F]{15}$/);
    expect(text('x00020003')).toBe(text('x00080018'));
  });
});

describe('deidentifyDicom', () => {
  const elementsOf = (bytes: Uint8Array) => dicomParser.parseDicom(bytes);
  const clean = (extra: Element[], options = NONE, secret = pseudonyms) =>
    elementsOf(
      deidentifyDicom(writeDicomImage({ width: 64, height: 64, samples, extra }), 'a.dcm', secret, options)
        .bytes,
    );

  it('gives equal UIDs equal replacements in all files and places, and others under another secret', () => {
    const one = clean([['0020000D', 'UI', UID]]);
    const two = clean([['00081140', 'SQ', [[['00081155', 'UI', UID]]]]]);
    const remapped = one.string('x0020000d');
    expect(remapped).toMatch(/^2\.25\.\d{1,39}$/);
    expect(two.elements['x00081140']?.items?.[0]?.dataSet?.string('x00081155')).toBe(remapped);
    const other = clean([['0020000D', 'UI', UID]], NONE, new Pseudonyms(new Uint8Array(32).fill(8)));
    expect(other.string('x0020000d')).not.toBe(remapped);
  });

  it('keeps sex and age, 90 years at most, and moves dates by the same days for a patient, where asked', () => {
    const options = { keepPatientCharacteristics: true, shiftDates: true };
    const day = (id: string, date: string) => {
      const set = clean(
        [
          ['00100020', 'LO', id],
          ['00100040', 'CS', 'F'],
          ['00101010', 'AS', '093Y'],
          ['00080020', 'DA', date],
          ['00100030', 'DA', '19300101'],
        ],
        options,
      );
      expect([set.string('x00100040'), set.string('x00101010'), set.string('x00100030')]).toEqual([
        'F',
        '090Y',
        undefined,
      ]);
      const shifted = set.string('x00080020') ?? '';
      return Date.parse(`${shifted.slice(0, 4)}-${shifted.slice(4, 6)}-${shifted.slice(6)}T00:00:00Z`);
    };
    expect(day('A', '20200111') - day('A', '20200101')).toBe(10 * 86_400_000);
    expect(day('A', '20200101')).not.toBe(day('B', '20200101'));
    expect(day('A', '20200101')).toBeLessThan(Date.parse('2020-01-01T00:00:00Z'));
  });

  it('refuses what holds no picture and what is no DICOM', () => {
    const bare = writeDicomImage({ width: 64, height: 64, samples }).subarray(0, 300);
    for (const bytes of [bare, Buffer.from('no DICOM at all'), new Uint8Array(0)]) {
      expect(() => deidentifyDicom(bytes, 'a.dcm', pseudonyms, NONE)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^FILE_/) }),
      );
    }
  });

  it('gives a copy or a refusal for files cut or changed anywhere', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SYNTAXES),
        fc.array(fc.tuple(fc.nat(2500), fc.nat(255)), { maxLength: 5 }),
        fc.nat(12_000),
        (syntax, changes, cut) => {
          const file = Buffer.from(source(syntax)).subarray(0, cut);
          for (const [at, value] of changes) if (at < file.length) file[at] = value;
          try {
            deidentifyDicom(file, 'a.dcm', pseudonyms, NONE);
          } catch (error) {
            expect(error).toBeInstanceOf(LightboxError);
            expect(error).toMatchObject({ code: expect.stringMatching(/^FILE_/) });
          }
        },
      ),
      { numRuns: 300, seed: 41 },
    );
  });

  it.skipIf(!existsSync(VALID))('copies the pixels of every shared file byte for byte [shared films]', () => {
    const faults: string[] = [];
    for (const name of readdirSync(VALID).filter((file) => file.endsWith('.dcm'))) {
      const bytes = readFileSync(new URL(name, VALID));
      if (name === WITHOUT_PICTURE) continue;
      const [original, output] = [bytes, deidentifyDicom(bytes, name, pseudonyms, NONE).bytes].map(
        fromPixelsOn,
      );
      const [copied = -1, rest] = [output?.length, original?.subarray(output?.length)];
      // What follows the pixels is trailing padding (FFFC,FFFC), which is not copied.
      const complete = rest?.length === 0 || rest?.subarray(0, 4).equals(TRAILING_PADDING) === true;
      if (copied < 8 || !complete || original?.subarray(0, copied).equals(output ?? NOTHING) !== true)
        faults.push(name);
    }
    expect(faults).toEqual([]);
  });
});
