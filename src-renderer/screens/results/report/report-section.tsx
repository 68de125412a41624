import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportBlock, ReportSection as Section } from '../../../../src-core/report/document.ts';
import { itemsAreNumbered } from '../../../../src-core/report/numbering.ts';
import { blockRuns } from './block-runs.ts';
import type { DrawnFigure } from './drawn-figures.ts';
import { ReportChecklist } from './report-checklist.tsx';
import { ReportFigure } from './report-figure.tsx';
import { ReportTable } from './report-table.tsx';

export interface SectionParts {
  readonly analysisId: string;
  readonly numbers: ReadonlyMap<ReportBlock, string>;
  readonly figures: readonly DrawnFigure[];
  readonly onEnlarge: (figureId: string) => void;
}

interface ReportSectionProps extends SectionParts {
  readonly section: Section;
  readonly ref: Ref<HTMLElement>;
}

/** A section of the document; the contents lead to its heading. */
export function ReportSection({ section, ref, ...parts }: ReportSectionProps) {
  const headingId = `section-${section.id}`;
  return (
    <section ref={ref} aria-labelledby={headingId} className="report-section">
      <h3 id={headingId} tabIndex={-1} className="report-heading">
        {section.title}
      </h3>
      {blockRuns(section.blocks).map((run, place) =>
        run.kind === 'said' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks stay in their places
          <Said key={place} tone={run.tone} texts={run.texts} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks stay in their places
          <Block key={place} block={run.block} {...parts} />
        ),
      )}
    </section>
  );
}

interface SaidProps {
  readonly tone: 'result' | 'caution';
  readonly texts: readonly string[];
}

/** Answers of the protocol, or what limits them, set apart from the rest; several in a row stand together. */
function Said({ tone, texts }: SaidProps) {
  const { t } = useTranslation('analysis');
  const label =
    tone === 'caution'
      ? t('document.caution')
      : t(texts.length === 1 ? 'document.answers' : 'document.answersMany');
  return (
    <div className={`report-said report-${tone}`} role="note" aria-label={label}>
      {/* Its colour alone would not tell. */}
      {tone === 'caution' ? <strong>{label}</strong> : null}
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

interface BlockProps extends SectionParts {
  readonly block: ReportBlock;
}

function Block({ block, analysisId, numbers, figures, onEnlarge }: BlockProps) {
  const number = numbers.get(block) ?? '';
  switch (block.kind) {
    case 'paragraph':
      return <p className="report-text">{block.text}</p>;
    case 'heading':
      return <h4 className="report-subheading">{block.text}</h4>;
    case 'list':
      return (
        <ul className={`report-text${itemsAreNumbered(block.items) ? ' report-numbered' : ''}`}>
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case 'table':
      return <ReportTable table={block} number={number} />;
    case 'checklist':
      return <ReportChecklist checklist={block} number={number} />;
    case 'figure': {
      const drawn = figures.find(({ figure }) => figure.id === block.figureId);
      return drawn === undefined ? null : (
        <ReportFigure analysisId={analysisId} drawn={drawn} onEnlarge={() => onEnlarge(block.figureId)} />
      );
    }
  }
}
