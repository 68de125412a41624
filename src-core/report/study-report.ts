import type { Protocol } from '../study/protocol.ts';
import { assembled } from './blocks/assembled.ts';
import { references } from './blocks/references.ts';
import type { ReportDocument } from './document.ts';
import { type ReaderNames, readerNames } from './reader-names.ts';
import { agreementSection } from './sections/agreement-section.ts';
import { checklistSection } from './sections/checklist-section.ts';
import { choiceSection } from './sections/choice-section.ts';
import type { StudyConduct, StudyContext } from './sections/context.ts';
import { detectionSection } from './sections/detection-section.ts';
import { flowSection } from './sections/flow-section.ts';
import { itemsSection } from './sections/items-section.ts';
import { limitsSection, methodsSection, reproductionSection } from './sections/methods-section.ts';
import { phasesSection } from './sections/phases-section.ts';
import { protocolSection } from './sections/protocol-section.ts';
import { publishedSection } from './sections/published-section.ts';
import { scaleSections } from './sections/scale-section.ts';
import { summarySection } from './sections/summary-section.ts';
import { timesSection } from './sections/times-section.ts';
import type { StudyAnalysis } from './study/study-analysis.ts';
import { count, levelText } from './words/numbers.ts';

export interface StudyReportOptions {
  readonly readerNames?: ReaderNames;
  /** Films as shown, PNG in base64, by film: those that marks are drawn on. */
  readonly films?: ReadonlyMap<string, string>;
  readonly conduct?: StudyConduct;
}

/**
 * The report of an unblinded study, a function of its arguments alone: the endpoints' answers first, then the protocol,
 * the flow, what each phase found, methods, limits, a reporting checklist, and how to compute it again.
 * @param protocol of which the analysis is
 */
export function studyReport(
  analysis: StudyAnalysis,
  protocol: Protocol,
  options: StudyReportOptions = {},
): ReportDocument {
  const context: StudyContext = {
    analysis,
    protocol,
    nameOf: readerNames(analysis.design.readers, options.readerNames ?? 'names'),
    references: references(),
    films: options.films ?? new Map(),
    conduct: options.conduct ?? { unblinded: null },
  };
  const parts = [
    summarySection(context),
    protocolSection(context),
    flowSection(context),
    ...analysis.phases.flatMap((phase) => [
      detectionSection(context, phase),
      choiceSection(context, phase),
      ...scaleSections(context, phase),
      itemsSection(context, phase),
      agreementSection(context, phase),
    ]),
    phasesSection(context),
    timesSection(context),
    publishedSection(context),
    methodsSection(context),
    limitsSection(context),
    checklistSection(context),
    reproductionSection(context),
  ];
  return assembled(
    { title: analysis.design.name, subtitle: 'Report of a reader study', facts: studyFacts(context) },
    parts,
    context.references,
    analysis.provenance.settings.level,
  );
}

function studyFacts({ analysis, protocol }: StudyContext): ReportDocument['facts'] {
  const { design, provenance, flow } = analysis;
  const { settings, product } = provenance;
  const { ethics } = protocol;
  const approval = {
    approved: () => (ethics.status === 'approved' ? ethics.reference : ''),
    exempt: () => 'exempt',
    'not-stated': () => 'not stated',
  }[ethics.status]();
  return [
    { name: 'Study', value: design.name },
    { name: 'SHA-256 of the protocol', value: provenance.protocolHash },
    { name: 'SHA-256 of the readings', value: provenance.dataSha256 },
    { name: 'Analysed with', value: `${product.name} ${product.version}` },
    { name: 'Ethics', value: approval },
    { name: 'Readers', value: String(design.readers.length) },
    { name: 'Arms', value: design.arms.map(({ id, cases }) => `${id} (${count(cases, 'case')})`).join(', ') },
    { name: 'Complete readings', value: `${flow.readings.complete} of ${flow.readings.expected}` },
    { name: 'Level of intervals', value: levelText(settings.level) },
    { name: 'Bootstrap', value: `${settings.replicates} replicates, seed ${settings.seed}` },
  ];
}
