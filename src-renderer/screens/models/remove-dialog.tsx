import { Checkbox, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { navigate } from '../../app/use-route.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { formatBytes } from '../../ui/format.ts';
import './models.css';

interface RemoveDialogProps {
  readonly model: ModelView;
  readonly onClose: () => void;
}

/** Takes a model off the list; the program's own copy of it goes only where that is asked for. */
export function RemoveDialog({ model, onClose }: RemoveDialogProps) {
  const { t } = useTranslation('models');
  const [deleteCopy, setDeleteCopy] = useState(false);
  const description = useCall('models.describe', { modelId: model.id });
  const remove = useCommand('models.remove', {
    invalidates: ['models.list', 'models.found'],
    onSuccess: () => {
      onClose();
      navigate('models');
    },
  });
  const copied = model.registration?.copied === true;
  return (
    <ConfirmDialog
      title={t('remove.title', { name: model.name })}
      text={t('remove.text')}
      confirmLabel={t('remove.confirm')}
      danger={deleteCopy}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ modelId: model.id, deleteCopy })}
      onClose={onClose}
    >
      {copied ? (
        <Checkbox
          label={t('remove.deleteCopy', { size: formatBytes(description.data?.totalBytes ?? 0) })}
          checked={deleteCopy}
          onChange={(event) => setDeleteCopy(event.currentTarget.checked)}
        />
      ) : (
        <Text size="sm" className="models-long">
          {t('remove.inPlace', { folder: model.folder })}
        </Text>
      )}
    </ConfirmDialog>
  );
}
