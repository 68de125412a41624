import { caution, plain, table } from '../blocks/blocks.ts';
import { joined, type SectionPart, sectionOf, words } from '../blocks/part.ts';
import { count, listed } from '../words/numbers.ts';
import type { TableContext } from './context.ts';

/** More missing ratings than this are counted by reader alone. */
const MOST_NAMED = 100;

/** What was read by whom, and what is missing. */
export function designSection({ analysis, nameOf }: TableContext): SectionPart {
  const { design, mrmc, settings } = analysis;
  const shared =
    design.sharedArms.length === 0
      ? []
      : [
          plain(
            `${listed(design.sharedArms)} ${design.sharedArms.length === 1 ? 'holds' : 'hold'} negative cases alone: they stand beside the positive cases of every arm, and enter the covariance between arms as shared cases.`,
          ),
        ];
  const crossed = mrmc.design.fullyCrossed
    ? 'Every reader rated every case under every arm: the design is fully crossed.'
    : `The design is not fully crossed: ${mrmc.design.missing === 0 ? "every reader rated all of an arm's own cases" : `${count(mrmc.design.missing, 'reading')} of the arms' own cases ${mrmc.design.missing === 1 ? 'is' : 'are'} missing`}; ${mrmc.design.sharedPositives + mrmc.design.sharedNegatives === 0 ? 'no case is shared by arms' : `${mrmc.design.sharedPositives} positive and ${mrmc.design.sharedNegatives} negative cases are shared by arms`}.`;
  const call =
    settings.threshold === null
      ? 'No threshold of a positive call follows from the ratings and none was given: there are no sensitivities and specificities.'
      : `A rating of at least ${settings.threshold.threshold} is a positive call (${settings.threshold.from === 'given' ? 'as it was given for this analysis' : settings.threshold.from}).`;
  return sectionOf(
    'design',
    'Readings',
    joined(
      words(
        plain(
          `${count(design.readers.length, 'reader')} gave ${count(design.readings, 'rating')} of ${count(design.positiveCases, 'positive case')} and ${count(design.negativeCases, 'negative case')} under ${count(design.arms.length, 'arm')}: ${listed(design.arms)}.`,
        ),
        ...shared,
        plain(crossed),
        plain(call),
        countTable(analysis, nameOf),
      ),
      missingPart(analysis, nameOf),
    ),
  );
}

function countTable(analysis: TableContext['analysis'], nameOf: TableContext['nameOf']) {
  const { design, agreement } = analysis;
  const missing = (reader: string) => design.missingRatings.filter((entry) => entry.reader === reader).length;
  return table({
    id: 'design-readers',
    caption: 'Ratings by reader',
    columns: ['Reader', '>Cases and arms rated', '>Given, but empty'],
    rows: design.byReader.map(({ reader, ratings }) => ({
      cells: [nameOf(reader), String(ratings), String(missing(reader))],
    })),
    notes: [
      `${count(agreement.units, 'case under an arm was', 'cases under an arm were')} rated by somebody.`,
    ],
  });
}

function missingPart({ design }: TableContext['analysis'], nameOf: TableContext['nameOf']) {
  if (design.missingRatings.length === 0) {
    return words(plain('No rating of the table is empty.'));
  }
  const named = design.missingRatings.slice(0, MOST_NAMED);
  return words(
    caution(
      `${count(design.missingRatings.length, 'rating is', 'ratings are')} empty and in no analysis; nothing was put in their place.`,
    ),
    table({
      id: 'design-missing',
      caption: 'Empty ratings',
      columns: ['Reader', 'Case', 'Arm'],
      rows: named.map((entry) => ({ cells: [nameOf(entry.reader), entry.case, entry.arm] })),
      notes:
        named.length < design.missingRatings.length
          ? [`The first ${MOST_NAMED} of ${design.missingRatings.length}; the JSON output holds all.`]
          : [],
    }),
  );
}
