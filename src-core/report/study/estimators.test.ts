import { expect, it } from 'vitest';
import { ESTIMATORS, methodLog } from './estimators.ts';
import type { Provenance } from './study-analysis.ts';

it('lists what was used once, in the order of the table, with its source', () => {
  const log = methodLog();
  log.use('holm', 'wilson-interval');
  log.use('holm');
  const used: Provenance['methods'] = log.used();
  expect(used).toEqual([
    { estimator: 'wilson-interval', ...ESTIMATORS['wilson-interval'] },
    { estimator: 'holm', ...ESTIMATORS.holm },
  ]);
});
