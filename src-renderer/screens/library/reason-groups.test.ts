import { describe, expect, it } from 'vitest';
import { reasonGroups } from './reason-groups.ts';

describe('reasonGroups', () => {
  it('puts reasons together that differ in numbers only, and keeps the numbers that they share', () => {
    const small = (size: string) => `${size} pixels are too few for a film (at least 64 a side)`;
    expect(
      reasonGroups([
        ['text.txt', 'it is a text file, not a film'],
        ['a.dcm', small('80 x 60')],
        ['b.dcm', small('80 x 50')],
        ['c.dcm', small('80 x 3')],
      ]),
    ).toEqual([
      {
        reason: '80 x … pixels are too few for a film (at least 64 a side)',
        fileNames: ['a.dcm', 'b.dcm', 'c.dcm'],
      },
      { reason: 'It is a text file, not a film', fileNames: ['text.txt'] },
    ]);
  });

  it('keeps the numbers of a single file, and tells tags apart', () => {
    expect(
      reasonGroups([
        ['a.dcm', 'its pixel data is cut short (8130 of 8192 bytes)'],
        ['b.dcm', '(0028,0010) is missing'],
        ['c.dcm', '(0028,0011) is missing'],
      ]).map(({ reason }) => reason),
    ).toEqual([
      'Its pixel data is cut short (8130 of 8192 bytes)',
      '(0028,0010) is missing',
      '(0028,0011) is missing',
    ]);
  });
});
