import { Button, Group, Table, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { ModelDescription } from '../../../src-core/contract/model-description.ts';
import { formatBytes } from '../../ui/format.ts';
import './models.css';

/** The files that the runtime reads, with their hashes. */
export function ModelFiles({ model }: { readonly model: ModelDescription }) {
  const { t } = useTranslation('models');
  const clipboard = useClipboard();
  const { files, totalBytes } = model;
  return (
    <>
      <Table aria-label={`${t('details.files')}: ${model.name}`} verticalSpacing={5} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="42%">{t('files.file')}</Table.Th>
            <Table.Th w={96} className="models-number">
              {t('files.bytes')}
            </Table.Th>
            <Table.Th>{t('files.sha256')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {files.map(({ file, sha256, bytes }) => (
            <Table.Tr key={file}>
              <Table.Td className="models-long">{file}</Table.Td>
              <Table.Td className="models-number">{formatBytes(bytes)}</Table.Td>
              <Table.Td className="models-hash">{sha256}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group mt="xs">
        <Text size="sm" c="dimmed">
          {t('files.total', { count: files.length, size: formatBytes(totalBytes) })}
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => clipboard.copy(checksums(files))}>
          {t('files.copy')}
        </Button>
        <Text size="sm" c="dimmed" aria-live="polite">
          {clipboard.copied ? t('files.copied') : ''}
        </Text>
      </Group>
    </>
  );
}

/** The files as `sha256sum` lists them, so that it can check them. */
function checksums(files: ModelDescription['files']): string {
  return files.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('');
}
