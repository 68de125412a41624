import { Loader, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../app/queries.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { ModelCard } from './model-card.tsx';

/** Every model this workstation knows, with what it is made of. */
export function ModelsScreen() {
  const { t } = useTranslation('models');
  const models = useCall('models.list', {});
  return (
    <Stack gap="lg">
      <ScreenTitle title={t('title')} />
      {models.error === null ? null : (
        <ErrorNotice error={models.error} onRetry={() => void models.refetch()} />
      )}
      {models.data === undefined && models.error === null ? <Loader size="sm" /> : null}
      {models.data?.length === 0 ? <EmptyState title={t('emptyTitle')} hint={t('emptyHint')} /> : null}
      {models.data?.some(({ demonstration }) => demonstration) === true ? (
        <Notice tone="warning" title={t('demonstration')}>
          {t('demonstrationNotice')}
        </Notice>
      ) : null}
      {(models.data ?? []).map((model) => (
        <ModelCard key={model.id} model={model} />
      ))}
    </Stack>
  );
}
