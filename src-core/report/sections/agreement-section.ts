import type { Statistic } from '../../stats/statistic.ts';
import {
  agreementFigure,
  asEstimate,
  type Coefficient,
  coefficientTable,
  pairTable,
  withInterval,
} from '../blocks/agreement.ts';
import { type Cell, cell, table } from '../blocks/blocks.ts';
import { drawn, joined, type Part, type SectionPart, sectionOf, supplement, words } from '../blocks/part.ts';
import type { AgreementAnalysis } from '../study/agreement-types.ts';
import type { PhaseAnalysis } from '../study/phase-analysis.ts';
import { capital, count, decimal, percent, rangeText, spelled } from '../words/numbers.ts';
import { itemKey, itemName, phaseKey, phaseTitle, type StudyContext } from './context.ts';

/** Between readers and within them: a row each question here, and all that it rests on in the supplement. */
export function agreementSection(context: StudyContext, phase: PhaseAnalysis): SectionPart {
  const { agreement } = phase;
  const id = `agreement-${phaseKey(context, phase.phase)}`;
  return sectionOf(
    id,
    phaseTitle(context, 'Agreement of readers', phase.phase),
    agreement.length === 0
      ? words()
      : joined(
          words(overviewTable(context, `${id}-overview`, agreement)),
          ...agreement.map((entry) => itemPart(context, id, agreement, entry)),
        ),
  );
}

const three = (value: number): string => decimal(value, 3);

function nameOfEntry(context: StudyContext, { item, part }: AgreementAnalysis): string {
  return `${itemName(context, item)}${part === null ? '' : `, ${spelled(part)}`}`;
}

function overviewTable(context: StudyContext, id: string, agreement: readonly AgreementAnalysis[]) {
  const estimateCell = (found: Coefficient['result'], say: (value: number) => string): Cell =>
    cell(found, ({ estimate, interval }) =>
      interval === undefined ? say(estimate) : `${say(estimate)} (${rangeText(interval, say)})`,
    );
  return table({
    id,
    caption: 'Agreement between readers, by question',
    columns: [
      'Question',
      '>Cases',
      '>Pairs that agree (CI)',
      ">Fleiss' kappa (CI)",
      ">Gwet's coefficient (CI)",
      ">Krippendorff's alpha (CI)",
      '>Same answer again',
    ],
    rows: agreement.map((entry) => ({
      cells: [
        capital(nameOfEntry(context, entry)),
        String(entry.cases),
        estimateCell(entry.observed, percent),
        estimateCell(entry.fleiss, three),
        estimateCell(entry.gwetAc2 ?? entry.gwetAc1, three),
        estimateCell(entry.alphaJackknife, three),
        sameAgain(entry),
      ],
    })),
    notes: [
      "Gwet's coefficient is AC2 with quadratic weights, and Krippendorff's alpha ordinal, of questions on a scale; of others they are AC1 and the nominal alpha.",
      'Same answer again: readers with themselves, share of hidden repeats; "none" where nothing was repeated.',
    ],
  });
}

/** Of all readers, over repeats of one placement; of both, where both were planned. */
function sameAgain({ repeats }: AgreementAnalysis): string {
  const told = repeats.flatMap(({ readerId, agreement }) =>
    readerId === null && agreement.defined
      ? [`${percent(agreement.value.identical)} of ${agreement.value.pairs}`]
      : [],
  );
  return told.length === 0 ? 'none' : told.join('; ');
}

/** The matrix of the verdict and of realism stands here, those of other scales in the supplement; of else, tables suffice. */
function itemPart(
  context: StudyContext,
  section: string,
  agreement: readonly AgreementAnalysis[],
  entry: AgreementAnalysis,
): Part {
  const { nameOf } = context;
  const name = nameOfEntry(context, entry);
  const place = agreement.filter(({ item }) => item === entry.item).indexOf(entry);
  const id = `${section}-${itemKey(context, entry.item)}${entry.part === null ? '' : `-${place + 1}`}`;
  const measures = context.analysis.design.items.find(({ id: item }) => item === entry.item)?.measures;
  const pairs = entry.pairs.map((pair) => ({
    first: nameOf(pair.first),
    second: nameOf(pair.second),
    cases: pair.cases,
    kappa: pair.kappa,
    weightedKappa: pair.weightedKappa,
  }));
  const own = ownValues(context, entry);
  const matrix = drawn(
    agreementFigure({
      id: `${id}-matrix`,
      title: `Agreement on ${name}`,
      what: name,
      readers: entry.readers.map(nameOf),
      pairs,
      ...(own === null ? {} : { own }),
    }),
  );
  const stands = measures === 'verdict' || measures === 'realism';
  return joined(
    stands ? matrix : words(),
    supplement(
      words(
        coefficientTable(
          id,
          `Agreement on ${name}`,
          [{ group: null, coefficients: coefficients(entry) }],
          [
            `Over ${count(entry.cases, 'case')} and ${count(entry.readers.length, 'reader')}; ${count(entry.missing, 'cell')} of readers and cases without an answer, ${count(entry.unpairedCases.length, 'case')} with fewer than two answers, which say nothing of agreement.`,
          ],
        ),
      ),
      stands || entry.scale !== 'ordinal' ? words() : matrix,
      pairs.length === 0
        ? words()
        : words(pairTable(`${id}-pairs`, `Agreement on ${name} of every two readers`, pairs)),
      repeatsPart(context, id, name, entry),
    ),
  );
}

