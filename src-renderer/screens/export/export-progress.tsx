import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventPayload } from '../../../src-core/contract/events.ts';
import { useCommand, useLightboxEvent } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatDuration } from '../../ui/format.ts';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';

/** How far the export is, and the button that stops it. */
export function ExportProgress() {
  const { t } = useTranslation('exporting');
  const [progress, setProgress] = useState<EventPayload<'export.progress'> | null>(null);
  useLightboxEvent('export.progress', setProgress);
  const cancel = useCommand('export.cancel');
  const cancelButton = useFocusOnMount<HTMLButtonElement>();
  const left = progress?.remainingMs ?? null;
  const place = progress === null ? t('preparing') : t('progress', progress);
  return (
    <Stack gap="md">
      <Progress
        value={progress === null ? 0 : (100 * progress.done) / progress.total}
        transitionDuration={0}
        aria-label={t('progressLabel')}
      />
      <Text size="sm" aria-live="polite">
        {left === null ? place : `${place} · ${t('remaining', { time: formatDuration(left) })}`}
      </Text>
      {cancel.error === null ? null : <ErrorNotice error={cancel.error} />}
      <Group justify="flex-end">
        <Button
          ref={cancelButton}
          variant="default"
          disabled={cancel.isPending || cancel.isSuccess}
          onClick={() => cancel.mutate({})}
        >
          {cancel.isSuccess ? t('cancelling') : t('cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
