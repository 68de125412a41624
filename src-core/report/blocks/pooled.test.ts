import { expect, it } from 'vitest';
import { defined } from '../../stats/statistic.ts';
import { pooledTable } from './pooled.ts';

/** One modality whose interval rests on so many degrees of freedom; null: on the normal distribution. */
function notesAt(df: number | null) {
  const interval = { lower: 0, upper: 1, level: 0.95 };
  const found = pooledTable(
    'pooled',
    'Pooled',
    [
      {
        quantity: 'specificity',
        label: 'one-shot U-statistic',
        scale: 'share',
        modalities: [{ name: 'model', result: defined({ estimate: 0.6, standardError: 0.1, df, interval }) }],
        comparisons: [],
        global: null,
      },
    ],
    ['Of these readers.'],
  );
  return found.kind === 'table' ? found.notes : [];
}

it('an interval with less than one degree of freedom is said to tell nothing, and no other is', () => {
  expect(notesAt(0.4)).toEqual([
    'Of these readers.',
    expect.stringContaining('less than one degree of freedom'),
  ]);
  for (const df of [1, 12.5, null]) expect(notesAt(df)).toEqual(['Of these readers.']);
});
