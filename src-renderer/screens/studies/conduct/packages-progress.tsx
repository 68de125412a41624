import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventPayload } from '../../../../src-core/contract/events.ts';
import { useCommand, useLightboxEvent } from '../../../app/queries.ts';
import { formatDuration } from '../../../ui/format.ts';

/** How far packages or readings are, and the button that ends them. Nothing until the first film or file is done. */
export function PackagesProgress() {
  const { t } = useTranslation('conduct');
  const [progress, setProgress] = useState<EventPayload<'packages.progress'> | null>(null);
  useLightboxEvent('packages.progress', setProgress);
  const cancel = useCommand('packages.cancel');
  if (progress === null) return null;
  const place = t(`packages.progress.${progress.phase}`, { done: progress.done, total: progress.total });
  const left = progress.remainingMs;
  return (
    <Stack gap={6} maw={560}>
      <Progress
        value={progress.total === 0 ? 0 : (100 * progress.done) / progress.total}
        transitionDuration={0}
        aria-label={t('packages.progressLabel')}
      />
      <Group justify="space-between">
        <Text size="sm" aria-live="polite">
          {left === null ? place : `${place} · ${t('packages.remaining', { time: formatDuration(left) })}`}
        </Text>
        <Button
          size="compact-md"
          variant="default"
          disabled={cancel.isPending || cancel.isSuccess}
          onClick={() => cancel.mutate({})}
        >
          {t('packages.stop')}
        </Button>
      </Group>
    </Stack>
  );
}
