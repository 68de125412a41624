import { describe, expect, it } from 'vitest';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from '../../src-core/dicom/transfer-syntax.ts';
import { modalityValue, renderDisplay } from '../../src-core/imaging/film-display.ts';
import { type DicomImageOptions, type Element, writeDicomImage } from '../../tools/support/write-dicom.ts';
import { decodeDicom } from './dicom.ts';

const SIDE = 64;
const RAMP = Uint16Array.from({ length: SIDE * SIDE }, (_, index) => index);

async function film(extra: readonly Element[], options: Partial<DicomImageOptions> = {}, frame = 0) {
  const bytes = writeDicomImage({
    width: SIDE,
    height: SIDE,
    samples: RAMP,
    bitsStored: 12,
    extra,
    ...options,
  });
  return (await decodeDicom(bytes, 'ramp.dcm', { frame })).radiograph;
}

function windows(centre: string, width: string, ...more: Element[]): Element[] {
  return [['00281050', 'DS', centre], ['00281051', 'DS', width], ...more];
}

function lut(
  entries: Uint16Array | Uint8Array,
  first: number,
  bits: number,
  { vr = 'US', label, swapped = false }: { vr?: 'US' | 'SS'; label?: string; swapped?: boolean } = {},
): Element[] {
  const data = Buffer.from(entries.buffer.slice(0));
  return [
    ['00283002', vr, [entries.length % 65536, first, bits]],
    ...(label === undefined ? [] : [['00283003', 'LO', label] as const]),
    ['00283006', 'OW', swapped ? data.swap16() : data],
  ];
}

describe('the ways to look at a film', () => {
  it('are all windows of the file with their explanations, the first one first', async () => {
    const explained = windows('1000\\50 \\-3.5', '401\\9\\1e2', ['00281055', 'LO', 'LUNG\\\\BONE']);
    const { display } = await film(explained);
    expect(display.choices).toEqual([
      { label: 'LUNG', transform: { kind: 'window', function: 'LINEAR', centre: 1000, width: 401 } },
      { label: null, transform: { kind: 'window', function: 'LINEAR', centre: 50, width: 9 } },
      { label: 'BONE', transform: { kind: 'window', function: 'LINEAR', centre: -3.5, width: 100 } },
    ]);
  });

  it.each(['LINEAR_EXACT', 'SIGMOID'])('share the one VOI LUT Function of the file: %s', async (name) => {
    const { display } = await film(windows('9\\5', '4\\0.5', ['00281056', 'CS', name]));
    expect(display.choices.map(({ transform }) => transform)).toMatchObject([
      { function: name, width: 4 },
      { function: name, width: 0.5 },
    ]);
  });

  it('leave out what is no window, with a note, and pairs of which one half is missing', async () => {
    const { display, notes } = await film(windows('1000\\50\\7\\x', '401\\0\\0.5'));
    expect(display.choices).toHaveLength(1);
    expect(notes.join()).toMatch(/width 0 is not allowed.*width 0\.5 is not allowed/);
    expect((await film(windows('1', '5', ['00281056', 'CS', 'CUBIC']))).notes.join()).toMatch(
      /"CUBIC".*LINEAR/,
    );
  });

  it('begin with the VOI LUTs, all of them, where there are any; the windows stay to be chosen', async () => {
    const curve = Uint16Array.from({ length: 4096 }, (_, index) => index >> 2);
    const items = [
      lut(curve, 0, 10, { label: 'NORMAL' }),
      lut(
        curve.map((value) => value >> 1),
        0,
        10,
      ),
    ];
    const { display } = await film([['00283010', 'SQ', items], ...windows('1000', '401')]);
    expect(display.choices.map(({ label, transform }) => [label, transform.kind])).toEqual([
      ['NORMAL', 'lut'],
      [null, 'lut'],
      [null, 'window'],
    ]);
  });

  it('are kept up to 64, however many a file names, with a note', async () => {
    const many = Array.from({ length: 8000 }, (_, index) => `${index + 1}`).join('\\');
    const started = performance.now();
    const { display, notes } = await film(windows(many, many));
    expect(display.choices).toHaveLength(64);
    expect(notes).toContain('of its 8000 windows and tables the first 64 are kept');
    // Splitting the text again for every value would take minutes.
    expect(performance.now() - started).toBeLessThan(2000);
    const table = lut(Uint16Array.of(0, 255), 0, 8);
    const tables = await film([
      ['00283010', 'SQ', Array.from({ length: 70 }, () => table)],
      ...windows('1', '5'),
    ]);
    expect(tables.display.choices.map(({ transform }) => transform.kind)).toEqual(Array(64).fill('lut'));
    expect(tables.notes).toContain('of its 71 windows and tables the first 64 are kept');
  });
});

