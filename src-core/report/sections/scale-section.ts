import type { Measure } from '../../study/instrument.ts';
import { caution, cell, plain, table } from '../blocks/blocks.ts';
import { drawn, joined, type Part, type SectionPart, sectionOf, supplement, words } from '../blocks/part.ts';
import { likertFigure, type RatingRow, ratingTable, type ScaleStep, stepTable } from '../blocks/ratings.ts';
import type { PhaseAnalysis } from '../study/phase-analysis.ts';
import type { ScaleAnalysis, ScaleComparison, ScaleGroup } from '../study/scale-types.ts';
import { differenceSentence } from '../words/findings.ts';
import { capital, count, decimal, listed, pCell, rangeText, ratioText, signed } from '../words/numbers.ts';
import { sideOf } from './answers.ts';
import {
  groupName,
  itemKey,
  itemName,
  labelText,
  phaseKey,
  phaseTitle,
  type StudyContext,
} from './context.ts';
import { marginBlocks } from './scale-margins.ts';
import { textControlsPart } from './text-controls-part.ts';

const two = (value: number): string => decimal(value, 2);
const difference = (value: number): string => signed(value, 2);

/** Of these a paper reports tests and models; of other scales they stand in the supplement. */
const REPORTED: readonly Measure[] = ['realism', 'alignment', 'inclusion'];

/** Every scale of a phase. */
export function scaleSections(context: StudyContext, phase: PhaseAnalysis): SectionPart[] {
  return phase.scales.map((scale) => {
    const id = `scale-${phaseKey(context, phase.phase)}-${itemKey(context, scale.item)}`;
    const name = itemName(context, scale.item);
    const compared = joined(comparisonsPart(context, id, name, scale), modelPart(id, scale));
    return sectionOf(
      id,
      phaseTitle(context, capital(name), phase.phase),
      joined(
        distributionPart(context, id, name, scale, phase.readers.length),
        isReported(context, scale) ? compared : supplement(compared),
        textControlsPart(context, id, scale),
        supplement(detailPart(context, id, name, scale)),
      ),
    );
  });
}

function isReported({ analysis }: StudyContext, { item }: ScaleAnalysis): boolean {
  return analysis.design.items.some(({ id, measures }) => id === item && REPORTED.includes(measures));
}

function stepsOf({ analysis }: StudyContext, { item, min, max }: ScaleAnalysis): ScaleStep[] {
  const found = analysis.design.items.find(({ id }) => id === item);
  const anchors = found?.kind === 'likert' ? found.anchors : [];
  return Array.from({ length: max - min + 1 }, (_, index) => {
    const value = min + index;
    const anchor = anchors[index] ?? null;
    return {
      value,
      label: anchor !== null && 'text' in anchor ? `${value} ${labelText(anchor, '')}` : String(value),
    };
  });
}

function rowOf({ nameOf }: StudyContext, { by, group, arm, distribution, mean }: ScaleGroup): RatingRow {
  const name =
    by === 'reader' && group !== null
      ? nameOf(group)
      : by === 'all'
        ? 'all arms'
        : by === 'arm'
          ? (group ?? '')
          : groupName(group);
  return {
    group: by === 'all' || by === 'arm' ? '' : `By ${by === 'text-control' ? 'text' : by}`,
    label: arm === null || by === 'arm' ? name : `${name}, ${arm}`,
    distribution,
    mean,
  };
}

function distributionPart(
  context: StudyContext,
  id: string,
  name: string,
  scale: ScaleAnalysis,
  readers: number,
): Part {
  const steps = stepsOf(context, scale);
  const arms = scale.groups.filter(({ by }) => by === 'arm').map((group) => rowOf(context, group));
  const all = scale.groups.filter(({ by }) => by === 'all').map((group) => rowOf(context, group));
  return joined(
    drawn(
      likertFigure({
        id,
        title: `${capital(name)} by arm`,
        what: name,
        scale: steps,
        rows: arms,
        readers,
      }),
    ),
    words(
      ratingTable(
        `${id}-arms`,
        `${capital(name)} by arm, ${scale.min} to ${scale.max}`,
        [...arms, ...all],
        ['CI of means: clustered by readers and cases.', ...bootstrapNotes(scale)],
      ),
    ),
  );
}

function bootstrapNotes({ groups }: ScaleAnalysis): string[] {
  const told = groups.flatMap(({ by, group, bootstrap }) =>
    by === 'arm' && bootstrap?.defined === true
      ? [`${group ?? ''} ${rangeText(bootstrap.value.percentile, two)}`]
      : [],
  );
  return told.length === 0 ? [] : [`By resampling readers and cases (percentile): ${told.join('; ')}.`];
}

function sidesOf({ first, second }: ScaleComparison): string {
  return `${listed(first)} minus ${listed(second)}`;
}

