import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventPayload } from '../../../src-core/contract/events.ts';
import { useCommand, useLightboxEvent } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatBytes, formatDuration } from '../../ui/format.ts';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';

type ModelProgressEvent = EventPayload<'models.progress'>;

/** How far the work on a model is, how long it still takes, and a cancel. */
export function ModelProgress({ work }: { readonly work: 'checking' | 'drawing' | 'registering' }) {
  const { t } = useTranslation('models');
  const [progress, setProgress] = useState<ModelProgressEvent | null>(null);
  useLightboxEvent('models.progress', setProgress);
  const cancel = useCommand('models.cancel');
  const cancelButton = useFocusOnMount<HTMLButtonElement>();
  const fraction = progress === null || progress.total === 0 ? 0 : progress.done / progress.total;
  const left = progress?.remainingMs ?? null;
  return (
    <Stack gap="xs">
      <Progress value={fraction * 100} transitionDuration={0} aria-label={t('progress.label')} />
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" className="models-long">
          {progress === null ? t(`progress.starting.${work}`) : <Place progress={progress} />}
          {left === null ? '' : ` · ${t('progress.remaining', { time: formatDuration(left) })}`}
        </Text>
        <Button
          ref={cancelButton}
          size="sm"
          variant="default"
          flex="none"
          disabled={cancel.isPending || cancel.isSuccess}
          onClick={() => cancel.mutate({})}
        >
          {cancel.isSuccess ? t('progress.cancelling') : t('progress.cancel')}
        </Button>
      </Group>
      {cancel.error === null ? null : <ErrorNotice error={cancel.error} />}
    </Stack>
  );
}

function Place({ progress }: { readonly progress: ModelProgressEvent }) {
  const { t } = useTranslation('models');
  const { phase, file, done, total } = progress;
  const place = t(`progress.phase.${phase}`, { file: file ?? '', done, total });
  if (phase === 'drawing') return place;
  return `${place} · ${t('progress.bytes', { done: formatBytes(done), total: formatBytes(total) })}`;
}
