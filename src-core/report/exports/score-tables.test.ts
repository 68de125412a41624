import { describe, expect, it } from 'vitest';
import type { ReadingTable, TableReading } from '../../stats/analysis/reading-table.ts';
import { mrmcaovFiles, readingTableFiles } from './score-tables.ts';

const reading = (reader: string, name: string, arm: string, rating: number | null): TableReading => ({
  ...{ reader, case: name, arm, rating },
  seconds: 4.5,
  order: 2,
});

/** Two readers, one real film and a film of each of two models; one rating is missing. */
const TABLE: ReadingTable = {
  readings: [
    reading('ann', 'r1', 'real', -2),
    reading('ann', 'a1', 'model-a', 3),
    reading('ann', 'b1', 'model-b', -1),
    reading('O\'Neil, "Bo"', 'r1', 'real', 1),
    reading('O\'Neil, "Bo"', 'a1', 'model-a', null),
    reading('O\'Neil, "Bo"', 'b1', 'model-b', 5),
  ],
  truth: new Map([
    ['r1', false],
    ['a1', true],
    ['b1', true],
  ]),
};

describe('long tables for MRMCaov', () => {
  const [ratings, calls, code] = mrmcaovFiles({
    name: 'scores',
    title: 'Signed\nconfidence',
    table: TABLE,
    threshold: 0,
  });

  it('repeat real cases under every model and leave out ratings that are missing', () => {
    expect(ratings).toEqual({
      name: 'scores-mrmcaov.csv',
      kind: 'table',
      columns: ['reader', 'test', 'case', 'truth', 'rating'],
      rows: [
        ['O\'Neil, "Bo"', 'model-a', 'r1', 0, 1],
        ['ann', 'model-a', 'a1', 1, 3],
        ['ann', 'model-a', 'r1', 0, -2],
        ['O\'Neil, "Bo"', 'model-b', 'b1', 1, 5],
        ['O\'Neil, "Bo"', 'model-b', 'r1', 0, 1],
        ['ann', 'model-b', 'b1', 1, -1],
        ['ann', 'model-b', 'r1', 0, -2],
      ],
    });
  });

  it('have the calls beside them where there is a threshold', () => {
    expect(calls?.kind === 'table' ? calls.rows.map((row) => row[4]) : []).toEqual([1, 1, 0, 1, 1, 0, 0]);
    expect(mrmcaovFiles({ name: 's', title: 't', table: TABLE, threshold: null })).toHaveLength(2);
  });

  it('come with the R code that reads them', () => {
    const text = code?.kind === 'text' ? code.text : '';
    expect(text).toContain('# Signed confidence\n');
    expect(text).toContain('read.csv("scores-mrmcaov.csv"');
    expect(text).toContain('mrmc(empirical_auc(truth, rating), test, reader, case, data = readings)');
    expect(text).toContain('read.csv("scores-mrmcaov-calls.csv"');
  });
});

describe('the readings of a table', () => {
  it('go out in the columns in which they are read, missing ratings empty', () => {
    const [file] = readingTableFiles(TABLE);
    expect(file).toMatchObject({ columns: ['reader', 'case', 'arm', 'truth', 'rating', 'time', 'order'] });
    expect(file?.kind === 'table' ? file.rows[4] : []).toEqual([
      'O\'Neil, "Bo"',
      'a1',
      'model-a',
      1,
      null,
      4.5,
      2,
    ]);
  });
});