function comparisonsPart(context: StudyContext, id: string, name: string, scale: ScaleAnalysis): Part {
  const { comparisons } = scale;
  if (comparisons.length === 0) return words();
  return words(
    ...comparisons.slice(0, 1).flatMap((entry) => sentences(name, entry)),
    table({
      id: `${id}-differences`,
      caption: `Differences in ${name}`,
      columns: [
        'First minus second',
        '>Difference (CI)',
        '>p',
        '>Bootstrap by readers and cases',
        '>by readers',
        '>by cases',
      ],
      rows: comparisons.map((entry) => ({
        cells: [
          sidesOf(entry),
          cell(
            entry.difference,
            ({ estimate, interval }) => `${difference(estimate)} (${rangeText(interval, difference)})`,
          ),
          cell(entry.difference, ({ test }) => pCell(test.pValue)),
          ...([entry.bootstrap.byBoth, entry.bootstrap.byReaders, entry.bootstrap.byCases] as const).map(
            (found) => cell(found, ({ percentile }) => rangeText(percentile, difference)),
          ),
        ],
      })),
      notes: [
        'Means clustered by readers and cases; bootstrap intervals are percentiles. By readers alone or by cases alone, what the other varies by is left out.',
      ],
    }),
    table({
      id: `${id}-tests`,
      caption: `${capital(name)}: Wilcoxon signed-rank tests over readers`,
      columns: ['First minus second', '>Statistic', '>Rank-biserial correlation', '>p', '>p, Holm'],
      rows: comparisons.map((entry) => ({ cells: [sidesOf(entry), ...signedRankCells(entry)] })),
      notes: ["Of the readers' mean differences; Holm over the comparisons of this question."],
    }),
    ...marginBlocks(context, name, scale),
  );
}

function sentences(name: string, { first, second, difference: found }: ScaleComparison) {
  return [
    found.defined
      ? plain(
          differenceSentence(`mean ${name}`, sideOf(first), sideOf(second), {
            result: found.value,
            say: difference,
            unit: 'points',
          }),
        )
      : caution(`The difference in mean ${name} is not defined: ${found.reason}.`),
  ];
}

function signedRankCells({ signedRank, signedRankHolm }: ScaleComparison) {
  return [
    cell(signedRank, ({ statistic }) => `V = ${statistic}`),
    cell(signedRank, ({ rankBiserial }) => two(rankBiserial)),
    cell(signedRank, ({ pValue }) => pCell(pValue)),
    signedRankHolm === null ? '' : pCell(signedRankHolm),
  ];
}

function rankSumRows({ nameOf }: StudyContext, entry: ScaleComparison) {
  return entry.rankSums.map(({ readerId, test, holm }, index) => ({
    ...(index === 0 ? { group: sidesOf(entry) } : {}),
    cells: [
      nameOf(readerId),
      cell(test, ({ statistic }) => `W = ${statistic}`),
      cell(test, ({ rankBiserial }) => two(rankBiserial)),
      cell(test, ({ pValue }) => pCell(pValue)),
      holm === null ? '' : pCell(holm),
    ],
  }));
}

function modelPart(id: string, { model, modelReference }: ScaleAnalysis): Part {
  const fit = model.defined ? model.value : null;
  return words(
    table({
      id: `${id}-model`,
      caption: `Cumulative-link mixed model${modelReference === null ? '' : `, against ${modelReference}`}`,
      columns: ['Arm', '>Odds ratio of a higher rating (CI)', '>p'],
      rows:
        fit === null
          ? [{ cells: ['all arms', { notDefined: model.defined ? '' : model.reason }, ''] }]
          : fit.effects.map(({ name, estimate, interval, test }) => ({
              cells: [
                name,
                `${ratioText(Math.exp(estimate))} (${rangeText(interval, (value) => ratioText(Math.exp(value)))})`,
                pCell(test.pValue),
              ],
            })),
      notes:
        fit === null
          ? []
          : [
              `${count(fit.observations, 'rating')} of ${count(fit.readers, 'reader')} and ${count(fit.cases, 'case')}; standard deviation of readers ${decimal(fit.readerDeviation, 3)}, of cases ${decimal(fit.caseDeviation, 3)}, on the logit scale.`,
              ...(fit.convergence.converged
                ? []
                : ['The model did not converge: its numbers are not to be relied on.']),
              ...fit.convergence.notes.map((note) => `Note of the fit: ${note}.`),
            ],
    }),
  );
}

/** How often each step was given, tests within readers, and by group. */
function detailPart(context: StudyContext, id: string, name: string, scale: ScaleAnalysis): Part {
  const { groups, comparisons } = scale;
  const arms = groups.filter(({ by }) => by === 'arm').map((group) => rowOf(context, group));
  const rows = groups.filter(({ by }) => by !== 'arm' && by !== 'all').map((group) => rowOf(context, group));
  return words(
    stepTable(`${id}-steps`, `How often each step of ${name} was given`, stepsOf(context, scale), arms),
    comparisons.length === 0
      ? null
      : table({
          id: `${id}-rank-sums`,
          caption: `${capital(name)}: Wilcoxon rank-sum tests within each reader`,
          columns: ['Reader', '>Statistic', '>Rank-biserial correlation', '>p', '>p, Holm'],
          rows: comparisons.flatMap((entry) => rankSumRows(context, entry)),
          notes: ['Holm over readers.'],
        }),
    rows.length === 0
      ? null
      : ratingTable(`${id}-groups`, `${capital(name)} by group`, rows, [
          'Exploratory: not adjusted for the number of groups.',
        ]),
  );
}
