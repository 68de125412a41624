import { cell, table } from '../blocks/blocks.ts';
import { joined, type Part, supplement, words } from '../blocks/part.ts';
import type { DetectionAnalysis } from '../study/detection-types.ts';
import { decimal, levelText, pCell, percent, rangeText, spelled } from '../words/numbers.ts';
import { groupName, type StudyContext } from './context.ts';

const ALL_MODELS = 'all models';

/** What a model is called in tables; null: all of them together. */
export function armOf({ models }: DetectionAnalysis, model: string | null): string {
  return model ?? (models.length > 1 ? ALL_MODELS : (models[0] ?? ALL_MODELS));
}

const WAYS = {
  'reader-and-case': 'clustered by readers and cases',
  reader: 'clustered by readers',
  case: 'clustered by cases',
  'mean-of-readers': "mean of the readers' own",
} as const;

/** Clustered by readers and cases here; by other ways of counting in the supplement. */
export function chancePart(id: string, detection: DetectionAnalysis): Part {
  const { chance } = detection;
  if (chance.length === 0) return words();
  const main = chance.filter(({ by }) => by === 'reader-and-case');
  const others = chance.filter(({ by }) => by !== 'reader-and-case');
  const right =
    'The share right rewards calling all films alike where real and synthetic films differ in number.';
  return joined(
    words(
      chanceTable(`${id}-chance`, 'All readers against no skill', detection, main, [
        `Clustered by readers and cases. ${right}`,
      ]),
    ),
    others.length === 0
      ? words()
      : supplement(
          words(
            chanceTable(
              `${id}-chance-ways`,
              'All readers against no skill, by other ways of counting',
              detection,
              others,
              [
                `Clustered by readers alone or by cases alone leaves out what the other varies by: such tests err more often than they say. ${right}`,
              ],
            ),
          ),
        ),
  );
}

function chanceTable(
  id: string,
  caption: string,
  detection: DetectionAnalysis,
  rows: DetectionAnalysis['chance'],
  notes: readonly string[],
) {
  return table({
    id,
    caption,
    columns: ['Quantity and way of counting', '>Estimate (CI)', '>No skill', '>p'],
    rows: rows.map(({ model, quantity, by, chance, result }, index) => ({
      ...(rows[index - 1]?.model === model && index > 0 ? {} : { group: armOf(detection, model) }),
      cells: [
        `${spelled(quantity)}, ${WAYS[by]}`,
        cell(result, ({ estimate, interval }) => `${percent(estimate)} (${rangeText(interval, percent)})`),
        percent(chance),
        cell(result, ({ test }) => pCell(test.pValue)),
      ],
    })),
    notes,
  });
}

export function balancedTable({ nameOf }: StudyContext, id: string, detection: DetectionAnalysis) {
  return table({
    id: `${id}-balanced`,
    caption: 'Balanced accuracy by reader, against 50%',
    columns: ['Reader', '>Balanced accuracy (CI)', '>p', '>p, Holm', '>p of the share right, exact'],
    rows: [...detection.models, null].flatMap((model) =>
      detection.readers
        .filter((entry) => entry.model === model)
        .map(({ readerId, balancedAccuracy, holm, binomial }, index) => ({
          ...(index === 0 ? { group: armOf(detection, model) } : {}),
          cells: [
            nameOf(readerId),
            cell(
              balancedAccuracy,
              ({ estimate, interval }) => `${percent(estimate)} (${rangeText(interval, percent)})`,
            ),
            cell(balancedAccuracy, ({ test }) => pCell(test.pValue)),
            holm === null ? '' : pCell(holm),
            cell(binomial, (p) => pCell(p)),
          ],
        })),
    ),
    notes: ["Holm's adjustment is over the readers of a model."],
  });
}

/** Of all readers here, of each in the supplement. */
export function calledPart(context: StudyContext, id: string, { called }: DetectionAnalysis): Part {
  const all = called.filter(({ readerId }) => readerId === null);
  const each = called.filter(({ readerId }) => readerId !== null);
  return joined(
    words(
      calledTable(context, `${id}-called`, 'Share called synthetic, by arm', all, [
        'Clustered by readers and cases.',
      ]),
    ),
    supplement(
      words(
        calledTable(context, `${id}-called-readers`, 'Share called synthetic, by reader and arm', each, [
          'Intervals by Wilson.',
        ]),
      ),
    ),
  );
}

function calledTable(
  { nameOf, analysis }: StudyContext,
  id: string,
  caption: string,
  rows: DetectionAnalysis['called'],
  notes: readonly string[],
) {
  const level = levelText(analysis.provenance.settings.level);
  return table({
    id,
    caption,
    columns: ['Arm', '>Called synthetic', `>${level} CI`],
    rows: rows.map(({ readerId, arm, share, clustered }, index) => ({
      ...(readerId === null || (rows[index - 1]?.readerId === readerId && index > 0)
        ? {}
        : { group: nameOf(readerId) }),
      cells: [
        arm,
        cell(share, ({ successes, trials }) => `${percent(successes / trials)} (${successes}/${trials})`),
        readerId === null
          ? cell(clustered, ({ interval }) => rangeText(interval, percent))
          : cell(share, ({ wilson }) => rangeText(wilson, percent)),
      ],
    })),
    notes,
  });
}

export function comparisonsPart(
  { nameOf }: StudyContext,
  id: string,
  { comparisons }: DetectionAnalysis,
): Part {
  if (comparisons.length === 0) return words();
  const say = (value: number) => decimal(value, 3);
  return words(
    table({
      id: `${id}-comparisons`,
      caption: 'Difference in AUC between models, within each reader',
      columns: ['Reader', 'First minus second', '>Difference (CI)', '>p'],
      rows: comparisons.map(({ readerId, first, second, comparison }) => ({
        cells: [
          nameOf(readerId),
          `${first} minus ${second}`,
          cell(comparison, ({ difference, interval }) => `${say(difference)} (${rangeText(interval, say)})`),
          cell(comparison, ({ test }) => pCell(test.pValue)),
        ],
      })),
      notes: ['By DeLong, over the shared real films; of each reader alone, not adjusted.'],
    }),
  );
}

export function subgroupsPart(id: string, { subgroups }: DetectionAnalysis): Part {
  if (subgroups.length === 0) return words();
  const share = ({
    estimate,
    interval,
  }: {
    estimate: number;
    interval: { lower: number; upper: number; level: number };
  }) => `${percent(estimate)} (${rangeText(interval, percent)})`;
  return words(
    table({
      id: `${id}-subgroups`,
      caption: 'Subgroups',
      columns: ['Group', '>Readings', '>Sensitivity (CI)', '>Specificity (CI)', '>Balanced accuracy (CI)'],
      rows: subgroups.map(({ by, group, readings, sensitivity, specificity, balancedAccuracy }, index) => ({
        ...(subgroups[index - 1]?.by === by && index > 0 ? {} : { group: `By ${by}` }),
        cells: [
          groupName(group),
          String(readings),
          cell(sensitivity, share),
          cell(specificity, share),
          cell(balancedAccuracy, share),
        ],
      })),
      notes: ['Exploratory: groups are small, and none of this is adjusted for their number.'],
    }),
  );
}
