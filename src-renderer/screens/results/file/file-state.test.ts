import { expect, test } from 'vitest';
import type { ReadingFile } from '../../../../src-core/contract/analysis-calls.ts';
import { fileFaults, fileRequest, newFileDraft } from './file-state.ts';

const SETTINGS = { level: 0.95, replicates: 200, seed: 1 };
const TABLE: ReadingFile = {
  fileToken: 'token-of-the-chosen-file',
  fileName: 'readings.csv',
  kind: 'table',
  columns: ['Rater', 'Film', 'Model', 'Label', 'Score', 'Seconds'],
  firstRows: [],
  rows: 0,
  likely: { reader: 'Rater', case: 'Film', arm: 'Model', truth: 'Label', rating: 'Score', order: 'gone' },
};

test('what is likely is filled in, where the table has such a column', () => {
  const draft = newFileDraft(TABLE);
  expect(draft.columns).toEqual({
    reader: 'Rater',
    case: 'Film',
    arm: 'Model',
    truth: 'Label',
    rating: 'Score',
  });
  expect(fileRequest(draft, SETTINGS)).toEqual({
    fileToken: TABLE.fileToken,
    columns: draft.columns,
    scale: null,
    threshold: null,
    chance: 0.5,
    margin: null,
    settings: SETTINGS,
  });
});

test('a column that is needed, one that is taken twice, half a scale and impossible numbers stand in the way', () => {
  const draft = newFileDraft(TABLE);
  const { arm: _arm, ...others } = draft.columns;
  expect(fileFaults({ ...draft, columns: { ...others, truth: 'Score' } })).toEqual([
    { kind: 'missing', column: 'arm' },
    { kind: 'twice', column: 'rating', name: 'Score' },
  ]);
  expect(fileFaults({ ...draft, lowest: 1 })).toEqual([{ kind: 'scaleHalf' }]);
  expect(fileFaults({ ...draft, lowest: 5, highest: 1 })).toEqual([{ kind: 'scale' }]);
  expect(fileFaults({ ...draft, chance: 1, margin: 0 })).toEqual([{ kind: 'chance' }, { kind: 'margin' }]);
  expect(fileRequest({ ...draft, chance: null }, SETTINGS)).toBeNull();
});

test('an iMRMC file has no columns to choose', () => {
  const draft = newFileDraft({ ...TABLE, kind: 'imrmc', columns: [], likely: {} });
  expect(fileFaults(draft)).toEqual([]);
  expect(fileRequest({ ...draft, lowest: 0, highest: 100 }, SETTINGS)).toMatchObject({
    columns: {},
    scale: [0, 100],
  });
});
