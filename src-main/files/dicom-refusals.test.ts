import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import {
  DEFLATED_LITTLE,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
} from '../../src-core/dicom/transfer-syntax.ts';
import {
  type DicomImageOptions,
  type Element,
  writeDicomFile,
  writeDicomImage,
} from '../../tools/support/write-dicom.ts';
import { decodeDicom } from './dicom.ts';

const SIDE = 64;
const RAMP = Uint16Array.from({ length: SIDE * SIDE }, (_, index) => index);
const SYNTAXES = [IMPLICIT_LITTLE, EXPLICIT_LITTLE, DEFLATED_LITTLE, EXPLICIT_BIG];
const WINDOW: Element[] = [
  ['00281050', 'DS', '1000'],
  ['00281051', 'DS', '401'],
];

function ramp(options: Partial<DicomImageOptions> = {}): Uint8Array {
  return writeDicomImage({ width: SIDE, height: SIDE, samples: RAMP, bitsStored: 12, ...options });
}

describe('refusals', () => {
  const jpeg2000 = '1.2.840.10008.1.2.4.90';
  const cases: [name: string, code: string, reason: RegExp, bytes: () => Uint8Array][] = [
    ['not compressed', 'FILE_CORRUPT', /calls itself JPEG 2000 Lossless/, () => ramp({ syntax: jpeg2000 })],
    ['unknown syntax', 'FILE_UNSUPPORTED', /"1\.2\.3" is not known/, () => ramp({ syntax: '1.2.3' })],
    ['one sample of colour', 'FILE_CORRUPT', /1 samples a pixel/, () => ramp({ photometric: 'RGB' })],
    ['a colour model', 'FILE_UNSUPPORTED', /in colour \(HSV\)/, () => ramp({ photometric: 'HSV' })],
    ['frames', 'FILE_CORRUPT', /8192 of 81920 bytes/, () => ramp({ extra: [['00280008', 'IS', '10']] })],
    ['32 bits', 'FILE_UNSUPPORTED', /32 bits/, () => ramp({ extra: [['00280100', 'US', [32]]] })],
    ['bits', 'FILE_CORRUPT', /contradicts itself/, () => ramp({ extra: [['00280101', 'US', [17]]] })],
    [
      'no rows',
      'FILE_CORRUPT',
      /Rows is missing/,
      () => ramp({ extra: [['00280010', 'UN', new Uint8Array(0)]] }),
    ],
    ['zero rows', 'FILE_CORRUPT', /64 x 0/, () => ramp({ extra: [['00280010', 'US', [0]]] })],
    [
      'too small',
      'FILE_NOT_A_FILM',
      /64 x 2 pixels are too few/,
      () => ramp({ extra: [['00280010', 'US', [2]]] }),
    ],
    [
      'too large',
      'FILE_UNSUPPORTED',
      /100 million/,
      () =>
        ramp({
          extra: [
            ['00280010', 'US', [60000]],
            ['00280011', 'US', [60000]],
          ],
        }),
    ],
    ['short pixels', 'FILE_CORRUPT', /8192 of 8320 bytes/, () => ramp({ extra: [['00280010', 'US', [65]]] })],
    [
      'float pixels',
      'FILE_UNSUPPORTED',
      /floating-point/,
      () => ramp({ extra: [['7FE00008', 'OW', new Uint8Array(4)]] }),
    ],
    [
      'short LUT',
      'FILE_CORRUPT',
      /lookup table/,
      () => {
        const item: Element[] = [
          ['00283002', 'US', [400, 0, 12]],
          ['00283006', 'OW', new Uint8Array(8)],
        ];
        return ramp({ extra: [['00283010', 'SQ', [item]]] });
      },
    ],
    ['report', 'FILE_NOT_A_FILM', /structured report/, () => writeDicomFile([['00080060', 'CS', 'SR']])],
    [
      'nothing',
      'FILE_NOT_A_FILM',
      /without a picture/,
      () => writeDicomFile([['00080005', 'CS', 'ISO_IR 100']]),
    ],
    ['no syntax', 'FILE_CORRUPT', /transfer syntax/, () => writeDicomFile([], { syntax: '' })],
    ['no body', 'FILE_CORRUPT', /ends behind/, () => writeDicomFile([])],
    [
      'deflated rubbish',
      'FILE_CORRUPT',
      /inflated/,
      () =>
        Buffer.concat([
          writeDicomFile([], { syntax: DEFLATED_LITTLE }).subarray(0, -2),
          Buffer.alloc(40, 0xff),
        ]),
    ],
  ];

  it.each(cases)('name the file and the reason: %s', async (_name, code, reason, bytes) => {
    try {
      await decodeDicom(bytes(), 'odd.dcm');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(LightboxError);
      expect(error).toMatchObject({ code, message: expect.stringMatching(/^odd\.dcm: .+[^.]\.$/) });
      expect(String(error)).toMatch(reason);
    }
  });

  it('come for a file cut anywhere, and never a wrong picture or another error', async () => {
    const whole = ramp({ extra: WINDOW });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.constantFrom(...SYNTAXES), async (length, syntax) => {
        const bytes = ramp({ syntax, extra: WINDOW });
        const cut = bytes.subarray(0, Math.min(length, bytes.length - 1));
        await expect(decodeDicom(cut, 'cut.dcm')).rejects.toBeInstanceOf(LightboxError);
      }),
      { numRuns: 300 },
    );
  });

  it('or a picture, but no other error, come for any damaged byte of the header', async () => {
    const whole = ramp({ extra: WINDOW });
    const damage = fc.record({ at: fc.nat(600), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
        const bytes = Uint8Array.from(whole);
        for (const { at, value } of damages) bytes[128 + at] = value;
        try {
          const { radiograph } = await decodeDicom(bytes, 'bad.dcm');
          expect(radiograph.pixels.length).toBe(radiograph.width * radiograph.height);
        } catch (error) {
          expect(error).toBeInstanceOf(LightboxError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(['1e308', '-1e308', '1e-300', '9e999'])('takes the rescale slope %s for none', async (slope) => {
    const rescale: Element[] = [
      ['00281052', 'DS', '-10'],
      ['00281053', 'DS', slope],
    ];
    const plain = await decodeDicom(ramp({ extra: [['00281052', 'DS', '-10']] }), 'plain.dcm');
    const { radiograph } = await decodeDicom(ramp({ extra: rescale }), 'odd.dcm');
    expect(radiograph.display).toEqual(plain.radiograph.display);
  });
});
