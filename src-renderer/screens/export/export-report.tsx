import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExportReport as Report } from '../../../src-core/contract/export-calls.ts';
import { formatBytes } from '../../ui/format.ts';

/** What came of it. */
export function ExportReport({ report, onClose }: { readonly report: Report; readonly onClose: () => void }) {
  const { t } = useTranslation('exporting');
  const { films, folderName, bytes, setSha256 } = report;
  return (
    <Stack gap="md">
      <Text role="status">{t('done', { count: films, name: folderName, size: formatBytes(bytes) })}</Text>
      <Stack gap={4}>
        <Text size="sm" c="dimmed">
          {t('setHash')}
        </Text>
        <Code block>{setSha256}</Code>
      </Stack>
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          {t('close')}
        </Button>
      </Group>
    </Stack>
  );
}
