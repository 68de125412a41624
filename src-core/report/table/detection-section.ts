import { type OrAnalysis, pairs } from '../../stats/mrmc/obuchowski-rockette.ts';
import type { OneShotAnalysis } from '../../stats/mrmc/one-shot.ts';
import { mean } from '../../stats/numbers.ts';
import { type Statistic, undefinedBecause } from '../../stats/statistic.ts';
import { caution, cell, plain, table } from '../blocks/blocks.ts';
import { drawn, joined, type Part, type SectionPart, sectionOf, supplement, words } from '../blocks/part.ts';
import { comparisonBlocks, forestFigure, type PooledGroup, pooledTable } from '../blocks/pooled.ts';
import { type ReaderRow, readersPart } from '../blocks/readers.ts';
import { rocFigure } from '../figures/curves.ts';
import { againstSentence } from '../words/findings.ts';
import { count, decimal, levelText, pCell, percent, rangeText } from '../words/numbers.ts';
import { CLASSES, type TableContext } from './context.ts';

/** Each reader, the curves and the squares. */
export function readersSection({ analysis, nameOf }: TableContext): SectionPart {
  const rows = readerRows(analysis, nameOf);
  const curves = rocFigure({
    id: 'roc',
    panels: analysis.curves.map(({ arm, readers, mean: meanOfArm }) => ({
      label: arm,
      readers: readers.map(({ reader, curve }) => ({
        reader: nameOf(reader),
        points: curve.defined ? curve.value : [],
        auc:
          analysis.readers.find((entry) => entry.arm === arm && entry.reader === reader)?.auc ??
          undefinedBecause('there is no reading'),
      })),
      mean: meanOfArm.defined ? meanOfArm.value : [],
      meanAuc: meanOf(analysis, arm),
    })),
    positive: 'positive',
    negative: 'negative',
    basis: count(analysis.design.readings, 'rating'),
  });
  return sectionOf(
    'readers',
    'Readers',
    joined(
      drawn(curves),
      readersPart({
        id: 'readers',
        rows,
        level: analysis.settings.level,
        classes: [CLASSES[0], CLASSES[1]],
      }),
      supplement(readerComparisons({ analysis, nameOf })),
    ),
  );
}

/** The mean of the readers' areas under an arm; null where nobody has one. */
function meanOf({ readers }: TableContext['analysis'], arm: string): number | null {
  const areas = readers.flatMap((entry) =>
    entry.arm === arm && entry.auc.defined ? [entry.auc.value.estimate] : [],
  );
  return areas.length === 0 ? null : mean(areas);
}

function readerRows({ readers }: TableContext['analysis'], nameOf: TableContext['nameOf']): ReaderRow[] {
  return readers.map((entry) => ({ ...entry, reader: nameOf(entry.reader) }));
}

function readerComparisons({ analysis, nameOf }: Pick<TableContext, 'analysis' | 'nameOf'>): Part {
  if (analysis.comparisons.length === 0) return words();
  const say = (value: number) => decimal(value, 3);
  return words(
    table({
      id: 'readers-comparisons',
      caption: 'Difference in AUC between arms, within each reader',
      columns: [
        'Reader',
        'First minus second',
        `>Difference (${levelText(analysis.settings.level)} CI)`,
        '>p',
        '>Cases',
      ],
      rows: analysis.comparisons.map(({ reader, first, second, comparison }) => ({
        cells: [
          nameOf(reader),
          `${first} minus ${second}`,
          cell(comparison, ({ difference, interval }) => `${say(difference)} (${rangeText(interval, say)})`),
          cell(comparison, ({ test }) => pCell(test.pValue)),
          comparison.defined ? comparison.value.design : '',
        ],
      })),
      notes: [
        "With DeLong's covariance over the cases that both arms share. p values are of each reader alone and not adjusted.",
      ],
    }),
  );
}

/** Over readers and cases: areas, calls, and calls against chance. */
export function pooledSection(context: TableContext): SectionPart {
  const { analysis, nameOf } = context;
  const groups = pooledGroups(analysis);
  const main = groups.filter((group) => group.main);
  const auc = main[0];
  return sectionOf(
    'pooled',
    'All readers together',
    joined(
      words(...(auc === undefined ? [] : comparisonBlocks(auc)), ...chanceSentences(analysis)),
      words(
        pooledTable('pooled', 'Over readers and cases', main, [
          'Readers and cases as samples: the conclusions are for readers and cases like these.',
        ]),
      ),
      drawn(
        forestFigure('forest', readerRows(analysis, nameOf), auc ?? null, levelText(analysis.settings.level)),
      ),
      chanceTable(analysis),
      supplement(
        words(
          pooledTable(
            'pooled-other',
            'Over readers and cases, by other methods and for other conclusions',
            groups.filter((group) => !group.main),
            [
              'Readers fixed: for these readers alone. Cases fixed: for these cases alone. Several analyses of one question stand here: they are to be compared, not to be chosen from.',
            ],
          ),
        ),
      ),
    ),
  );
}

