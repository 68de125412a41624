import { describe, expect, it } from 'vitest';
import {
  DEFLATED_LITTLE,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
} from '../../src-core/dicom/transfer-syntax.ts';
import { renderDisplay } from '../../src-core/imaging/film-display.ts';
import { type DicomImageOptions, type Element, writeDicomImage } from '../../tools/support/write-dicom.ts';
import { decodeDicom, decodeStoredPictures } from './dicom.ts';

const SIDE = 64;
const RAMP = Uint16Array.from({ length: SIDE * SIDE }, (_, index) => index);
const SYNTAXES = [IMPLICIT_LITTLE, EXPLICIT_LITTLE, DEFLATED_LITTLE, EXPLICIT_BIG];

function ramp(options: Partial<DicomImageOptions> = {}): Uint8Array {
  return writeDicomImage({ width: SIDE, height: SIDE, samples: RAMP, bitsStored: 12, ...options });
}

/** A film with its greys as it opens. */
async function shown(options: Partial<DicomImageOptions> = {}) {
  const { radiograph } = await decodeDicom(ramp(options), 'ramp.dcm');
  return { ...radiograph, greys: renderDisplay(radiograph) };
}

async function storedValues(bytes: Uint8Array): Promise<Int32Array> {
  const { frames } = await decodeStoredPictures(bytes, 'x');
  for await (const { values } of frames) return values;
  throw new Error('no frame');
}

function window(centre: string, width: string, shape?: string): Element[] {
  const elements: Element[] = [
    ['00281050', 'DS', centre],
    ['00281051', 'DS', width],
  ];
  return shape === undefined ? elements : [...elements, ['00281056', 'CS', shape]];
}

describe('stored values', () => {
  it.each(SYNTAXES)('are the same 16-bit numbers in transfer syntax %s', async (syntax) => {
    expect(Uint16Array.from(await storedValues(ramp({ syntax })))).toEqual(RAMP);
  });

  it.each(SYNTAXES)('are the same 8-bit numbers in transfer syntax %s', async (syntax) => {
    const samples = Uint8Array.from(RAMP);
    const bytes = writeDicomImage({ width: SIDE, height: SIDE, samples, syntax });
    expect(Uint8Array.from(await storedValues(bytes))).toEqual(samples);
  });

  it('are negative where the pixel representation is signed', async () => {
    const samples = Int16Array.from(RAMP, (value) => value - 2048);
    const bytes = writeDicomImage({ width: SIDE, height: SIDE, samples, bitsStored: 16 });
    expect(Int16Array.from(await storedValues(bytes))).toEqual(samples);
  });

  it('leave out bits above the high bit, where older files keep overlays', async () => {
    const samples = RAMP.map((value) => value | 0xa000);
    expect(Uint16Array.from(await storedValues(ramp({ samples })))).toEqual(RAMP);
  });

  it('are taken from below the high bit where they do not start at bit 0', async () => {
    const samples = RAMP.map((value) => (value << 4) | 0x5);
    expect(Uint16Array.from(await storedValues(ramp({ samples, highBit: 15 })))).toEqual(RAMP);
  });

  it('of the picture are read, not those of an icon before it', async () => {
    const icon: Element = ['00880200', 'SQ', [[['7FE00010', 'OW', new Uint8Array(8192).fill(7)]]]];
    for (const syntax of SYNTAXES) {
      expect(Uint16Array.from(await storedValues(ramp({ syntax, extra: [icon] })))).toEqual(RAMP);
    }
  });
});

