import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { CommandFailure } from './sitting.ts';

interface PauseScreenProps {
  /** The reading stopped by itself, since nothing was done for a while. */
  readonly idle: boolean;
  readonly failure: CommandFailure | null;
  readonly busy: boolean;
  readonly onResume: () => void;
  readonly onLeave: () => void;
}

/** Hides films and form until the reader goes on. */
export function PauseScreen({ idle, failure, busy, onResume, onLeave }: PauseScreenProps) {
  const { t } = useTranslation('reading');
  const trap = useFocusTrap(true);
  return (
    <div className="read-pause" role="dialog" aria-modal="true" aria-labelledby="pause-title" ref={trap}>
      <Stack align="center" gap="lg">
        <Title order={1} size="h2" id="pause-title">
          {t(idle ? 'idleTitle' : 'pausedTitle')}
        </Title>
        <Text c="dimmed">{t(idle ? 'idleHint' : 'pausedHint')}</Text>
        {failure === null ? null : <ErrorNotice error={failure.error} onRetry={failure.retry} />}
        <Group>
          <Button size="md" onClick={onResume} data-autofocus aria-busy={busy}>
            {t('resume')}
          </Button>
          <Button size="md" variant="default" onClick={onLeave}>
            {t('leave')}
          </Button>
        </Group>
        <Text c="dimmed" size="sm">
          {t('leaveHint')}
        </Text>
      </Stack>
    </div>
  );
}
