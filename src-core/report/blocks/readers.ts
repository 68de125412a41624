import type { Proportion } from '../../stats/proportion/proportion-interval.ts';
import type { ReaderMeasures } from '../../stats/reader/confusion.ts';
import type { SignalDetection } from '../../stats/reader/signal-detection.ts';
import type { BinormalFit } from '../../stats/roc/binormal-auc.ts';
import type { EmpiricalAuc } from '../../stats/roc/empirical-auc.ts';
import { type Interval, type Statistic, undefinedBecause } from '../../stats/statistic.ts';
import type { ReportBlock } from '../document.ts';
import type { FigureOf } from '../figure.ts';
import { count, decimal, levelText, listed, pCell, percent, rangeText, shareOf } from '../words/numbers.ts';
import { type Cell, cell, type TableRow, table } from './blocks.ts';
import { drawn, joined, type Part, supplement, words } from './part.ts';

/** One reader under one arm (modality, generating model). */
export interface ReaderRow {
  readonly reader: string;
  readonly arm: string;
  readonly auc: Statistic<EmpiricalAuc>;
  readonly binormal: Statistic<BinormalFit>;
  /** Null: no threshold makes calls of the ratings. */
  readonly measures: ReaderMeasures | null;
  readonly signalDetection: Statistic<SignalDetection> | null;
}

export interface ReadersInput {
  /** Begins the names of tables and figures. */
  readonly id: string;
  readonly rows: readonly ReaderRow[];
  readonly level: number;
  /** Words for the two truths, negative first. */
  readonly classes: readonly [string, string];
  /** The arm whose squares alone stand in the body; absent: those of all. */
  readonly together?: string;
}

/** What each reader did: calls as squares; in the supplement areas, calls, their exact intervals and counts. */
export function readersPart(input: ReadersInput): Part {
  if (input.rows.length === 0) return words();
  const called = input.rows.some(({ measures }) => measures !== null);
  const squares = called ? confusionFigures(input) : [];
  const stands = ({ arm }: ArmSquares) => input.together === undefined || arm === input.together;
  return joined(
    ...squares.filter(stands).map(({ figure }) => drawn(figure)),
    supplement(
      words(areaTable(input)),
      called ? words(callTable(input), exactTable(input), countTable(input)) : words(),
      ...squares.filter((entry) => !stands(entry)).map(({ figure }) => drawn(figure)),
    ),
  );
}

const ratio = (value: number): string => decimal(value, 3);

/** Rows by arm: the arm's name begins its part of the table. */
function byArm(rows: readonly ReaderRow[], cells: (row: ReaderRow) => readonly Cell[]): TableRow[] {
  let last: string | null = null;
  return rows.map((row) => {
    const group = row.arm === last ? {} : { group: row.arm };
    last = row.arm;
    return { ...group, cells: [row.reader, ...cells(row)] };
  });
}

function withInterval(value: number, interval: Interval, say: (value: number) => string): string {
  return `${say(value)} (${rangeText(interval, say)})`;
}

function areaTable({ id, rows, level }: ReadersInput): ReportBlock {
  const ci = `${levelText(level)} CI`;
  return table({
    id: `${id}-auc`,
    caption: `Area under the ROC curve by reader`,
    columns: [
      'Reader',
      `>AUC (${ci})`,
      `>${ci} on the log-odds scale`,
      '>p against 0.5',
      `>Binormal AUC (${ci})`,
    ],
    rows: byArm(rows, ({ auc, binormal }) => [
      cell(auc, ({ estimate, interval }) => withInterval(estimate, interval, ratio)),
      cell(auc, ({ logitInterval }) => rangeText(logitInterval, ratio)),
      cell(auc, ({ test }) => pCell(test.pValue)),
      cell(binormal, (fit) => withInterval(fit.auc, fit.interval, ratio)),
    ]),
    notes: [
      `AUC: empirical, with DeLong's variance; ${ci} with the normal distribution, and on the log-odds scale, which keeps its level better for high areas and few cases. p values are of each reader alone and not adjusted.`,
    ],
  });
}

function callTable({ id, rows, level, classes }: ReadersInput): ReportBlock {
  const share = (statistic: Statistic<Proportion>): Cell =>
    cell(
      statistic,
      ({ successes, trials, wilson }) => `${shareOf(successes, trials)}, ${rangeText(wilson, percent)}`,
    );
  return table({
    id: `${id}-calls`,
    caption: 'Calls by reader',
    columns: ['Reader', '>Sensitivity', '>Specificity', '>Share right'],
    rows: byArm(rows, ({ measures }) =>
      measures === null
        ? ['', '', '']
        : [share(measures.sensitivity), share(measures.specificity), share(measures.accuracy)],
    ),
    notes: [
      `Sensitivity is of ${classes[1].toLowerCase()} cases, specificity of ${classes[0].toLowerCase()} ones. Counts in brackets, then the ${levelText(level)} CI by Wilson's method.`,
    ],
  });
}

