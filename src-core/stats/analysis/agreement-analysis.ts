import { naturalOrder } from '../../base/natural-order.ts';
import {
  chanceCorrectedAgreement,
  observedAgreement,
  percentageAgreement,
} from '../agreement/chance-corrected.ts';
import { cohenKappa, crossTable } from '../agreement/cohen-kappa.ts';
import { intraclassCorrelation } from '../agreement/intraclass-correlation.ts';
import { krippendorffAlpha } from '../agreement/krippendorff-alpha.ts';
import { krippendorffAlphaInterval } from '../agreement/krippendorff-interval.ts';
import { countRatings, type RatingsTable } from '../agreement/ratings-table.ts';
import { pairs } from '../mrmc/obuchowski-rockette.ts';
import { at, groupBy } from '../numbers.ts';
import { mapSteps, within } from '../steps.ts';
import type { RatedReading } from './reading-table.ts';

/** More different values than this are measurements, of which only distances can agree. */
const MOST_CATEGORIES = 20;

/** How far readers agree: on their ratings, and on the calls that a threshold makes of them. */
export function* analyseAgreement(
  readings: readonly RatedReading[],
  threshold: number | null,
  level: number,
) {
  const readers = [...new Set(readings.map(({ reader }) => reader))].sort(naturalOrder);
  const units = groupBy(readings, ({ case: name, arm }) => JSON.stringify([arm, name]));
  const table = [...units.keys()].sort().map((key) => {
    const own = new Map((units.get(key) ?? []).map(({ reader, rating }) => [reader, rating]));
    return readers.map((reader) => own.get(reader) ?? null);
  });
  const calls =
    threshold === null
      ? null
      : table.map((row) => row.map((rating) => (rating === null ? null : Number(rating >= threshold))));
  const numeric = numericAgreement(table, level);
  yield 0.1;
  const categorical = yield* within(0.1, 0.6, categoricalAgreement(table, readers, true, level));
  return {
    readers,
    units: table.length,
    ratings: { ...numeric, ...categorical },
    calls: calls === null ? null : yield* within(0.6, 1, categoricalAgreement(calls, readers, false, level)),
  };
}

function numericAgreement(table: readonly (readonly (number | null)[])[], level: number) {
  const rated = countRatings(table);
  return {
    intraclassCorrelation: intraclassCorrelation(table, level),
    alphaInterval: krippendorffAlpha(rated, 'interval'),
    /** Of alpha at interval level. */
    alphaIntervalInterval: krippendorffAlphaInterval(rated, 'interval', level),
  };
}

function* categoricalAgreement(
  table: RatingsTable,
  readers: readonly string[],
  ordered: boolean,
  level: number,
) {
  const rated = countRatings(table);
  if (rated.categories.length > MOST_CATEGORIES) {
    return { categorical: null, note: `${rated.categories.length} different values are no categories` };
  }
  const columns = readers.map((_, reader) => table.map((row) => at(row, reader)));
  const ofPairs = yield* mapSteps(pairs(readers.length), ([first, second]) => {
    const crossed = crossTable(at(columns, first), at(columns, second), rated.categories);
    return {
      first: at(readers, first),
      second: at(readers, second),
      kappa: cohenKappa(crossed, 'identity', level),
      ...(ordered ? { weightedKappa: cohenKappa(crossed, 'quadratic', level) } : {}),
    };
  });
  return {
    categorical: {
      categories: rated.categories,
      missing: rated.missing,
      percentage: percentageAgreement(rated),
      percentageInterval: observedAgreement(rated, 'identity', level),
      fleiss: chanceCorrectedAgreement(rated, 'fleiss', 'identity', level),
      gwetAc1: chanceCorrectedAgreement(rated, 'gwet', 'identity', level),
      brennanPrediger: chanceCorrectedAgreement(rated, 'brennan-prediger', 'identity', level),
      alphaNominal: krippendorffAlpha(rated, 'nominal'),
      alphaNominalInterval: krippendorffAlphaInterval(rated, 'nominal', level),
      ...(ordered
        ? {
            gwetAc2: chanceCorrectedAgreement(rated, 'gwet', 'quadratic', level),
            alphaOrdinal: krippendorffAlpha(rated, 'ordinal'),
            alphaOrdinalInterval: krippendorffAlphaInterval(rated, 'ordinal', level),
          }
        : {}),
      pairs: ofPairs,
    },
    note: null,
  };
}
