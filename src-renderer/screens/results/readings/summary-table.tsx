import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ResultTable } from '../../../../src-core/contract/study-calls.ts';
import { formatNumber, formatPercent } from '../../../ui/format.ts';
import { useGroupName } from './names.ts';

/** Counts and means of all readings, by arm and by reader. */
export function SummaryTable({ summary }: { readonly summary: ResultTable['summary'] }) {
  const { t } = useTranslation('results');
  const groupName = useGroupName();
  const seconds = (milliseconds: number | null) =>
    milliseconds === null ? '–' : t('summary.seconds', { value: formatNumber(milliseconds / 1000, 1) });
  return (
    <Table aria-label={t('summary.heading')} verticalSpacing={6} className="results-summary">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('summary.group')}</Table.Th>
          <Table.Th ta="right">{t('summary.readings')}</Table.Th>
          <Table.Th ta="right">{t('summary.realism')}</Table.Th>
          <Table.Th ta="right">{t('summary.alignment')}</Table.Th>
          <Table.Th ta="right">{t('summary.calledSynthetic')}</Table.Th>
          <Table.Th ta="right">{t('summary.correct')}</Table.Th>
          <Table.Th ta="right">{t('summary.time')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {summary.map((group) => (
          <Table.Tr key={group.group}>
            <Table.Th scope="row" fw={400}>
              {groupName(group.group)}
            </Table.Th>
            <Table.Td ta="right">{group.readings}</Table.Td>
            <Table.Td ta="right">{formatNumber(group.meanRealism, 2)}</Table.Td>
            <Table.Td ta="right">{formatNumber(group.meanAlignment, 2)}</Table.Td>
            <Table.Td ta="right">{formatPercent(group.calledSynthetic)}</Table.Td>
            <Table.Td ta="right">{formatPercent(group.correct)}</Table.Td>
            <Table.Td ta="right">{seconds(group.medianReadingTimeMs)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
