import { mean } from '../../stats/numbers.ts';
import { plain } from '../blocks/blocks.ts';
import { drawn, joined, type SectionPart, sectionOf, supplement, words } from '../blocks/part.ts';
import { comparisonBlocks, forestFigure, type PooledGroup, pooledTable } from '../blocks/pooled.ts';
import { type ReaderRow, readersPart } from '../blocks/readers.ts';
import { rocFigure } from '../figures/curves.ts';
import type { DetectionAnalysis, PooledDetection } from '../study/detection-types.ts';
import type { PhaseAnalysis } from '../study/phase-analysis.ts';
import { count, levelText, listed } from '../words/numbers.ts';
import { phaseKey, phaseTitle, type StudyContext } from './context.ts';
import {
  armOf,
  balancedTable,
  calledPart,
  chancePart,
  comparisonsPart,
  subgroupsPart,
} from './detection-tables.ts';

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
      chancePart(id, detection),
      drawn(rocOf(context, id, detection)),
      drawn(forestFigure(`${id}-forest`, rows, auc[0] === undefined ? null : mergedAreas(auc), level)),
      readersPart({
        id,
        rows,
        level: context.analysis.provenance.settings.level,
        classes: ['Real', 'Synthetic'],
        together: armOf(detection, null),
      }),
      supplement(words(balancedTable(context, id, detection))),
      calledPart(context, id, detection),
      supplement(
        comparisonsPart(context, id, detection),
        subgroupsPart(id, detection),
        words(
          pooledTable(
            `${id}-sensitivity`,
            'Over readers and cases, by other methods and for other conclusions',
            groups.filter((group) => !group.main),
            [
              'Readers fixed: for these readers alone. Several analyses of one question stand here: they are to be compared, not to be chosen from.',
            ],
          ),
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
