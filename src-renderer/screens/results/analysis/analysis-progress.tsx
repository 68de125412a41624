import { Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ANALYSIS_PARTS } from '../../../../src-core/contract/analysis-calls.ts';
import { formatDuration } from '../../../ui/format.ts';
import { useTakeLostFocus } from '../../../ui/use-take-lost-focus.ts';
import type { RunningAnalysis } from './analysis-state.ts';
import { cancelAnalysis } from './analysis-store.ts';

/** How far the analysis is, part by part, and the button that stops it. */
export function AnalysisProgress({ running }: { readonly running: RunningAnalysis }) {
  const { t } = useTranslation('analysis');
  const cancelButton = useTakeLostFocus<HTMLButtonElement>();
  const { progress, cancelling } = running;
  const at = progress === null ? -1 : ANALYSIS_PARTS.indexOf(progress.part);
  const share = progress === null ? 0 : (100 * progress.done) / Math.max(1, progress.total);
  const left = progress?.remainingMs ?? null;
  const place =
    progress === null
      ? t('progress.beginning')
      : t('progress.place', {
          percent: Math.floor(share),
          part: t(`progress.parts.${progress.part}`),
        });
  return (
    <section aria-label={t('progress.title')} className="analysis-progress">
      <Stack gap="sm">
        <Title order={2} size="h5">
          {t('progress.title')}
        </Title>
        <ol className="analysis-parts">
          {ANALYSIS_PARTS.map((part, index) => {
            const state = index < at ? 'done' : index === at ? 'current' : 'open';
            return (
              <li key={part} data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
                {t(`progress.parts.${part}`)}
                <span className="analysis-hidden"> ({t(`progress.state.${state}`)})</span>
              </li>
            );
          })}
        </ol>
        <Progress value={share} transitionDuration={0} aria-label={t('progress.label')} />
        <Group justify="space-between">
          <Text size="sm" className="analysis-numbers">
            {left === null ? place : `${place} · ${t('progress.remaining', { time: formatDuration(left) })}`}
          </Text>
          {/* Read out once for each part, not at every step of it. */}
          <span className="analysis-hidden" aria-live="polite">
            {progress === null ? t('progress.beginning') : t(`progress.parts.${progress.part}`)}
          </span>
          <Button
            ref={cancelButton}
            variant="default"
            disabled={cancelling}
            onClick={() => void cancelAnalysis()}
          >
            {t(cancelling ? 'progress.cancelling' : 'progress.cancel')}
          </Button>
        </Group>
      </Stack>
    </section>
  );
}
