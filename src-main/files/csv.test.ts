import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellText, writeCsv } from './csv.ts';

describe('writeCsv', () => {
  it('writes header, CRLF, empty for null, words for booleans', () => {
    const rows = [
      ['plain', 1.5, null, true],
      ['a, "b"\nc', -2, 'x', false],
    ];
    expect(writeCsv(['text', 'number', 'none', 'flag'], rows)).toBe(
      'text,number,none,flag\r\nplain,1.5,,true\r\n"a, ""b""\nc",-2,x,false\r\n',
    );
  });

  it.each(['=1+1', '+cmd', '-x', '@SUM(A1)', '\tx', '\r=x', '-', '+49 30 1234'])(
    'disarms the formula %j',
    (text) => {
      expect(cellText(text)).toBe(`'${text}`);
    },
  );

  it.each(['-5', '+3.2', '-1e-7', '-.5'])('leaves the number %s, written as text, alone', (text) => {
    expect(cellText(text)).toBe(text);
  });

  it('gives back every text, but for the apostrophe before formulas, and every number (-0 as 0)', () => {
    const cell = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, fc.double({ noNaN: true, noDefaultInfinity: true }))),
        (rows) => {
          const back: string[][] = parse(writeCsv(['a', 'b', 'c'], rows), { record_delimiter: '\r\n' });
          expect(back.slice(1)).toEqual(rows.map((row) => row.map(cellText)));
          expect(back.slice(1).map((row) => Number(row[2]))).toEqual(rows.map((row) => row[2] + 0));
        },
      ),
    );
  });

  it('refuses rows of another length and numbers that are none', () => {
    expect(() => writeCsv(['a'], [['x', 'y']])).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    expect(() => writeCsv(['a'], [[Number.NaN]])).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});
