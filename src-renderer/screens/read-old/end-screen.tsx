import { Button, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function EndScreen({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation('read');
  return (
    <Stack component="main" align="center" justify="center" h="100%" gap="xl" px="lg">
      <Title order={1} size="h2" ta="center">
        {t('finishedTitle')}
      </Title>
      <Button size="md" onClick={onBack} autoFocus>
        {t('backToStudies')}
      </Button>
    </Stack>
  );
}
