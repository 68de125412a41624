import { Loader, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FilmChoice } from '../../../src-core/contract/export-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { ExportForm } from './export-form.tsx';
import { ExportProgress } from './export-progress.tsx';
import { ExportReport } from './export-report.tsx';

interface ExportDialogProps {
  readonly choice: FilmChoice;
  readonly onClose: () => void;
}

/** What goes out, in which form and where to; then how far it is, and what came of it. */
export function ExportDialog({ choice, onClose }: ExportDialogProps) {
  const { t } = useTranslation('exporting');
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  const survey = useCall('export.survey', { choice });
  const run = useCommand('export.run');
  const busy = run.isPending;
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={!busy}
      withCloseButton={!busy}
      size="lg"
      title={run.data === undefined ? t('title') : t('doneTitle')}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      {survey.error === null ? null : (
        <ErrorNotice error={survey.error} onRetry={() => void survey.refetch()} />
      )}
      {run.data !== undefined ? (
        <ExportReport report={run.data} onClose={onClose} />
      ) : survey.data === undefined ? (
        survey.error === null && <Loader size="sm" />
      ) : (
        <>
          {busy ? <ExportProgress /> : null}
          {/* Hidden and not taken away: what was chosen is there again after a refusal. */}
          <div hidden={busy}>
            <ExportForm
              survey={survey.data}
              error={run.error}
              onStart={(plan) => run.mutate({ choice, ...plan })}
              onChange={run.reset}
              onClose={onClose}
            />
          </div>
        </>
      )}
    </Modal>
  );
}