type TableGroup = PooledGroup & { readonly main: boolean };

const INFERENCES = [
  ['random readers and cases', 'readers and cases random'],
  ['fixed readers', 'readers fixed'],
  ['fixed cases', 'cases fixed'],
] as const;

function pooledGroups({ mrmc }: TableContext['analysis']): TableGroup[] {
  const binary = mrmc.binary;
  const covariances = [
    ['deLong', "DeLong's covariance"],
    ['jackknife', 'jackknife covariance'],
    ['bootstrap', 'bootstrap covariance'],
  ] as const;
  return [
    ...covariances.flatMap(([key, name]) =>
      orGroups('AUC', 'ratio', mrmc.modalities, mrmc.auc[key], name, key === 'deLong'),
    ),
    oneShotGroup('AUC', 'ratio', mrmc.modalities, mrmc.auc.oneShot),
    ...(binary === null
      ? []
      : (['sensitivity', 'specificity', 'accuracy'] as const).flatMap((quantity) => {
          const name = quantity === 'accuracy' ? 'share right' : quantity;
          return [
            ...orGroups(
              name,
              'share',
              mrmc.modalities,
              binary[quantity].obuchowskiRockette,
              "DeLong's covariance",
              true,
            ),
            oneShotGroup(name, 'share', mrmc.modalities, binary[quantity].oneShot),
          ];
        })),
  ];
}

function orGroups(
  quantity: string,
  scale: PooledGroup['scale'],
  arms: readonly string[],
  found: Statistic<OrAnalysis>,
  covariance: string,
  main: boolean,
): TableGroup[] {
  return INFERENCES.map(([inference, words]) => {
    const analysis = found.defined ? found.value.analyses[inference] : null;
    const reason = undefinedBecause(found.defined ? '' : found.reason);
    const name = (index: number) => arms[index] ?? '';
    return {
      quantity,
      scale,
      main: main && inference === 'random readers and cases',
      label: `Obuchowski-Rockette, ${covariance}, ${words}`,
      modalities: arms.map((arm, index) => ({ name: arm, result: analysis?.modalities[index] ?? reason })),
      comparisons: pairs(arms.length).map(([first, second], index) => ({
        first: name(first),
        second: name(second),
        result: analysis?.comparisons[index] ?? reason,
      })),
      global: analysis?.global ?? null,
    };
  });
}

function oneShotGroup(
  quantity: string,
  scale: PooledGroup['scale'],
  arms: readonly string[],
  { modalities, comparisons }: OneShotAnalysis,
): TableGroup {
  const none = undefinedBecause('there is no such comparison');
  return {
    quantity,
    scale,
    main: false,
    label: 'one-shot U-statistic, readers and cases random',
    modalities: arms.map((name, index) => ({ name, result: modalities[index] ?? none })),
    comparisons: pairs(arms.length).map(([first, second], index) => ({
      first: arms[first] ?? '',
      second: arms[second] ?? '',
      result: comparisons[index] ?? none,
    })),
    global: null,
  };
}

function chanceSentences({ againstChance }: TableContext['analysis']) {
  if (againstChance === null) return [];
  const { byBoth, chance } = againstChance;
  return [
    byBoth.defined
      ? plain(
          againstSentence('the share of right calls', `chance (${percent(chance)})`, chance, {
            result: byBoth.value,
            say: percent,
          }),
        )
      : caution(`The share of right calls against chance is not defined: ${byBoth.reason}.`),
  ];
}

function chanceTable({ againstChance, design }: TableContext['analysis']): Part {
  if (againstChance === null) return words();
  const ways = [
    ['clustered by readers and cases', againstChance.byBoth],
    ['clustered by readers', againstChance.byReaders],
    ['clustered by cases', againstChance.byCases],
    ["mean of the readers' own shares", againstChance.meanOfReaders],
  ] as const;
  const uneven = design.positiveCases !== design.negativeCases;
  return words(
    table({
      id: 'pooled-chance',
      caption: `Right calls of all readers against chance, ${percent(againstChance.chance)}`,
      columns: ['Way of counting', '>Share right (CI)', '>p'],
      rows: ways.map(([name, found]) => ({
        cells: [
          name,
          found.defined
            ? `${percent(found.value.estimate)} (${rangeText(found.value.interval, percent)})`
            : { notDefined: found.reason },
          found.defined ? pCell(found.value.test.pValue) : '',
        ],
      })),
      notes: [
        'Clustered by readers alone or by cases alone leaves out what the other varies by: such tests err more often than they say. The first row is the main one.',
        ...(uneven
          ? [
              'Positive and negative cases differ in number: who calls all cases alike is right more often than half of the time, and chance has to be read with that.',
            ]
          : []),
      ],
    }),
  );
}
