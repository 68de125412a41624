import { groupBy } from '../../base/collections.ts';
import {
  chanceCorrectedAgreement,
  observedAgreement,
  percentageAgreement,
} from '../../stats/agreement/chance-corrected.ts';
import { cohenKappa, crossTable, scottPi } from '../../stats/agreement/cohen-kappa.ts';
import { intraReader, type RepeatedRating } from '../../stats/agreement/intra-reader.ts';
import { intraclassCorrelation } from '../../stats/agreement/intraclass-correlation.ts';
import { krippendorffAlpha } from '../../stats/agreement/krippendorff-alpha.ts';
import { krippendorffAlphaInterval } from '../../stats/agreement/krippendorff-interval.ts';
import { countRatings, type Rating } from '../../stats/agreement/ratings-table.ts';
import { pairs } from '../../stats/mrmc/obuchowski-rockette.ts';
import { at, sum } from '../../stats/numbers.ts';
import { mapSteps, type Steps } from '../../stats/steps.ts';
import type { InstrumentItem } from '../../study/instrument.ts';
import type { ReadingPhase } from '../../study/protocol.ts';
import type { ResultRow } from '../../study/results.ts';
import type { AgreementAnalysis } from './agreement-types.ts';
import {
  askedItems,
  mainReadings,
  phaseReadings,
  readersOf,
  type StudyContext,
  type StudyReading,
} from './context.ts';
import { isTextList, presenceOf } from './items.ts';

/** What readers can agree on: an item, or a finding or option of one. */
export interface Question {
  readonly item: InstrumentItem;
  readonly part: string | null;
  readonly scale: 'nominal' | 'ordinal';
  /** All steps of a scale; null: what occurs. */
  readonly categories: readonly number[] | null;
  ratingOf(row: ResultRow): Rating;
}

/** Agreement between readers and within them, for every question of a phase with categories or a scale. */
export function* analyseAgreements(context: StudyContext, phase: ReadingPhase): Steps<AgreementAnalysis[]> {
  const questions = askedItems(context.protocol, phase).flatMap(questionsOf);
  return yield* mapSteps(questions, (question) => agreementOn(context, phase, question));
}

export function questionsOf(item: InstrumentItem): Question[] {
  const nominal = (part: string | null, ratingOf: Question['ratingOf']): Question => ({
    item,
    part,
    scale: 'nominal',
    categories: null,
    ratingOf,
  });
  switch (item.kind) {
    case 'likert': {
      const categories = Array.from({ length: item.max - item.min + 1 }, (_, step) => item.min + step);
      const ratingOf = ({ answers }: ResultRow): Rating => {
        const answer = answers[item.id] ?? null;
        return typeof answer === 'number' ? answer : null;
      };
      return [{ item, part: null, scale: 'ordinal', categories, ratingOf }];
    }
    case 'forced-choice':
      return [
        nominal(null, ({ answers }) => {
          const answer = answers[item.id] ?? null;
          return typeof answer === 'string' ? answer : null;
        }),
      ];
    case 'film-choice':
      // Places differ between readers: what they can agree on is whether it is the target.
      return [
        nominal(null, ({ answers, targetPlace }) => {
          const answer = answers[item.id] ?? null;
          if (typeof answer !== 'number' || targetPlace === null) return null;
          return answer === targetPlace ? 'target' : 'other';
        }),
      ];
    case 'presence':
      return item.findings.map(({ value }) =>
        nominal(value, ({ answers }) => presenceOf(answers[item.id] ?? null, value)),
      );
    case 'multi-select':
      // One that is asked after another answer is not asked of all.
      if (item.when !== null) return [];
      return item.options.map(({ value }) =>
        nominal(value, ({ answers, stages }) => {
          const answer = answers[item.id] ?? null;
          if ((stages[item.stage]?.submittedAt ?? null) === null) return null;
          return isTextList(answer) && answer.includes(value) ? 'chosen' : 'not-chosen';
        }),
      );
    case 'free-text':
    case 'marks':
      return [];
  }
}

