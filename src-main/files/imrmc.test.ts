import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imrmcFiles } from '../../src-core/report/exports/score-tables.ts';
import { analyseTable } from '../../src-core/stats/analysis/analyse.ts';
import type { ReadingTable, TableReading } from '../../src-core/stats/analysis/reading-table.ts';
import { parseImrmc } from './imrmc.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string, rules = {}) => parseImrmc(bytes(text), 'study.imrmc', rules);

/** A name that the format takes as it is. */
const NAME = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}[a-z0-9]$/).filter((text) => text !== 'truth');

function reading(row: Pick<TableReading, 'reader' | 'case' | 'arm' | 'rating'>): TableReading {
  return { ...row, seconds: null, order: null };
}

/** The file, and the rows of the list of changed names where there is one. */
function written(table: ReadingTable): [string, ...(readonly (readonly unknown[])[])[]] {
  const [file, names] = imrmcFiles({ name: 'scores', title: 'A title', table, threshold: null });
  return [file?.kind === 'text' ? file.text : '', ...(names?.kind === 'table' ? [names.rows] : [])];
}

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
    const rows = fc.uniqueArray(
      fc.record({
        reader: NAME,
        case: NAME,
        arm: NAME,
        rating: fc.double({ noNaN: true, noDefaultInfinity: true }),
      }),
      { minLength: 1, maxLength: 30, selector: (row) => JSON.stringify([row.reader, row.case, row.arm]) },
    );
    fc.assert(
      fc.property(rows, (given) => {
        const readings = given.map((row) => reading({ ...row, rating: row.rating === 0 ? 0 : row.rating }));
        // Each arm with both truths or all with one, so that no arm is shared by the others.
        const truth = new Map(given.map((row) => [row.case, true]));
        const [file, ...names] = written({ readings, truth });
        const back = parse(file ?? '');
        expect(names).toEqual([]);
        expect(new Map(back.truth)).toEqual(truth);
        expect(back.readings).toHaveLength(readings.length);
        expect(back.readings).toEqual(expect.arrayContaining(readings));
        expect(written({ readings: [...readings].reverse(), truth })[0]).toBe(file);
      }),
    );
  });

  it('hold every name, one for one: what the format cannot hold is changed and listed', () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
      fc.constantFrom(
        'a,b',
        'a b',
        'a"b',
        'truth',
        'Truth',
        'a\nb',
        ' ',
        'a  b',
        'truth_',
        '＝1',
        'ä',
        'a\u0301',
      ),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 8 }), (names) => {
        const readings = names.flatMap((reader, index) =>
          names.map((id, place) =>
            reading({ reader, case: id, arm: names[0] ?? '', rating: index * 10 + place }),
          ),
        );
        const truth = new Map(names.map((id, index) => [id, index % 2 === 0]));
        const [file = '', changes] = written({ readings, truth });
        const back = parse(file);
        expect(back.readings).toHaveLength(readings.length);
        expect([...back.truth.values()].sort()).toEqual([...truth.values()].sort());
        // The ratings tell which reading is which.
        const held = new Map(back.readings.map(({ rating, reader }) => [rating, reader]));
        for (const { rating, reader } of readings) {
          const form = held.get(rating) ?? '';
          if (form !== reader) expect(changes).toContainEqual(['reader', form, reader]);
        }
      }),
    );
  });

  it('lead to the same analysis of readers, areas and covariances; real films stand under each model', async () => {
    const models = ['model-a', 'model-b'];
    const readings = ['ann', 'ben', 'cid'].flatMap((reader, r) =>
      ['real', ...models].flatMap((arm, a) =>
        Array.from({ length: 5 }, (_, film) => {
          const strength = 1 + ((r * 2 + film * 3 + a) % 4);
          const right = (r + film * 2 + a) % 4 !== 0;
          const rating = (arm === 'real') === right ? -strength : strength;
          return reading({ reader, case: `${arm}-${film}`, arm, rating });
        }),
      ),
    );
    const truth = new Map(readings.map((row) => [row.case, row.arm !== 'real']));
    const [file = ''] = written({ readings, truth });
    expect(file).toContain('NM: 2');
    const options = { replicates: 100, seed: 3 };
    const { mrmc, readers, comparisons } = await analyseTable({ readings, truth }, options);
    const back = await analyseTable(parse(file), options);
    expect(mrmc.design.sharedNegatives).toBe(5);
    expect({ mrmc: back.mrmc, readers: back.readers, comparisons: back.comparisons }).toEqual({
      mrmc,
      readers,
      comparisons,
    });
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

  it('refuse what is no such file', () => {
    expect(() => parse('reader,case\n')).toThrow('no line "BEGIN DATA:"');
    expect(() => parse('BEGIN DATA:\n')).toThrow('it holds no reading');
  });
});
