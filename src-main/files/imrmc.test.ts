import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseImrmc, writeImrmc } from './imrmc.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string, rules = {}) => parseImrmc(bytes(text), 'study.imrmc', rules);

const SOUND = `A study
NR: 2
N0: 1
N1: 1
NM: 1
BEGIN DATA:
truth,c1,truth,0
truth,c2,truth,1
r1,c1,a,-1.5
r1,c2,a,2
r2,c1,a,0
r2,c2,a,1e-3
`;

describe('files of iMRMC', () => {
  it('are read with truth, whatever the line ends, blanks and case of the keywords', () => {
    const { readings, truth } = parse(SOUND);
    expect([...truth]).toEqual([
      ['c1', false],
      ['c2', true],
    ]);
    expect(readings).toHaveLength(4);
    expect(readings[0]).toEqual({
      reader: 'r1',
      case: 'c1',
      arm: 'a',
      rating: -1.5,
      seconds: null,
      order: null,
    });
    const other = SOUND.replaceAll('\n', '\r\n').replaceAll(',', ' , ').replace('BEGIN DATA:', 'Begin data:');
    expect(parse(other)).toEqual({ readings, truth });
  });

  it('come back from what was written, in the same bytes whatever the order of readings', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_ -]{0,6}[a-z0-9]$/).filter((text) => text !== 'truth');
    const rows = fc.uniqueArray(
      fc.record({
        reader: name,
        case: name,
        arm: name,
        rating: fc.double({ noNaN: true, noDefaultInfinity: true }),
      }),
      { minLength: 1, maxLength: 30, selector: (row) => JSON.stringify([row.reader, row.case, row.arm]) },
    );
    fc.assert(
      fc.property(rows, (given) => {
        const readings = given.map((row) => ({
          ...row,
          rating: row.rating === 0 ? 0 : row.rating,
          seconds: null,
          order: null,
        }));
        const truth = new Map(given.map((row, index) => [row.case, index % 2 === 0]));
        const text = writeImrmc({ readings, truth }, 'A title');
        const back = parse(text);
        expect(new Map(back.truth)).toEqual(truth);
        expect(back.readings).toHaveLength(readings.length);
        expect(back.readings).toEqual(expect.arrayContaining(readings));
        expect(writeImrmc({ readings: [...readings].reverse(), truth }, 'A title')).toBe(text);
      }),
    );
  });

  it.each<[string, string, RegExp]>([
    ['a case without truth', SOUND.replace('truth,c2,truth,1\n', ''), /line 9: the case "c2" has no truth/],
    [
      'a truth that is neither',
      SOUND.replace('c2,truth,1', 'c2,truth,2'),
      /line 8: the truth "2" is neither 0 nor 1/,
    ],
    [
      'a truth given twice',
      SOUND.replace('r1,c1', 'truth,c1,truth,0\nr1,c1'),
      /line 9: the truth of c1 stands in line 7 already/,
    ],
    ['a reading given twice', `${SOUND}r1,c1,a,3\n`, /line 13: r1 rated c1 under a already in line 9/],
    ['a score that is no number', SOUND.replace('-1.5', 'high'), /line 9: the rating "high" is no number/],
    ['an infinite score', SOUND.replace('-1.5', '1e999'), /line 9: the rating "1e999" is no number/],
    ['an empty score', SOUND.replace('-1.5', ''), /line 9: the rating is missing/],
    ['a row too short', SOUND.replace('r1,c1,a,-1.5', 'r1,c1,-1.5'), /line 9: it has 3 values/],
    [
      'truth as a reader alone',
      SOUND.replace('r1,c1,a', 'truth,c1,a'),
      /line 9: "truth" stands for the reader or/,
    ],
    [
      'a reader beyond those declared',
      `${SOUND}r3,c1,a,1\n`,
      /line 2: it declares 2 readers, the data have 3/,
    ],
  ])('refuse %s by its line', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('refuse readers and ratings that the caller does not know', () => {
    expect(() => parse(SOUND, { readers: ['r1'] })).toThrow(
      /line 11: the reader "r2" is unknown; there are r1; line 12/,
    );
    expect(() => parse(SOUND, { scale: [-1, 5] })).toThrow('line 9: the rating -1.5 is outside -1 to 5');
  });

  it('name twenty lines and count the others', () => {
    const text = `BEGIN DATA:\n${Array.from({ length: 30 }, (_, index) => `r,c${index},a,1`).join('\n')}`;
    expect(() => parse(text)).toThrow(/line 21: [^;]+; and 10 more/);
  });

  it('refuse what is no such file, and names it cannot hold', () => {
    expect(() => parse('reader,case\n')).toThrow('no line "BEGIN DATA:"');
    expect(() => parse('BEGIN DATA:\n')).toThrow('it holds no reading');
    const reading = { reader: 'a,b', case: 'c', arm: 'm', rating: 1, seconds: null, order: null };
    expect(() => writeImrmc({ readings: [reading], truth: new Map([['c', true]]) }, 't')).toThrow(
      '"a,b" cannot stand',
    );
  });
});
