import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AnalysisSettings } from '../../../../src-core/contract/analysis-calls.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useTakeLostFocus } from '../../../ui/use-take-lost-focus.ts';
import { analysisOf, type Subject } from './analysis-state.ts';
import { dispatchAnalysis, useAnalysis } from './analysis-store.ts';
import { settingsOf } from './settings-draft.ts';
import { SettingsFields } from './settings-fields.tsx';

interface RunPanelProps {
  readonly subject: Subject;
  /** False while something else than the settings stands in the way. */
  readonly ready: boolean;
  readonly onRun: (settings: AnalysisSettings) => void;
  /** Null where there is no analysis to go back to. */
  readonly onClose: (() => void) | null;
}

/** The settings of an analysis, how the last try ended, and the button that starts one. */
export function RunPanel({ subject, ready, onRun, onClose }: RunPanelProps) {
  const { t } = useTranslation('analysis');
  const { t: tCommon } = useTranslation('common');
  const state = useAnalysis();
  const { settings: draft, running } = state;
  const { error } = analysisOf(state, subject);
  const settings = settingsOf(draft);
  // A file that was just chosen is looked at first: its name has the focus.
  const runButton = useTakeLostFocus<HTMLButtonElement>(error !== null || subject.kind === 'study');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (settings !== null && ready && running === null) onRun(settings);
      }}
    >
      <Stack gap="md" align="flex-start">
        <SettingsFields
          settings={draft}
          onChange={(next) => dispatchAnalysis({ type: 'settings', settings: next })}
        />
        {error === null ? null : error.code === 'CANCELLED' ? (
          <Notice tone="plain" announce>
            {t('begin.cancelled')}
          </Notice>
        ) : (
          <div className="analysis-error">
            <ErrorNotice error={error} onClose={() => dispatchAnalysis({ type: 'failureRead' })} />
          </div>
        )}
        <Group gap="md">
          <Button ref={runButton} type="submit" disabled={settings === null || !ready || running !== null}>
            {t('begin.run')}
          </Button>
          {onClose === null ? null : (
            <Button variant="default" onClick={onClose}>
              {tCommon('cancel')}
            </Button>
          )}
          <Text size="sm" c="dimmed">
            {t(running === null ? 'begin.audited' : 'begin.elsewhere')}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
