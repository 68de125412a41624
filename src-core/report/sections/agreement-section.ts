import type { Statistic } from '../../stats/statistic.ts';
import {
  agreementFigure,
  asEstimate,
  type Coefficient,
  coefficientTable,
  pairTable,
  withInterval,
} from '../blocks/agreement.ts';
import { cell, heading, table } from '../blocks/blocks.ts';
import { drawn, joined, type Part, type SectionPart, sectionOf, words } from '../blocks/part.ts';
import type { AgreementAnalysis } from '../study/agreement-types.ts';
import type { PhaseAnalysis } from '../study/phase-analysis.ts';
import { capital, count, decimal, percent, spelled } from '../words/numbers.ts';
import { itemKey, itemName, phaseKey, phaseTitle, type StudyContext } from './context.ts';

/** Between readers and within them, a part each question. */
export function agreementSection(context: StudyContext, { phase, agreement }: PhaseAnalysis): SectionPart {
  return sectionOf(
    `agreement-${phaseKey(context, phase)}`,
    phaseTitle(context, 'Agreement of readers', phase),
    joined(...agreement.map((entry) => itemPart(context, phase, entry))),
  );
}

function itemPart(context: StudyContext, phase: string, entry: AgreementAnalysis): Part {
  const { nameOf } = context;
  const part = entry.part === null ? '' : `, ${spelled(entry.part)}`;
  const name = `${itemName(context, entry.item)}${part}`;
  const place = context.analysis.phases
    .find((known) => known.phase === phase)
    ?.agreement.filter(({ item }) => item === entry.item)
    .indexOf(entry);
  const id = `agreement-${phaseKey(context, phase)}-${itemKey(context, entry.item)}${entry.part === null ? '' : `-${(place ?? 0) + 1}`}`;
  const pairs = entry.pairs.map((pair) => ({
    first: nameOf(pair.first),
    second: nameOf(pair.second),
    cases: pair.cases,
    kappa: pair.kappa,
    weightedKappa: pair.weightedKappa,
  }));
  const own = ownValues(context, entry);
  return joined(
    words(
      heading(capital(name)),
      coefficientTable(
        id,
        `Agreement on ${name}`,
        [{ group: null, coefficients: coefficients(entry) }],
        [
          `Over ${count(entry.cases, 'case')} and ${count(entry.readers.length, 'reader')}; ${count(entry.missing, 'cell')} of readers and cases without an answer, ${count(entry.unpairedCases.length, 'case')} with fewer than two answers, which say nothing of agreement.`,
        ],
      ),
    ),
    drawn(
      agreementFigure({
        id: `${id}-matrix`,
        title: `Agreement on ${name}`,
        what: name,
        readers: entry.readers.map(nameOf),
        pairs,
        ...(own === null ? {} : { own }),
      }),
    ),
    pairs.length === 0
      ? words()
      : words(pairTable(`${id}-pairs`, `Agreement on ${name} of every two readers`, pairs)),
    repeatsPart(context, id, name, entry),
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

/** Each reader with himself, from repeats in the same session or else in a later one; null where nobody has any. */
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
