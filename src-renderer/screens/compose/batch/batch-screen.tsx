import { Button, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { BatchId } from '../../../../src-core/base/ids.ts';
import { useCall } from '../../../app/queries.ts';
import { navigate } from '../../../app/use-route.ts';
import { ScreenTitle } from '../../../ui/screen-title.tsx';
import type { JobsInWork } from '../use-job-progress.ts';
import { BatchPanel } from './batch-panel.tsx';
import './batch.css';

/** A batch over the whole width of the window. */
export function BatchScreen({ batchId, work }: { readonly batchId: BatchId; readonly work: JobsInWork }) {
  const { t } = useTranslation('batches');
  const found = useCall('batches.get', { batchId });
  const batch = found.data?.batch;
  return (
    <div className="batch-screen">
      <ScreenTitle title={batch?.name ?? ''}>
        {batch === undefined ? null : (
          <Text size="sm" c="dimmed" aria-live="polite">
            {t('view.done', { done: batch.doneImages, count: batch.images })}
          </Text>
        )}
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={18} aria-hidden />}
          onClick={() => navigate('compose')}
        >
          {t('view.back')}
        </Button>
      </ScreenTitle>
      <BatchPanel batchId={batchId} work={work} wide />
    </div>
  );
}
