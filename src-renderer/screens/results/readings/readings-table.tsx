import { Table, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultTable } from '../../../../src-core/contract/study-calls.ts';
import { nextOrder, type RowOrder, sortRows } from './sort-rows.ts';

/** Every reading as it is exported; headings sort. */
export function ReadingsTable({ table }: { readonly table: ResultTable }) {
  const { t } = useTranslation('results');
  const [order, setOrder] = useState<RowOrder | null>(null);
  const rows = useMemo(() => sortRows(table.rows, order), [table.rows, order]);
  const keyColumn = table.columns.findIndex(({ name }) => name === 'readerCaseId');
  if (table.rows.length === 0) return <Text c="dimmed">{t('table.none')}</Text>;
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t('table.rows', { count: table.rows.length, columns: table.columns.length })}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <section className="results-scroll" aria-label={t('table.label')} tabIndex={0}>
        <Table stickyHeader aria-label={t('table.label')} verticalSpacing={4} className="results-readings">
          <Table.Thead>
            <Table.Tr>
              {table.columns.map(({ name, meaning }, column) => (
                <Table.Th key={name} aria-sort={sortOf(order, column)}>
                  <UnstyledButton
                    className="results-sort"
                    title={meaning}
                    onClick={() => setOrder(nextOrder(order, column))}
                  >
                    {name}
                    <SortMark order={order} column={column} />
                  </UnstyledButton>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={String(row[keyColumn] ?? row.join('|'))}>
                {table.columns.map(({ name }, column) => (
                  <Table.Td key={name} title={String(row[column] ?? '')}>
                    {row[column] ?? ''}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </>
  );
}

function sortOf(order: RowOrder | null, column: number): 'ascending' | 'descending' | 'none' {
  if (order?.column !== column) return 'none';
  return order.descending ? 'descending' : 'ascending';
}

function SortMark({ order, column }: { readonly order: RowOrder | null; readonly column: number }) {
  if (order?.column !== column) return null;
  const Icon = order.descending ? IconArrowDown : IconArrowUp;
  return <Icon size={14} aria-hidden />;
}
