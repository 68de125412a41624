import { Modal, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChosenTable } from '../../../../src-core/contract/batch-calls.ts';
import { useReturnFocus } from '../../../ui/use-return-focus.ts';
import './table.css';

interface TablePreviewProps {
  readonly table: ChosenTable;
  readonly onClose: () => void;
}

/** The rows that cannot be drawn with their reasons, then the first of those that can. */
export function TablePreview({ table, onClose }: TablePreviewProps) {
  const { t } = useTranslation(['batches', 'common']);
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(1200px, 90%)"
      title={table.fileName}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="lg">
        {table.refused.length === 0 ? null : <RefusedRows table={table} />}
        <FirstRows table={table} />
      </Stack>
    </Modal>
  );
}

function RefusedRows({ table }: { readonly table: ChosenTable }) {
  const { t } = useTranslation('batches');
  return (
    <section aria-label={t('table.refusedHeading')}>
      <Title order={3} size="h5" mb="xs">
        {t('table.refusedHeading')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('table.refused', { count: table.refusedRows })}
      </Text>
      <Table className="table-rows" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('table.row')}</Table.Th>
            <Table.Th>{t('table.line')}</Table.Th>
            <Table.Th>{t('table.column')}</Table.Th>
            <Table.Th>{t('table.problem')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.refused.map(({ row, line, column, problem }) => (
            <Table.Tr key={`${row} ${column} ${problem}`}>
              <Table.Td>{row}</Table.Td>
              <Table.Td>{line}</Table.Td>
              <Table.Td>{column ?? t('table.wholeRow')}</Table.Td>
              <Table.Td className="table-text">{problem}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function FirstRows({ table }: { readonly table: ChosenTable }) {
  const { t } = useTranslation(['batches', 'compose']);
  return (
    <section aria-label={t('table.firstHeading')}>
      <Title order={3} size="h5" mb="xs">
        {t('table.firstHeading')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('table.firstRows', { shown: table.preview.length, count: table.rows })}
      </Text>
      <Table className="table-rows" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('table.row')}</Table.Th>
            <Table.Th>{t('table.id')}</Table.Th>
            <Table.Th>{t('table.prompt')}</Table.Th>
            <Table.Th>{t('table.seed')}</Table.Th>
            <Table.Th>{t('table.own')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.preview.map((row) => (
            <Table.Tr key={row.row}>
              <Table.Td>{row.row}</Table.Td>
              <Table.Td className="table-text">{row.id ?? '–'}</Table.Td>
              <Table.Td className="table-text">{row.prompt}</Table.Td>
              <Table.Td>{row.seed ?? t('table.seedFollows')}</Table.Td>
              <Table.Td className="table-text">
                <OwnSettings row={row} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function OwnSettings({ row }: { readonly row: ChosenTable['preview'][number] }) {
  const { t } = useTranslation(['batches', 'compose']);
  const { count, steps, guidanceScale, scheduler, negativePrompt } = row;
  const parts = [
    count === null ? null : t('table.ownCount', { count }),
    steps === null ? null : t('table.ownSteps', { steps }),
    guidanceScale === null ? null : t('table.ownGuidance', { guidance: guidanceScale }),
    scheduler === null ? null : t(`compose:settings.schedulers.${scheduler}`),
    negativePrompt === null ? null : t('table.ownNegative', { text: negativePrompt }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? '–' : parts.join(' · ');
}
