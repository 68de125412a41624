import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../app/queries.ts';
import { ScreenTitle } from '../../ui/screen-title.tsx';

/** What this program is, which version, and what it is not for. */
export function AboutScreen() {
  const { t } = useTranslation(['about', 'common']);
  const info = useCall('app.info', {});
  const part = (title: string, text: string) => (
    <section>
      <Title order={2} size="h4" fw={500} mb={4}>
        {title}
      </Title>
      <Text>{text}</Text>
    </section>
  );
  return (
    <>
      <ScreenTitle title={t('title')} />
      <Stack gap="xl" maw={640}>
        <section>
          <Text size="xl">{t('common:productName')}</Text>
          {info.data === undefined ? null : (
            <Text c="dimmed" mb="sm">
              {t('version', { version: info.data.version })}
            </Text>
          )}
          <Text>{t('purpose')}</Text>
        </section>
        {part(t('notMedicalTitle'), t('notMedical'))}
        {info.data?.developmentRuntime === true ? part(t('developmentTitle'), t('development')) : null}
        {part(t('licencesTitle'), t('licences'))}
      </Stack>
    </>
  );
}
