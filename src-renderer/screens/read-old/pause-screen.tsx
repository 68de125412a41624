import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

interface PauseScreenProps {
  readonly done: number;
  readonly total: number;
  readonly onResume: () => void;
  readonly onLeave: () => void;
}

/** Hides film and form until the reader goes on. */
export function PauseScreen({ done, total, onResume, onLeave }: PauseScreenProps) {
  const { t } = useTranslation('read');
  const trap = useFocusTrap(true);
  return (
    <div className="reading-pause" role="dialog" aria-modal="true" aria-labelledby="pause-title" ref={trap}>
      <Stack align="center" gap="lg">
        <Title order={1} size="h2" id="pause-title">
          {t('pausedTitle')}
        </Title>
        <Text c="dimmed">{t('pausedHint', { done, total })}</Text>
        <Group>
          <Button size="md" onClick={onResume} data-autofocus>
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
