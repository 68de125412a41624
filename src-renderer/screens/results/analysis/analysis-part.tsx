import { Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ReportView } from '../report/report-view.tsx';
import './analysis.css';
import { AnalysisProgress } from './analysis-progress.tsx';
import { analysisOf, type Subject } from './analysis-state.ts';
import { useAnalysis } from './analysis-store.ts';

interface AnalysisPartProps {
  readonly subject: Subject;
  /** What stands where no analysis is, and again when another one is asked for: `onClose` then keeps the last one. */
  readonly start: (onClose: (() => void) | null) => ReactNode;
  readonly againLabel: string;
}

/** From the start of an analysis over its progress to its report. */
export function AnalysisPart({ subject, start, againLabel }: AnalysisPartProps) {
  const { running, view } = analysisOf(useAnalysis(), subject);
  const [againAfter, setAgainAfter] = useState<string | null>(null);
  const startShown = view === null || againAfter === view.analysisId;
  return (
    <Stack gap="lg">
      {running === null ? null : <AnalysisProgress running={running} />}
      {running === null && startShown ? start(view === null ? null : () => setAgainAfter(null)) : null}
      {view === null ? null : (
        <ReportView
          key={view.analysisId}
          view={view}
          againLabel={againLabel}
          onAgain={running === null && !startShown ? () => setAgainAfter(view.analysisId) : null}
        />
      )}
    </Stack>
  );
}
