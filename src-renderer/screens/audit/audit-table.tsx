import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../src-core/contract/study-calls.ts';
import { formatInstant } from '../../ui/format.ts';
import { detailsText } from './details-text.ts';

export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { t } = useTranslation('audit');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard
    <section className="audit-scroll" aria-label={t('label')} tabIndex={0}>
      <Table stickyHeader aria-label={t('label')} verticalSpacing={6} miw={820}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>{t('sequence')}</Table.Th>
            <Table.Th w={170}>{t('at')}</Table.Th>
            <Table.Th w={160}>{t('actor')}</Table.Th>
            <Table.Th w={190}>{t('action')}</Table.Th>
            <Table.Th>{t('details')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Table.Tr key={entry.sequence}>
              <Table.Td>{entry.sequence}</Table.Td>
              <Table.Td>{formatInstant(entry.at)}</Table.Td>
              <Table.Td>{entry.actor}</Table.Td>
              <Table.Td>{entry.action}</Table.Td>
              <Table.Td className="audit-details">{detailsText(entry.details)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
