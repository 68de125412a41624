import { cell, plain, table } from '../blocks/blocks.ts';
import { type SectionPart, sectionOf, words } from '../blocks/part.ts';
import type { PhaseComparison } from '../study/phase-analysis.ts';
import { capital, decimal, pCell, rangeText, signed } from '../words/numbers.ts';
import { itemName, type StudyContext } from './context.ts';

const shareLike = ({
  quantity,
  scaleOf,
}: {
  quantity: PhaseComparison['quantity'];
  scaleOf: boolean;
}): boolean =>
  quantity === 'called-synthetic' || quantity === 'right' || (quantity === 'arm-difference' && !scaleOf);

/** What the same readers said of the same cases in two phases. */
export function phasesSection(context: StudyContext): SectionPart {
  const { phaseComparisons, design } = context.analysis;
  if (phaseComparisons.length === 0) return { section: null, figures: [] };
  return sectionOf(
    'phases',
    'Phases against each other',
    words(
      plain(
        'The later phase against the first that asked the same, of the same reader and case. Readers had seen the cases by then, and may have learnt: the change is not of the knowledge of the purpose alone.',
      ),
      table({
        id: 'phases',
        caption: 'Change from the earlier to the later phase',
        columns: ['Quantity', '>Pairs', '>Earlier', '>Later', '>Change (CI)', '>p', '>p, signed-rank'],
        rows: phaseComparisons.map((entry, index) => {
          const before = phaseComparisons[index - 1];
          const same = before?.earlier === entry.earlier && before.later === entry.later;
          const scaleOf = design.items.find(({ id }) => id === entry.laterItem)?.kind === 'likert';
          const share = shareLike({ quantity: entry.quantity, scaleOf });
          const say = (value: number) => (share ? decimal(value * 100, 1) : decimal(value, 2));
          const change = (value: number) => (share ? signed(value * 100, 1) : signed(value, 2));
          return {
            ...(same ? {} : { group: `"${entry.earlier}" to "${entry.later}"` }),
            cells: [
              quantityWords(context, entry, share),
              String(entry.pairs),
              entry.earlierMean === null ? 'none' : say(entry.earlierMean),
              entry.laterMean === null ? 'none' : say(entry.laterMean),
              cell(
                entry.difference,
                ({ estimate, interval }) => `${change(estimate)} (${rangeText(interval, change)})`,
              ),
              cell(entry.difference, ({ test }) => pCell(test.pValue)),
              cell(entry.signedRank, ({ pValue }) => pCell(pValue)),
            ],
          };
        }),
        notes: [
          'Clustered by readers and cases. Signed-rank: over readers, of their mean changes. Exploratory and not adjusted.',
        ],
      }),
    ),
  );
}

function quantityWords(
  context: StudyContext,
  { quantity, laterItem: item, arm }: PhaseComparison,
  share: boolean,
): string {
  const unit = share ? ', %' : '';
  const of = arm === null ? '' : `, ${arm}`;
  switch (quantity) {
    case 'scale':
      return `${capital(itemName(context, item))}${of}`;
    case 'called-synthetic':
      return `Called synthetic${of}${unit}`;
    case 'right':
      return `Right${of}${unit}`;
    case 'arm-difference':
      return `${capital(itemName(context, item))}, made minus real${of}${unit}`;
  }
}