function exactTable({ id, rows, level }: ReadersInput): ReportBlock {
  const exact = (statistic: Statistic<Proportion>): Cell =>
    cell(statistic, ({ clopperPearson }) => rangeText(clopperPearson, percent));
  return table({
    id: `${id}-exact`,
    caption: `Exact ${levelText(level)} CI of the same shares`,
    columns: ['Reader', '>Sensitivity', '>Specificity', '>Share right'],
    rows: byArm(rows, ({ measures }) =>
      measures === null
        ? ['', '', '']
        : [exact(measures.sensitivity), exact(measures.specificity), exact(measures.accuracy)],
    ),
    notes: ['By Clopper and Pearson: never below its level, and so wider.'],
  });
}

function countTable({ id, rows, classes }: ReadersInput): ReportBlock {
  const [negative, positive] = classes.map((name) => name.toLowerCase());
  const share = (statistic: Statistic<Proportion>): Cell =>
    cell(statistic, ({ successes, trials }) => shareOf(successes, trials));
  const none = undefinedBecause('there is no call');
  return table({
    id: `${id}-counts`,
    caption: "Counts, predictive values, d' and criterion by reader",
    columns: [
      'Reader',
      `>${positive} called ${positive}`,
      `>${positive} called ${negative}`,
      `>${negative} called ${positive}`,
      `>${negative} called ${negative}`,
      '>Positive predictive value',
      '>Negative predictive value',
      ">d' (95% CI)".replace('95%', levelText(rows.flatMap(levelOf)[0] ?? 0.95)),
      '>Criterion c',
    ],
    rows: byArm(rows, ({ measures, signalDetection }) => {
      if (measures === null) return ['', '', '', '', '', '', '', ''];
      const { counts } = measures;
      return [
        String(counts.truePositive),
        String(counts.falseNegative),
        String(counts.falsePositive),
        String(counts.trueNegative),
        share(measures.positivePredictiveValue),
        share(measures.negativePredictiveValue),
        cell(signalDetection ?? none, ({ dPrime, dPrimeInterval }) =>
          withInterval(dPrime, dPrimeInterval, (value) => decimal(value, 2)),
        ),
        cell(signalDetection ?? none, ({ criterion }) => decimal(criterion, 2)),
      ];
    }),
    notes: [
      `Predictive values hold for the share of ${positive} cases in this study alone. d' and c with the log-linear correction; a positive c leans to "${negative}".`,
    ],
  });
}

function levelOf({ signalDetection }: ReaderRow): number[] {
  return signalDetection?.defined === true ? [signalDetection.value.dPrimeInterval.level] : [];
}

interface ArmSquares {
  readonly arm: string;
  readonly figure: FigureOf<'confusion'>;
}

/** Squares of many arms are hard to tell apart: each arm has its own figure. */
function confusionFigures({ id, rows, classes }: ReadersInput): ArmSquares[] {
  const arms = [...new Set(rows.map(({ arm }) => arm))];
  return arms.flatMap((arm, index) => {
    const own = rows.flatMap(({ arm: name, reader, measures }) =>
      name === arm && measures !== null ? [{ reader, counts: measures.counts }] : [],
    );
    if (own.length === 0) return [];
    const panels = own.map(({ reader, counts }) => ({
      label: reader,
      trueNegatives: counts.trueNegative,
      falsePositives: counts.falsePositive,
      falseNegatives: counts.falseNegative,
      truePositives: counts.truePositive,
    }));
    const total = (key: 'trueNegatives' | 'falsePositives' | 'falseNegatives' | 'truePositives') =>
      panels.reduce((sum, panel) => sum + panel[key], 0);
    const all = {
      label: 'All readers',
      trueNegatives: total('trueNegatives'),
      falsePositives: total('falsePositives'),
      falseNegatives: total('falseNegatives'),
      truePositives: total('truePositives'),
    };
    const readings = all.trueNegatives + all.falsePositives + all.falseNegatives + all.truePositives;
    const right = all.trueNegatives + all.truePositives;
    const suffix = arms.length > 1 ? `, ${arm}` : '';
    return [
      {
        arm,
        figure: {
          kind: 'confusion' as const,
          id: arms.length > 1 ? `${id}-confusion-${index + 1}` : `${id}-confusion`,
          title: `Truth and call by reader${suffix}`,
          caption: `Truth against call${suffix}, a square each for ${count(panels.length, 'reader')}, and for all of them; ${count(readings, 'reading')}. The numbers are counts of readings; there are no intervals here.`,
          alt: `Counts of ${listed(classes.map((name) => name.toLowerCase()))} cases by call for ${count(panels.length, 'reader')}${suffix}. All readers together called ${shareOf(right, readings)} right.`,
          classes: [classes[0], classes[1]] as [string, string],
          panels: panels.length > 1 ? [...panels, all] : panels,
        },
      },
    ];
  });
}
