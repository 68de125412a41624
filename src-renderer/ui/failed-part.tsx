import { Button, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Stands where a part of the window failed. */
export function FailedPart() {
  const { t } = useTranslation('common');
  return (
    <Stack align="center" justify="center" h="100%" role="alert">
      <Title order={2} size="h3">
        {t('failedPart')}
      </Title>
      <Text c="dimmed">{t('failedPartHint')}</Text>
      <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
    </Stack>
  );
}
