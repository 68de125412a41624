import { describe, expect, it } from 'vitest';
import { displayTable, type FilmDisplay, identityDisplay } from '../imaging/film-display.ts';
import { displayAttributes } from './display-attributes.ts';

describe('displayAttributes', () => {
  it('writes display grey as the LINEAR window that every viewer knows, with the same greys', () => {
    for (const bits of [8, 16] as const) {
      const display = identityDisplay(bits);
      const written = displayAttributes(display);
      // PS3.3 section C.11.2.1.2.1: 8 bits are centre 128 and width 256.
      expect(written).toEqual({
        PhotometricInterpretation: 'MONOCHROME2',
        PixelRepresentation: 0,
        WindowCenter: [String(2 ** (bits - 1))],
        WindowWidth: [String(2 ** bits)],
      });
      const linear = {
        kind: 'window',
        function: 'LINEAR',
        centre: 2 ** (bits - 1),
        width: 2 ** bits,
      } as const;
      expect(displayTable(bits, display, linear)).toEqual(displayTable(bits, display));
    }
  });

  it('writes signed values, padding and units as the film had them', () => {
    const display: FilmDisplay = {
      ...identityDisplay(16),
      scale: { zero: 32768, slope: 2, intercept: -5 },
      padding: { low: 768, high: 768 },
      unit: 'HU',
      inverted: true,
    };
    expect(displayAttributes(display)).toMatchObject({
      PhotometricInterpretation: 'MONOCHROME1',
      PixelRepresentation: 1,
      PixelPaddingValue: -32000,
      RescaleIntercept: '-5',
      RescaleSlope: '2',
      RescaleType: 'HU',
    });
  });

  it('spreads a VOI LUT of another depth over 16 bits: black and white stay', () => {
    const values = Uint16Array.from([0, 2048, 4095]);
    const lut = { label: 'A', transform: { kind: 'lut', first: -3, bits: 12, values } } as const;
    const { VOILUTSequence } = displayAttributes({ ...identityDisplay(16), choices: [lut] });
    // 2048 * 65535 / 4095 = 32775.5, little endian 0x8008.
    const data = Uint8Array.of(0, 0, 0x08, 0x80, 0xff, 0xff);
    expect(VOILUTSequence).toEqual([{ LUTDescriptor: [3, -3, 16], LUTExplanation: 'A', LUTData: data }]);
  });
});
