import { mean } from '../../stats/numbers.ts';
import { cell, plain, table } from '../blocks/blocks.ts';
import { drawn, joined, type Part, type SectionPart, sectionOf, words } from '../blocks/part.ts';
import { comparisonBlocks, forestFigure, type PooledGroup, pooledTable } from '../blocks/pooled.ts';
import { type ReaderRow, readersPart } from '../blocks/readers.ts';
import { rocFigure } from '../figures/curves.ts';
import type { DetectionAnalysis, PooledDetection } from '../study/detection-types.ts';
import type { PhaseAnalysis } from '../study/phase-analysis.ts';
import { count, decimal, levelText, listed, pCell, percent, rangeText, spelled } from '../words/numbers.ts';
import { groupName, phaseKey, phaseTitle, type StudyContext } from './context.ts';

const ALL_MODELS = 'all models';

/** Real or synthetic, of films shown by themselves; nothing where a phase does not ask. */
export function detectionSection(context: StudyContext, { phase, detection }: PhaseAnalysis): SectionPart {
  if (detection === null) return { section: null, figures: [] };
  const id = `detection-${phaseKey(context, phase)}`;
  const rows = readerRows(context, detection);
  const groups = pooledGroups(detection);
  const main = groups.filter((group) => group.main);
  const auc = main.filter(({ quantity }) => quantity === 'AUC');
  const level = levelText(context.analysis.provenance.settings.level);
  return sectionOf(
    id,
    phaseTitle(context, 'Real or synthetic', phase),
    joined(
      words(
        plain(
          `Synthetic films are positive: sensitivity is the share of synthetic films called synthetic. ${scoreSentence(detection)} ${count(detection.syntheticCases, 'synthetic film')} of ${count(detection.models.length, 'model')} (${listed(detection.models)}) and ${count(detection.realCases, 'real film')}; the real films stand beside every model and enter the covariance between models.${detection.controlArms.length === 0 ? '' : ` Films of ${listed(detection.controlArms)} are neither and in no number here but the share called synthetic.`}`,
        ),
        detection.pooledWithout.length === 0
          ? null
          : plain(
              `Analyses over readers are without ${listed(detection.pooledWithout.map(context.nameOf))}, who ${detection.pooledWithout.length === 1 ? 'has' : 'have'} not read both real films and films of every model.`,
            ),
        ...auc.flatMap(comparisonBlocks),
      ),
      main.length === 0
        ? words()
        : words(
            pooledTable(`${id}-pooled`, 'Over readers and cases', main, [
              'Readers and cases as samples. Balanced accuracy is half of sensitivity plus specificity; it does not reward calling all films alike.',
            ]),
          ),
      chanceTable(id, detection),
      drawn(rocOf(context, id, detection)),
      drawn(forestFigure(`${id}-forest`, rows, auc[0] === undefined ? null : mergedAreas(auc), level)),
      readersPart({
        id,
        rows,
        level: context.analysis.provenance.settings.level,
        classes: ['Real', 'Synthetic'],
      }),
      words(balancedTable(context, id, detection), calledTable(context, id, detection)),
      comparisonsPart(context, id, detection),
      subgroupsPart(id, detection),
      words(
        pooledTable(
          `${id}-sensitivity`,
          'The same by other methods and for other conclusions',
          groups.filter((group) => !group.main),
          [
            'Readers fixed: for these readers alone. Several analyses of one question stand here: they are to be compared, not to be chosen from.',
          ],
        ),
      ),
    ),
  );
}

function scoreSentence({ confidenceItem }: DetectionAnalysis): string {
  return confidenceItem === null
    ? 'No confidence was asked: curves have the call alone.'
    : 'Curves are of the confidence as a signed score, above 0 for a call of synthetic.';
}

function armOf({ models }: DetectionAnalysis, model: string | null): string {
  return model ?? (models.length > 1 ? ALL_MODELS : (models[0] ?? ALL_MODELS));
}

/** By model, all models together last. */
function readerRows({ nameOf }: StudyContext, detection: DetectionAnalysis): ReaderRow[] {
  const order = [...detection.models, null];
  return order.flatMap((model) =>
    detection.readers
      .filter((entry) => entry.model === model)
      .map(({ readerId, auc, binormal, measures, signalDetection }) => ({
        reader: nameOf(readerId),
        arm: armOf(detection, model),
        auc,
        binormal,
        measures,
        signalDetection,
      })),
  );
}

function rocOf({ nameOf, analysis }: StudyContext, id: string, detection: DetectionAnalysis) {
  const readings = analysis.phases.find((phase) => phase.detection === detection)?.readings ?? 0;
  return rocFigure({
    id: `${id}-roc`,
    panels: detection.meanCurves.map(({ model, points }) => {
      const own = detection.readers.filter((entry) => entry.model === model);
      const areas = own.flatMap(({ auc }) => (auc.defined ? [auc.value.estimate] : []));
      return {
        label: armOf(detection, model),
        readers: own.map(({ readerId, curve, auc }) => ({ reader: nameOf(readerId), points: curve, auc })),
        mean: points,
        meanAuc: areas.length === 0 ? null : mean(areas),
      };
    }),
    positive: 'synthetic',
    negative: 'real',
    basis: count(readings, 'reading'),
  });
}