function coefficients(entry: AgreementAnalysis): Coefficient[] {
  const given = (name: string, result: Coefficient['result'] | null): Coefficient[] =>
    result === null ? [] : [{ name, result }];
  const icc = entry.intraclassCorrelation;
  return [
    {
      name: 'Share of pairs that agree',
      share: true,
      result: withInterval(asEstimate(entry.percentage), entry.observed),
    },
    { name: "Fleiss' kappa", result: entry.fleiss },
    { name: "Gwet's AC1", result: entry.gwetAc1 },
    ...given("Gwet's AC2, quadratic weights", entry.gwetAc2),
    { name: 'Brennan and Prediger', result: entry.brennanPrediger },
    {
      name: "Krippendorff's alpha, nominal",
      result:
        entry.scale === 'nominal'
          ? withInterval(entry.alphaNominal, entry.alphaJackknife)
          : entry.alphaNominal,
    },
    ...given(
      "Krippendorff's alpha, ordinal",
      entry.alphaOrdinal === null ? null : withInterval(entry.alphaOrdinal, entry.alphaJackknife),
    ),
    ...given("Krippendorff's alpha, interval", entry.alphaInterval),
    ...(icc === null
      ? []
      : (['1,1', '2,1', '3,1', '1,k', '2,k', '3,k'] as const).map((form) => ({
          name: `ICC(${form})`,
          result: icc.defined ? { defined: true as const, value: icc.value.forms[form] } : icc,
        }))),
  ];
}

/** Each reader with themselves, from repeats in the same session or else in a later one; null where nobody has any. */
function ownValues({ nameOf }: StudyContext, { repeats, scale }: AgreementAnalysis) {
  const told = repeats.flatMap(({ readerId, agreement }) => {
    if (readerId === null || !agreement.defined) return [];
    const kappa = scale === 'ordinal' ? agreement.value.weightedKappa : agreement.value.kappa;
    return [[nameOf(readerId), kappa.defined ? kappa.value.estimate : null] as const];
  });
  return told.length === 0 ? null : new Map(told);
}

function repeatsPart(
  { nameOf }: StudyContext,
  id: string,
  name: string,
  { repeats, scale }: AgreementAnalysis,
): Part {
  if (repeats.length === 0) return words();
  const ordinal = scale === 'ordinal';
  const two = (value: number) => decimal(value, 2);
  return words(
    table({
      id: `${id}-repeats`,
      caption: `Readers with themselves on ${name}, from hidden repeats`,
      columns: [
        'Reader',
        '>Pairs',
        '>Same answer',
        '>Kappa',
        ...(ordinal ? ['>Weighted kappa', '>Repeatability', '>Shift'] : []),
      ],
      rows: repeats.map(({ readerId, placement, agreement }, index) => ({
        ...(repeats[index - 1]?.placement === placement && index > 0
          ? {}
          : {
              group: capital(`in ${placement === 'same-session' ? 'the same session' : 'a later session'}`),
            }),
        cells: [
          readerId === null ? 'All readers' : nameOf(readerId),
          cell(agreement, ({ pairs }) => String(pairs)),
          cell(agreement, ({ identical }) => percent(identical)),
          inner(
            agreement,
            ({ kappa }) => kappa,
            ({ estimate }) => decimal(estimate, 3),
          ),
          ...(ordinal
            ? [
                inner(
                  agreement,
                  ({ weightedKappa }) => weightedKappa,
                  ({ estimate }) => decimal(estimate, 3),
                ),
                inner(agreement, ({ repeatability }) => repeatability, two),
                inner(agreement, ({ shift }) => shift, two),
              ]
            : []),
        ],
      })),
      notes: ordinal
        ? [
            'Repeatability: two ratings of one case differ by less in 95% of pairs, on the scale of the question. Shift: mean of second minus first.',
          ]
        : [],
    }),
  );
}

function inner<Outer, Value>(
  outer: Statistic<Outer>,
  of: (value: Outer) => Statistic<Value>,
  say: (value: Value) => string,
) {
  return outer.defined ? cell(of(outer.value), say) : { notDefined: outer.reason };
}