describe('greys', () => {
  // PS3.3 section C.11.2.1.2.1, written out for output 0 to 65535.
  function linear(value: number, centre: number, width: number): number {
    if (value <= centre - 0.5 - (width - 1) / 2) return 0;
    if (value > centre - 0.5 + (width - 1) / 2) return 65535;
    return Math.round(((value - (centre - 0.5)) / (width - 1) + 0.5) * 65535);
  }

  it('follow the LINEAR window of PS3.3 C.11.2.1.2.1', async () => {
    const { greys } = await shown({ extra: window('1000', '401') });
    expect([...greys]).toEqual([...RAMP].map((value) => linear(value, 1000, 401)));
    expect([greys[799], greys[1200]]).toEqual([0, 65535]);
  });

  it('follow a LINEAR window of width 1 as a threshold', async () => {
    const { greys } = await shown({ extra: window('100', '1') });
    expect([greys[99], greys[100]]).toEqual([0, 65535]);
  });

  it('follow LINEAR_EXACT and SIGMOID (PS3.3 C.11.2.1.3)', async () => {
    const exact = (await shown({ extra: window('1000', '400', 'LINEAR_EXACT') })).greys;
    expect([exact[800], exact[1000], exact[1200]]).toEqual([0, 32768, 65535]);
    const sigmoid = (await shown({ extra: window('1000', '400', 'SIGMOID') })).greys;
    // 1 / (1 + e^-2) = 0.880797 at one half width above the centre.
    expect([sigmoid[1000], sigmoid[1200]]).toEqual([32768, 57723]);
  });

  it('apply the window to rescaled values', async () => {
    const extra: Element[] = [['00281053', 'DS', '2'], ['00281052', 'DS', '-1024'], ...window('1000', '401')];
    expect([...(await shown({ extra })).greys]).toEqual(
      [...RAMP].map((value) => linear(2 * value - 1024, 1000, 401)),
    );
  });

  it('take the first of several windows', async () => {
    const two = (await shown({ extra: window('1000\\50', '401\\9') })).greys;
    expect(two).toEqual((await shown({ extra: window('1000', '401') })).greys);
  });

  it('span the lowest to the highest value where no usable window is given, with a note', async () => {
    for (const extra of [[], window('1000', '0'), window('', '')]) {
      const { greys, notes } = await shown({ extra });
      expect([greys[0], greys[4095], greys[2048]]).toEqual([0, 65535, Math.round((2048 / 4095) * 65535)]);
      expect(notes.join()).toMatch(/from its lowest to its highest value/);
    }
  });

  it('of MONOCHROME1 are inverted', async () => {
    const { greys } = await shown({ photometric: 'MONOCHROME1', extra: window('1000', '401') });
    expect([...greys]).toEqual([...RAMP].map((value) => Math.round(65535 - linear(value, 1000, 401))));
  });

  it.each(['MONOCHROME1', 'MONOCHROME2'])(
    'of %s show padding black and leave it out of the range',
    async (photometric) => {
      const extra: Element[] = [
        ['00280120', 'US', [4000]],
        ['00280121', 'US', [4095]],
      ];
      const { greys } = await shown({ photometric, extra });
      expect([greys[4000], greys[4095]]).toEqual([0, 0]);
      expect(Math.max(...greys)).toBe(65535);
      expect(photometric === 'MONOCHROME1' ? greys[0] : greys[3999]).toBe(65535);
    },
  );

  it('follow a VOI LUT, which goes before a window', async () => {
    const table = Uint16Array.of(0, 10, 500, 1023);
    const item: Element[] = [
      ['00283002', 'US', [4, 100, 10]],
      ['00283006', 'OW', new Uint8Array(table.buffer)],
    ];
    const { greys } = await shown({ extra: [['00283010', 'SQ', [item]], ...window('1', '2')] });
    const expected = [0, 0, 10, 500, 1023, 1023].map((value) => Math.round((value / 1023) * 65535));
    expect([0, 100, 101, 102, 103, 4095].map((index) => greys[index])).toEqual(expected);
  });

  it('pass a modality LUT before the window', async () => {
    const table = Uint16Array.from(RAMP, (value) => 4095 - value);
    const item: Element[] = [
      ['00283002', 'US', [4096, 0, 12]],
      ['00283006', 'OW', new Uint8Array(table.buffer)],
    ];
    const { greys } = await shown({ extra: [['00283000', 'SQ', [item]], ...window('1000', '401')] });
    expect([...greys]).toEqual([...RAMP].map((value) => linear(4095 - value, 1000, 401)));
  });
});

describe('facts and notes', () => {
  it('hold patient, age, sex, view and spacing', async () => {
    const extra: Element[] = [
      ['00100020', 'LO', 'P-17'],
      ['00101010', 'AS', '045Y'],
      ['00100040', 'CS', 'F'],
      ['00185101', 'CS', 'PA'],
      ['00181164', 'DS', '0.2\\0.14'],
    ];
    const { facts, radiograph } = await decodeDicom(ramp({ extra }), 'x.dcm');
    expect(facts).toMatchObject({
      patient: 'P-17',
      ageYears: 45,
      sex: 'F',
      view: 'PA',
      label: 'CR, PA, F, 45 years',
    });
    expect(radiograph.pixelSpacingMm).toEqual([0.2, 0.14]);
  });

  it('say that a picture calls itself synthetic, or was lossy', async () => {
    const extra: Element[] = [
      ['0008001C', 'CS', 'YES'],
      ['00282110', 'CS', '01'],
    ];
    const { facts, radiograph } = await decodeDicom(ramp({ extra }), 'x.dcm');
    expect(facts.declaredSynthetic).toBe(true);
    expect(radiograph.lossy).toBe(true);
    expect(radiograph.notes.join()).toMatch(/lossy|with loss.*synthetic/);
  });

  it.each([{ withoutPreamble: true }, { withoutMeta: true }, { withoutMeta: true, syntax: IMPLICIT_LITTLE }])(
    'say that the header is incomplete: %j',
    async (options) => {
      const { radiograph } = await decodeDicom(ramp(options), 'x.dcm');
      expect(radiograph.pixels).toEqual((await shown()).pixels);
      expect(radiograph.notes.join()).toMatch(/missing/);
    },
  );
});