const QUANTITIES: Readonly<Record<PooledDetection['quantity'], string>> = {
  auc: 'AUC',
  sensitivity: 'sensitivity',
  specificity: 'specificity',
  accuracy: 'share right',
  'balanced-accuracy': 'balanced accuracy',
};
const METHODS: Readonly<Record<PooledDetection['method'], string>> = {
  'or-delong': "Obuchowski-Rockette, DeLong's covariance",
  'or-jackknife': 'Obuchowski-Rockette, jackknife covariance',
  'or-bootstrap': 'Obuchowski-Rockette, bootstrap covariance',
  'or-clustered': 'Obuchowski-Rockette, groups of cases as clusters',
  'one-shot': 'one-shot U-statistic',
  'one-shot-mle': 'one-shot, the variance that is never negative',
};
const INFERENCES: Readonly<Record<PooledDetection['inference'], string>> = {
  'random readers and cases': 'readers and cases random',
  'fixed readers': 'readers fixed',
  'fixed cases': 'cases fixed',
};

type StudyGroup = PooledGroup & { readonly main: boolean };

/** The main one of each quantity: groups of cases as clusters where there are any, else DeLong's covariance. */
function pooledGroups(detection: DetectionAnalysis): StudyGroup[] {
  const clustered = new Set(
    detection.pooled.filter(({ method }) => method === 'or-clustered').map(({ quantity }) => quantity),
  );
  return detection.pooled.map((entry): StudyGroup => {
    const { quantity, method, inference } = entry;
    const mainMethod = clustered.has(quantity) ? 'or-clustered' : 'or-delong';
    return {
      quantity: QUANTITIES[quantity],
      scale: quantity === 'auc' ? 'ratio' : 'share',
      label: `${METHODS[method]}, ${INFERENCES[inference]}${entry.allModels ? ', all models as one' : ''}`,
      main: method === mainMethod && inference === 'random readers and cases',
      modalities: entry.models.map(({ model, result }) => ({ name: armOf(detection, model), result })),
      comparisons: entry.comparisons,
      global: entry.global,
    };
  });
}

/** For the forest: the areas of every model and of all models as one group. */
function mergedAreas(groups: readonly PooledGroup[]): PooledGroup | null {
  const [first] = groups;
  if (first === undefined) return null;
  return { ...first, modalities: groups.flatMap(({ modalities }) => modalities), comparisons: [] };
}

const WAYS = {
  'reader-and-case': 'clustered by readers and cases',
  reader: 'clustered by readers',
  case: 'clustered by cases',
  'mean-of-readers': "mean of the readers' own",
} as const;

function chanceTable(id: string, detection: DetectionAnalysis): Part {
  if (detection.chance.length === 0) return words();
  return words(
    table({
      id: `${id}-chance`,
      caption: 'All readers against no skill',
      columns: ['Quantity and way of counting', '>Estimate (CI)', '>No skill', '>p'],
      rows: detection.chance.map(({ model, quantity, by, chance, result }, index) => ({
        ...(detection.chance[index - 1]?.model === model && index > 0
          ? {}
          : { group: armOf(detection, model) }),
        cells: [
          `${spelled(quantity)}, ${WAYS[by]}`,
          cell(result, ({ estimate, interval }) => `${percent(estimate)} (${rangeText(interval, percent)})`),
          percent(chance),
          cell(result, ({ test }) => pCell(test.pValue)),
        ],
      })),
      notes: [
        'Clustered by readers alone or by cases alone leaves out what the other varies by: such tests err more often than they say. The share right rewards calling all films alike where real and synthetic films differ in number.',
      ],
    }),
  );
}

function balancedTable({ nameOf }: StudyContext, id: string, detection: DetectionAnalysis) {
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

function calledTable({ nameOf, analysis }: StudyContext, id: string, { called }: DetectionAnalysis) {
  const level = levelText(analysis.provenance.settings.level);
  return table({
    id: `${id}-called`,
    caption: 'Share called synthetic, by arm and by reader',
    columns: ['Arm', '>Called synthetic', `>${level} CI`],
    rows: called.map(({ readerId, arm, share, clustered }, index) => ({
      ...(called[index - 1]?.readerId === readerId && index > 0
        ? {}
        : { group: readerId === null ? 'All readers' : nameOf(readerId) }),
      cells: [
        arm,
        cell(share, ({ successes, trials }) => `${percent(successes / trials)} (${successes}/${trials})`),
        readerId === null
          ? cell(clustered, ({ interval }) => rangeText(interval, percent))
          : cell(share, ({ wilson }) => rangeText(wilson, percent)),
      ],
    })),
    notes: ['All readers: clustered by readers and cases. One reader: by Wilson.'],
  });
}

function comparisonsPart({ nameOf }: StudyContext, id: string, { comparisons }: DetectionAnalysis): Part {
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

function subgroupsPart(id: string, { subgroups }: DetectionAnalysis): Part {
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
