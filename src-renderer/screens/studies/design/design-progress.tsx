import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyId } from '../../../../src-core/base/ids.ts';
import type { EventPayload } from '../../../../src-core/contract/events.ts';
import { useCommand, useLightboxEvent } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { formatDuration } from '../../../ui/format.ts';
import { useFocusOnMount } from '../../../ui/use-focus-on-mount.ts';

/** How far a preview or a freeze is, how long it still takes, and the button that ends it. */
export function DesignProgress({ studyId }: { readonly studyId: StudyId }) {
  const { t } = useTranslation('design');
  const [progress, setProgress] = useState<EventPayload<'design.progress'> | null>(null);
  useLightboxEvent('design.progress', setProgress);
  const cancel = useCommand('design.cancel');
  const button = useFocusOnMount<HTMLButtonElement>();
  const left = progress?.remainingMs ?? null;
  const fraction = progress === null || progress.total === 0 ? 0 : progress.done / progress.total;
  const place = progress === null ? t('progress.preparing') : t('progress.films', progress);
  return (
    <Stack gap={6}>
      <Progress value={fraction * 100} transitionDuration={0} aria-label={t('progress.label')} />
      <Group justify="space-between">
        <Text size="sm" aria-live="polite">
          {left === null ? place : `${place} · ${t('progress.remaining', { time: formatDuration(left) })}`}
        </Text>
        <Button
          ref={button}
          variant="default"
          size="compact-md"
          disabled={cancel.isPending || cancel.isSuccess}
          onClick={() => cancel.mutate({ studyId })}
        >
          {cancel.isSuccess ? t('progress.stopping') : t('progress.cancel')}
        </Button>
      </Group>
      {cancel.error === null ? null : <ErrorNotice error={cancel.error} />}
    </Stack>
  );
}