describe('a VOI LUT', () => {
  const entries = Uint16Array.of(0, 100, 400, 1023);
  const shares = [0, 100, 400, 1023].map((value) => Math.round((65535 * value) / 1023));

  it.each([IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG])(
    'is read in transfer syntax %s',
    async (syntax) => {
      const item = lut(entries, 2000, 10, { swapped: syntax === EXPLICIT_BIG });
      const greys = renderDisplay(await film([['00283010', 'SQ', [item]]], { syntax }));
      expect([greys[0], greys[2000], greys[2001], greys[2002], greys[2003], greys[4095]]).toEqual([
        0,
        ...shares,
        65535,
      ]);
    },
  );

  it.each(['US', 'SS'] as const)('may begin at a negative value, with VR %s', async (vr) => {
    const rescale: Element[] = [
      ['00281052', 'DS', '-1024'],
      ['00281053', 'DS', '1'],
    ];
    const first = vr === 'SS' ? -2 : 65534;
    const item = lut(entries, first, 10, { vr });
    const greys = renderDisplay(await film([...rescale, ['00283010', 'SQ', [item]]]));
    expect([1021, 1022, 1023, 1024, 1025, 1026].map((index) => greys[index])).toEqual([0, ...shares, 65535]);
  });

  it('has 65536 entries where its descriptor says 0, and entries of 8 bits in single bytes', async () => {
    const long = Uint16Array.from({ length: 65536 }, (_, index) => index);
    const whole = renderDisplay(await film([['00283010', 'SQ', [lut(long, 0, 16)]]]));
    expect([...whole]).toEqual([...RAMP]);
    const bytes = Uint8Array.of(0, 51, 102, 255);
    const narrow = renderDisplay(await film([['00283010', 'SQ', [lut(bytes, 10, 8)]]]));
    expect([9, 10, 11, 12, 13].map((index) => narrow[index])).toEqual([0, 0, 13107, 26214, 65535]);
  });
});

describe('modality values', () => {
  it('have the unit of Rescale Type; US says that there is none', async () => {
    const unit = async (...extra: Element[]) => (await film(extra)).display.unit;
    expect(await unit(['00281054', 'LO', 'HU'])).toBe('HU');
    expect(await unit(['00281054', 'LO', 'US'])).toBeNull();
    expect(await unit()).toBeNull();
    const table = lut(RAMP, 0, 12);
    expect(await unit(['00283000', 'SQ', [[...table, ['00283004', 'LO', 'OD']]]])).toBe('OD');
  });

  it('of every frame follow the frame’s own functional groups, else the shared ones', async () => {
    const rescale = (intercept: string): Element[] => [
      ['00281052', 'DS', intercept],
      ['00281053', 'DS', '2'],
      ['00281054', 'LO', 'HU'],
    ];
    const groups: Element[] = [
      ['00280008', 'IS', '2'],
      [
        '52009229',
        'SQ',
        [
          [
            ['00289145', 'SQ', [rescale('-7')]],
            ['00289132', 'SQ', [windows('9', '99')]],
          ],
        ],
      ],
      ['52009230', 'SQ', [[], [['00289132', 'SQ', [windows('5\\6', '50\\60')]]]]],
    ];
    const samples = Uint16Array.from({ length: 2 * RAMP.length }, (_, index) => index % 4096);
    const [first, second] = [await film(groups, { samples }), await film(groups, { samples }, 1)];
    expect([first, second].map(({ display }) => modalityValue(display.scale, 100))).toEqual([193, 193]);
    expect(first.display.choices.map(({ transform }) => transform)).toMatchObject([{ centre: 9, width: 99 }]);
    expect(second.display.choices.map(({ transform }) => transform)).toMatchObject([
      { centre: 5, width: 50 },
      { centre: 6, width: 60 },
    ]);
    expect(second.display.unit).toBe('HU');
  });
});

describe('the presentation', () => {
  const shape = (value: string): Element[] => [...windows('2048', '4096'), ['20500020', 'CS', value]];

  it.each([
    ['MONOCHROME1', 'INVERSE', true, false],
    ['MONOCHROME2', 'IDENTITY', false, false],
    ['MONOCHROME2', 'INVERSE', true, true],
    ['MONOCHROME1', 'IDENTITY', true, true],
  ])(
    'of %s with Presentation LUT Shape %s is inverted: %s; a contradiction is noted: %s',
    async (photometric, value, inverted, noted) => {
      const { display, notes } = await film(shape(value), { photometric });
      expect(display.inverted).toBe(inverted);
      expect(notes.some((note) => note.includes('contradicts'))).toBe(noted);
    },
  );
});
