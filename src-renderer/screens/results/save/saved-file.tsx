import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LightboxError } from '../../../../src-core/base/errors.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';

interface SavedFileProps {
  readonly saved: { readonly fileName: string; readonly sha256: string } | null;
  readonly pending: boolean;
  readonly error: LightboxError | null;
  readonly onClose: () => void;
}

/** What became of a file that was to be saved. */
export function SavedFile({ saved, pending, error, onClose }: SavedFileProps) {
  const { t } = useTranslation('analysis');
  return (
    <>
      <div role="status" className="report-saved">
        {pending ? (
          <Text size="sm" c="dimmed">
            {t('save.saving')}
          </Text>
        ) : null}
        {saved === null ? null : (
          <>
            <Text size="sm">{t('save.saved', saved)}</Text>
            <Text size="xs" c="dimmed">
              {t('save.sha256', saved)}
            </Text>
          </>
        )}
      </div>
      {error === null ? null : <ErrorNotice error={error} onClose={onClose} />}
    </>
  );
}
