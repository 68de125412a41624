import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ResultTable } from '../../../../src-core/contract/study-calls.ts';

/** The codebook of the readings. */
export function ColumnMeanings({ columns }: Pick<ResultTable, 'columns'>) {
  const { t } = useTranslation('results');
  return (
    <Table aria-label={t('columns.heading')} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('columns.name')}</Table.Th>
          <Table.Th>{t('columns.meaning')}</Table.Th>
          <Table.Th>{t('columns.values')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {columns.map(({ name, meaning, values }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400}>
              {name}
            </Table.Th>
            <Table.Td>{meaning}</Table.Td>
            <Table.Td>{values}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
