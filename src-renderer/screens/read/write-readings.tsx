import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Assignment } from '../../../src-core/contract/reader-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';

/** What was read of a study that came as a package goes back to its coordinator as a file. */
export function WriteReadings({ assignment }: { readonly assignment: Assignment }) {
  const { t } = useTranslation('reading');
  const write = useCommand('reader.writeReadings');
  const { studyId, studyName } = assignment;
  return (
    <div className="read-home-package">
      <Text c="dimmed" size="sm">
        {t('home.package')}
      </Text>
      <Group gap="sm">
        <Button
          size="xs"
          variant="default"
          loading={write.isPending}
          aria-label={t('home.writeOf', { study: studyName })}
          onClick={() => write.mutate({ studyId })}
        >
          {t('home.write')}
        </Button>
        <Text size="sm" role="status">
          {write.data == null ? '' : t('home.written', { file: write.data.fileName, count: write.data.rows })}
        </Text>
      </Group>
      {write.error === null ? null : <ErrorNotice error={write.error} onClose={write.reset} />}
    </div>
  );
}
