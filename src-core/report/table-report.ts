import type { Analysis } from '../stats/analysis/analyse.ts';
import { assembled } from './blocks/assembled.ts';
import { references } from './blocks/references.ts';
import type { ReportDocument } from './document.ts';
import { type ReaderNames, readerNames } from './reader-names.ts';
import type { TableContext, TableSource } from './table/context.ts';
import { designSection } from './table/design-section.ts';
import { pooledSection, readersSection } from './table/detection-section.ts';
import { limitsSection, methodsSection, reproductionSection } from './table/methods-section.ts';
import { agreementSection, ratingsSection, timesSection } from './table/rating-sections.ts';
import { levelText, percent } from './words/numbers.ts';

export interface TableReportOptions {
  readonly readerNames?: ReaderNames;
}

/** The report of a table of readings from anywhere; a function of its arguments alone. */
export function tableReport(
  analysis: Analysis,
  source: TableSource,
  options: TableReportOptions = {},
): ReportDocument {
  const context: TableContext = {
    analysis,
    source,
    nameOf: readerNames(
      analysis.design.readers.map((id) => ({ id, name: id })),
      options.readerNames ?? 'names',
    ),
    references: references(),
  };
  const parts = [
    designSection,
    pooledSection,
    readersSection,
    ratingsSection,
    agreementSection,
    timesSection,
    methodsSection,
    limitsSection,
    reproductionSection,
  ].map((section) => section(context));
  return assembled(
    {
      title: 'Analysis of readings',
      subtitle: source.fileName,
      facts: tableFacts(context),
    },
    parts,
    context.references,
    analysis.settings.level,
  );
}

function tableFacts({ analysis, source }: TableContext): ReportDocument['facts'] {
  const { design, settings } = analysis;
  return [
    { name: 'Table', value: source.fileName },
    { name: 'SHA-256 of the table', value: source.dataSha256 },
    { name: 'Analysed with', value: `${source.product} ${source.version}` },
    { name: 'Readers', value: String(design.readers.length) },
    { name: 'Cases', value: `${design.positiveCases} positive, ${design.negativeCases} negative` },
    { name: 'Arms', value: design.arms.join(', ') },
    { name: 'Ratings', value: String(design.readings) },
    { name: 'Level of intervals', value: levelText(settings.level) },
    {
      name: 'Positive call',
      value: settings.threshold === null ? 'none' : `rating of at least ${settings.threshold.threshold}`,
    },
    { name: 'Chance', value: percent(settings.chance) },
    { name: 'Margin of equivalence', value: settings.margin === null ? 'none' : String(settings.margin) },
    { name: 'Bootstrap', value: `${settings.replicates} replicates, seed ${settings.seed}` },
  ];
}