export function agreementOn(
  context: StudyContext,
  phase: Pick<ReadingPhase, 'id'>,
  question: Question,
  level = context.level,
): AgreementAnalysis {
  const { protocol, methods } = context;
  const { item, part, scale } = question;
  methods.use(
    'percentage-agreement',
    'fleiss-kappa',
    'gwet-ac',
    'brennan-prediger',
    'krippendorff-alpha',
    'cohen-kappa',
    'scott-pi',
  );
  const read = mainReadings(phaseReadings(context, phase.id), item);
  const rated = read.filter(({ row }) => question.ratingOf(row) !== null);
  const readers = readersOf(protocol, rated);
  const cases = [...groupBy(rated, ({ caseId }) => caseId)].sort(([one], [other]) => (one < other ? -1 : 1));
  const table = cases.map(([, own]) => {
    const given = new Map(own.map(({ readerId, row }) => [readerId, question.ratingOf(row)]));
    return readers.map((readerId) => given.get(readerId) ?? null);
  });
  const counted = countRatings(table, ...(question.categories === null ? [] : [question.categories]));
  const ordinal = scale === 'ordinal';
  if (ordinal) methods.use('intraclass-correlation');
  const numbers = table.map((row) => row.map((rating) => (typeof rating === 'number' ? rating : null)));
  return {
    item: item.id,
    part,
    scale,
    categories: counted.categories,
    readers,
    cases: cases.length,
    missing: counted.missing.missing,
    unpairedCases: counted.missing.unpairedUnits.map((unit) => at(cases, unit)[0]),
    percentage: percentageAgreement(counted),
    observed: observedAgreement(counted, 'identity', level),
    fleiss: chanceCorrectedAgreement(counted, 'fleiss', 'identity', level),
    gwetAc1: chanceCorrectedAgreement(counted, 'gwet', 'identity', level),
    brennanPrediger: chanceCorrectedAgreement(counted, 'brennan-prediger', 'identity', level),
    alphaNominal: krippendorffAlpha(counted, 'nominal'),
    alphaJackknife: krippendorffAlphaInterval(counted, scale, level),
    gwetAc2: ordinal ? chanceCorrectedAgreement(counted, 'gwet', 'quadratic', level) : null,
    alphaOrdinal: ordinal ? krippendorffAlpha(counted, 'ordinal') : null,
    alphaInterval: ordinal ? krippendorffAlpha(counted, 'interval') : null,
    intraclassCorrelation: ordinal ? intraclassCorrelation(numbers, level) : null,
    pairs: pairs(readers.length).map(([one, other]) => {
      const crossed = crossTable(
        table.map((row) => at(row, one)),
        table.map((row) => at(row, other)),
        counted.categories,
      );
      const both = sum(crossed.counts.flat());
      return {
        first: at(readers, one),
        second: at(readers, other),
        cases: both,
        identical: both === 0 ? null : sum(crossed.counts.map((row, index) => at(row, index))) / both,
        kappa: cohenKappa(crossed, 'identity', level),
        weightedKappa: ordinal ? cohenKappa(crossed, 'quadratic', level) : null,
        scott: scottPi(crossed, 'identity', level),
      };
    }),
    repeats: repeatsOf(context, phase.id, question, read),
  };
}

/** Hidden repeats against their first showing, of each reader and of all, in the same and in a later session. */
function repeatsOf(
  context: StudyContext,
  phase: string,
  question: Question,
  read: readonly StudyReading[],
): AgreementAnalysis['repeats'] {
  const firsts = new Map(read.map(({ row }) => [`${row.readerId}/${row.readerCaseId}`, row]));
  const repeats = context.rows.flatMap((row) => {
    if (row.presentation !== 'repeat' || row.studyPhase !== phase || row.repeatOf === null) return [];
    const first = firsts.get(`${row.readerId}/${row.repeatOf}`);
    if (first === undefined) return [];
    const repeat: RepeatedRating = {
      case: row.caseId,
      first: question.ratingOf(first),
      second: question.ratingOf(row),
    };
    const placement = row.session === first.session ? ('same-session' as const) : ('later-session' as const);
    return [{ readerId: row.readerId, placement, repeat }];
  });
  if (repeats.length > 0) context.methods.use('intra-reader');
  const placements = (['same-session', 'later-session'] as const).filter((placement) =>
    repeats.some((entry) => entry.placement === placement),
  );
  return placements.flatMap((placement) => {
    const own = repeats.filter((entry) => entry.placement === placement);
    const of = (readerId: string | null) => ({
      readerId,
      placement,
      agreement: intraReader(
        own
          .filter((entry) => readerId === null || entry.readerId === readerId)
          .map(({ repeat, readerId: id }) =>
            readerId === null ? { ...repeat, case: `${id} ${repeat.case}` } : repeat,
          ),
        ...(question.categories === null ? [] : [question.categories]),
      ),
    });
    return [of(null), ...readersOf(context.protocol, own).map(of)];
  });
}
