import { describe, expect, it } from 'vitest';
import { parseLongTable } from './long-table.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string, columns = {}, rules = {}) =>
  parseLongTable(bytes(text), 'readings.csv', columns, rules);

const SOUND = `reader,case,arm,truth,rating
r1,c1,real,real,2
r1,c2,model,synthetic,4
r2,c1,real,real,
r2,c2,model,synthetic,5
`;

describe('long tables', () => {
  it('are read with words or digits for truth; an empty rating is missing, not lost', () => {
    const { readings, truth } = parse(SOUND);
    expect([...truth]).toEqual([
      ['c1', false],
      ['c2', true],
    ]);
    expect(readings.map(({ rating }) => rating)).toEqual([2, 4, null, 5]);
    expect(parse(SOUND.replaceAll(',real,', ',0,').replaceAll(',synthetic,', ',1,')).truth).toEqual(truth);
  });

  it('take the names of columns that are given, also of times and orders', () => {
    const text = 'Rater;Film;Model;Label;Score;Secs;No\nr;c;m;yes;3;12.5;1\n';
    const columns = {
      reader: 'rater',
      case: 'Film',
      arm: 'Model',
      truth: 'Label',
      rating: 'Score',
      time: 'Secs',
      order: 'No',
    };
    expect(parse(text, columns).readings).toEqual([
      { reader: 'r', case: 'c', arm: 'm', rating: 3, seconds: 12.5, order: 1 },
    ]);
    expect(() => parse(text)).toThrow('column "reader": it is missing; the table has "Rater", "Film"');
    expect(() => parse(SOUND, { time: 'Secs' })).toThrow('column "Secs": it is missing');
  });

  it.each<[string, string, RegExp]>([
    [
      'a missing truth',
      SOUND.replace('r1,c1,real,real,2', 'r1,c1,real,,2'),
      /line 2: the truth of the case "c1" is missing/,
    ],
    [
      'a truth that is none',
      SOUND.replace('c1,real,real,2', 'c1,real,maybe,2'),
      /line 2: the truth "maybe" is none of 0, 1, true/,
    ],
    [
      'two truths of a case',
      SOUND.replace('r2,c1,real,real', 'r2,c1,real,synthetic'),
      /line 4: the truth of c1 is "synthetic" here and another in line 2/,
    ],
    [
      'a reading given twice',
      `${SOUND}r1,c2,model,synthetic,4\n`,
      /line 6: r1 rated c2 under model already in line 3/,
    ],
    [
      'a rating that is no number',
      SOUND.replace('synthetic,4', 'synthetic,four'),
      /line 3: the rating "four" is no number/,
    ],
    ['an empty reader', SOUND.replace('r1,c2', ',c2'), /line 3: the reader is missing/],
    [
      'a short row',
      SOUND.replace('r1,c2,model,synthetic,4', 'r1,c2'),
      /line 3: it has 2 cells, the header has 5/,
    ],
  ])('refuse %s by its line', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('refuse unknown readers, impossible ratings, times and orders, all at once', () => {
    const text = 'reader,case,arm,truth,rating,time,order\nx,c,m,1,9,-2,1.5\n';
    expect(() => parse(text, {}, { readers: ['r1'], scale: [1, 5] })).toThrow(
      /line 2: the reader "x" is unknown; there are r1; line 2: the rating 9 is outside 1 to 5; line 2: the time "-2" [^;]+; line 2: the order "1.5"/,
    );
  });
});
