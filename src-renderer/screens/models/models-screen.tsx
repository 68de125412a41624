import { Button, Loader, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelSelection, ModelView } from '../../../src-core/contract/model-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { useRefreshOn } from '../../app/use-refresh-on.ts';
import { navigate } from '../../app/use-route.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { AddModelDialog } from './add-model-dialog.tsx';
import { ModelDetails } from './model-details.tsx';
import { ModelsTable } from './models-table.tsx';

/** Where the dialog begins: with a choice, or with a folder that the program knows already. */
type Adding = { readonly selection: ModelSelection | null } | null;

/** Every model this workstation knows, with what it is made of; and the way to add one. */
export function ModelsScreen({ modelId }: { readonly modelId: string | null }) {
  const { t } = useTranslation('models');
  const models = useCall('models.list', {});
  const found = useCall('models.found', {});
  useRefreshOn('models.changed', ['models.list', 'models.found', 'models.describe']);
  const [adding, setAdding] = useState<Adding>(null);
  const open = (selection: ModelSelection) => setAdding({ selection });
  const chooseFound = useCommand('models.chooseFound', { onSuccess: open });
  const chooseRegistered = useCommand('models.chooseRegistered', { onSuccess: open });
  const list = models.data ?? [];
  const shown = modelId === null ? list[0] : list.find(({ id }) => id === modelId);
  const error = models.error ?? found.error ?? chooseFound.error ?? chooseRegistered.error;
  return (
    <Stack gap="md">
      <ScreenTitle title={t('title')}>
        <Button onClick={() => setAdding({ selection: null })}>{t('add')}</Button>
      </ScreenTitle>
      {error === null ? null : <ErrorNotice error={error} onRetry={() => void models.refetch()} />}
      {models.data === undefined && models.error === null ? <Loader size="sm" /> : null}
      {models.data?.length === 0 ? <EmptyState title={t('emptyTitle')} hint={t('emptyHint')} /> : null}
      {list.length === 0 ? null : (
        <ModelsTable
          models={list}
          shown={shown?.id}
          found={found.data ?? []}
          onRegister={(folderName) => chooseFound.mutate({ folderName })}
        />
      )}
      {list.length > 0 && shown === undefined ? <Notice tone="plain">{t('details.none')}</Notice> : null}
      {shown === undefined ? null : (
        <ModelDetails
          key={shown.id}
          model={shown}
          onRenew={() => chooseRegistered.mutate({ modelId: shown.id })}
        />
      )}
      {adding === null ? null : (
        <AddModelDialog
          selection={adding.selection}
          onClose={() => setAdding(null)}
          onAdded={({ id }: ModelView) => {
            setAdding(null);
            navigate('models', id);
          }}
        />
      )}
    </Stack>
  );
}
