import { expect, it } from 'vitest';
import { defined, undefinedBecause } from '../../stats/statistic.ts';
import { asEstimate, coefficientTable, withInterval } from './agreement.ts';

it('a coefficient stands with the interval that another estimator gives it, a share in per cent', () => {
  const level = 0.95;
  const found = coefficientTable(
    'agreement',
    'Agreement',
    [
      {
        group: 'Calls',
        coefficients: [
          {
            name: 'Share',
            share: true,
            result: withInterval(
              asEstimate(defined(0.75)),
              defined({ interval: { lower: 0.6, upper: 0.9, level } }),
            ),
          },
          {
            name: 'Alpha',
            result: withInterval(
              defined({ estimate: 0.5 }),
              defined({ interval: { lower: 0.25, upper: 0.75, level } }),
            ),
          },
          { name: 'Without', result: withInterval(defined({ estimate: 0.5 }), undefinedBecause('too few')) },
          {
            name: 'None',
            result: withInterval(asEstimate(undefinedBecause('no pair')), undefinedBecause('too few')),
          },
        ],
      },
    ],
    [],
  );
  if (found.kind !== 'table') throw new Error('It is a table.');
  expect(found.rows.map(({ cells }) => cells)).toEqual([
    ['Share', '75.0%', '60.0% to 90.0%', ''],
    ['Alpha', '0.500', '0.250 to 0.750', ''],
    ['Without', '0.500', '', ''],
  ]);
  expect(found.notes).toEqual(['Not defined, since no pair: Calls, None.']);
});
