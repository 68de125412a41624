import type { Random } from '../../base/random.ts';
import { chanceCorrectedAgreement } from '../agreement/chance-corrected.ts';
import { intraclassCorrelation } from '../agreement/intraclass-correlation.ts';
import { countRatings } from '../agreement/ratings-table.ts';
import { deLongCovariance } from '../mrmc/covariance.ts';
import { readerResults } from '../mrmc/endpoint.ts';
import type { MrmcData } from '../mrmc/mrmc-data.ts';
import { obuchowskiRockette } from '../mrmc/obuchowski-rockette.ts';
import { at } from '../numbers.ts';
import { clusteredProportion } from '../proportion/clustered-proportion.ts';
import { clusteredMeanDifference } from '../rating/clustered-difference.ts';
import type { EstimatedDifference } from '../rating/equivalence.ts';
import { defined, type Interval, type Statistic, undefinedBecause } from '../statistic.ts';
import type { IccDesign, KappaDesign } from './agreement-precision.ts';
import type { AucDesign } from './plan.ts';
import type { CrossedDifferenceDesign, CrossedProportionDesign } from './power.ts';
import { normalDraw, roeMetzCells } from './roe-metz.ts';
import { roeMetzOfPilot } from './roe-metz-pilot.ts';

const TWO_32 = 0x1_0000_0000;

/** Draws a data set and estimates from it what a study would. */
export type DrawnSet<Result> = (random: Random) => Statistic<Result>;

const named = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index}`);

function draws(count: number, deviation: number, random: Random): Float64Array {
  return Float64Array.from({ length: count }, () => (deviation === 0 ? 0 : deviation * normalDraw(random)));
}

function uniform(random: Random): number {
  return random.nextUint32() / TWO_32;
}

/**
 * Right and wrong calls: the chance of a right one is the expected share plus normal effects of reader and case, cut at 0
 * and 1; estimated as the share clustered both ways, less chance.
 */
export function drawnProportion(design: CrossedProportionDesign): DrawnSet<EstimatedDifference> {
  const [readers, cases] = [named('r', design.readers), named('c', design.cases)];
  return (random) => {
    const ofReaders = draws(readers.length, design.readerDeviation, random);
    const ofCases = draws(cases.length, design.caseDeviation, random);
    const decisions = readers.flatMap((reader, r) =>
      cases.map((name, c) => ({
        reader,
        case: name,
        success: uniform(random) < design.truth + at(ofReaders, r) + at(ofCases, c),
      })),
    );
    const found = clusteredProportion(decisions, design.chance, 'reader-and-case');
    if (!found.defined) return found;
    const { estimate, standardError, df } = found.value;
    return defined({ estimate: estimate - design.chance, standardError, df });
  };
}

/** Scores with normal effects of reader by arm, case and residual, estimated as the difference of means clustered both ways. */
export function drawnDifference(design: CrossedDifferenceDesign): DrawnSet<EstimatedDifference> {
  const readers = named('r', design.readers);
  const arms = [true, false].map((inFirst) => ({
    inFirst,
    cases: named(inFirst ? 'a' : 'b', Math.round(design.casesPerArm)),
  }));
  return (random) => {
    const observations = arms.flatMap(({ inFirst, cases }) => {
      // A reader's difference varies by what both arms' effects add up to.
      const ofReaders = draws(readers.length, design.readerDeviation / Math.SQRT2, random);
      const ofCases = draws(cases.length, design.caseDeviation, random);
      const shift = inFirst ? design.difference : 0;
      return readers.flatMap((reader, r) =>
        cases.map((name, c) => ({
          reader,
          case: name,
          inFirst,
          value: shift + at(ofReaders, r) + at(ofCases, c) + design.residualDeviation * normalDraw(random),
        })),
      );
    });
    return clusteredMeanDifference(observations, 'reader-and-case');
  };
}

/** Scores of Roe and Metz' model with the pilot's components, analysed by Obuchowski and Rockette with DeLong's covariance. */
export function drawnAuc(design: AucDesign): DrawnSet<EstimatedDifference> {
  const model = roeMetzOfPilot(design.pilot, design.difference, design.readers, design.cases);
  const shape: Omit<MrmcData, 'cells'> = {
    modalities: ['first', 'second'],
    readers: named('r', model.readers),
    positives: named('p', model.positives),
    negatives: named('n', model.negatives),
    design: {
      fullyCrossed: true,
      missing: 0,
      sharedPositives: model.positives,
      sharedNegatives: model.negatives,
    },
  };
  return (random) => {
    const results = readerResults({ ...shape, cells: roeMetzCells(model, random) }, { kind: 'auc' });
    if (!results.defined) return results;
    const covariance = deLongCovariance(results.value);
    if (!covariance.defined) return covariance;
    const estimates = results.value.map((row) => row.map(({ estimate }) => estimate));
    const analysis = obuchowskiRockette(estimates, covariance.value);
    if (!analysis.defined) return analysis;
    const [comparison] = analysis.value.analyses['random readers and cases'].comparisons;
    if (comparison === undefined) return undefinedBecause('there is no comparison');
    if (!comparison.defined) return comparison;
    const { estimate, standardError, df } = comparison.value;
    return defined({ estimate, standardError, df: df ?? Number.POSITIVE_INFINITY });
  };
}

/** Ratings with normal effects of case and residual, estimated as the consistency of single ratings, ICC(3,1). */
export function drawnIcc({ readers, cases, icc }: IccDesign, level: number): DrawnSet<Interval> {
  return (random) => {
    const ofCases = draws(cases, Math.sqrt(icc), random);
    const table = Array.from(ofCases, (value) =>
      Array.from({ length: readers }, () => value + Math.sqrt(1 - icc) * normalDraw(random)),
    );
    const found = intraclassCorrelation(table, level);
    return found.defined ? defined(found.value.forms['3,1'].interval) : found;
  };
}

/** Calls of two kinds: with probability kappa all readers call alike, else each by himself; estimated as Fleiss' kappa. */
export function drawnKappa(design: KappaDesign, level: number): DrawnSet<Interval> {
  const { readers, cases, kappa, prevalence } = design;
  return (random) => {
    const table = Array.from({ length: cases }, () => {
      const alike = uniform(random) < kappa;
      const common = Number(uniform(random) < prevalence);
      return Array.from({ length: readers }, () => (alike ? common : Number(uniform(random) < prevalence)));
    });
    const found = chanceCorrectedAgreement(countRatings(table), 'fleiss', 'identity', level);
    return found.defined ? defined(found.value.interval) : found;
  };
}
