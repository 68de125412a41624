import { Button, Stack } from '@mantine/core';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisView } from '../../../../src-core/contract/analysis-calls.ts';
import { numberBlocks } from '../../../../src-core/report/numbering.ts';
import { useCommand } from '../../../app/queries.ts';
import { FactTable } from '../../../ui/fact-table.tsx';
import { useTakeLostFocus } from '../../../ui/use-take-lost-focus.ts';
import { ExportData } from '../save/export-data.tsx';
import { SaveReport } from '../save/save-report.tsx';
import { SavedFile } from '../save/saved-file.tsx';
import { useDrawnFigures } from './drawn-figures.ts';
import { FigureViewer } from './figure-viewer.tsx';
import './report.css';
import { ReportContents } from './report-contents.tsx';
import { ReportSection } from './report-section.tsx';

interface ReportViewProps {
  readonly view: AnalysisView;
  readonly againLabel: string;
  /** Null while it cannot be asked for. */
  readonly onAgain: (() => void) | null;
}

/** An analysis as a document: contents at the left, words, tables and figures beside them. */
export function ReportView({ view, againLabel, onAgain }: ReportViewProps) {
  const { t } = useTranslation('analysis');
  const { analysisId, document: report } = view;
  const heading = useTakeLostFocus<HTMLHeadingElement>();
  const elements = useRef<(HTMLElement | null)[]>([]);
  const numbers = useMemo(() => numberBlocks(report), [report]);
  const figures = useDrawnFigures(view);
  const save = useCommand('analysis.saveReport');
  const [exporting, setExporting] = useState(false);
  const [shown, setShown] = useState<number | null>(null);
  const enlarge = useCallback(
    (figureId: string) => setShown(figures.findIndex(({ figure }) => figure.id === figureId)),
    [figures],
  );
  return (
    <div className="report" data-analysis={analysisId}>
      <div className="report-side">
        <ReportContents sections={report.sections} elements={elements} />
        <Stack gap="xs">
          <SaveReport analysisId={analysisId} save={save} />
          <Button variant="default" onClick={() => setExporting(true)}>
            {t('export.button')}
          </Button>
          {onAgain === null ? null : (
            <Button variant="default" onClick={onAgain}>
              {againLabel}
            </Button>
          )}
          <SavedFile
            saved={save.data ?? null}
            pending={save.isPending}
            error={save.error}
            onClose={save.reset}
          />
        </Stack>
      </div>
      <article className="report-document">
        <div className="report-title">
          <h2 ref={heading} tabIndex={-1} className="report-heading">
            {report.title}
          </h2>
          {report.subtitle === '' ? null : <p>{report.subtitle}</p>}
        </div>
        <details className="report-facts">
          <summary>{t('document.facts')}</summary>
          <FactTable
            label={t('document.facts')}
            rows={report.facts.map(({ name, value }) => ({ label: name, value }))}
          />
        </details>
        {report.sections.map((section, place) => (
          <ReportSection
            key={section.id}
            section={section}
            ref={(element) => {
              elements.current[place] = element;
            }}
            analysisId={analysisId}
            numbers={numbers}
            figures={figures}
            onEnlarge={enlarge}
          />
        ))}
      </article>
      {exporting ? <ExportData view={view} onClose={() => setExporting(false)} /> : null}
      {shown === null ? null : (
        <FigureViewer
          analysisId={analysisId}
          figures={figures}
          place={shown}
          onPlace={setShown}
          onClose={() => setShown(null)}
        />
      )}
    </div>
  );
}
