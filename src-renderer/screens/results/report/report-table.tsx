import { Button, Group, Text } from '@mantine/core';
import { useClipboard, useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { ReportTable as Table } from '../../../../src-core/report/document.ts';
import { tableAsTsv, tableParts } from '../../../../src-core/report/table-parts.ts';
import './tables.css';

interface ReportTableProps {
  readonly table: Table;
  readonly number: string;
}

/**
 * A table of the report. One that fits goes with the page and keeps its header at the window's edge; a wider one scrolls
 * in its own frame, with the header and the rows' names in sight.
 */
export function ReportTable({ table, number }: ReportTableProps) {
  const { t } = useTranslation('analysis');
  const frame = useElementSize<HTMLDivElement>();
  const inner = useElementSize<HTMLTableElement>();
  const wide = inner.width > frame.width + 1;
  const { caption, columns, rows, notes } = table;
  return (
    <div className="report-table-block" data-table={table.id}>
      <Group justify="space-between" align="flex-end" wrap="nowrap" gap="md" mb={6}>
        <div className="report-caption-text" id={`caption-${table.id}`}>
          <strong>{number}.</strong> {caption}
        </div>
        <CopyTable table={table} number={number} />
      </Group>
      <div
        ref={frame.ref}
        className="report-table-frame"
        data-wide={wide}
        {...(wide
          ? { tabIndex: 0, role: 'region', 'aria-label': t('document.tableScroll', { number, caption }) }
          : {})}
      >
        <table ref={inner.ref} className="report-table" aria-labelledby={`caption-${table.id}`}>
          <thead>
            <tr>
              {columns.map(({ label, align }, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name than their place
                <th key={column} scope="col" data-align={align}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          {tableParts(rows).map(({ group, rows: own }, part) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a table's parts stay in their places
            <tbody key={part}>
              {group === null ? null : (
                <tr className="report-table-group">
                  <th scope="rowgroup" colSpan={columns.length}>
                    <span>{group}</span>
                  </th>
                </tr>
              )}
              {own.map(({ cells }, row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows stay in their places
                <tr key={row}>
                  {columns.map(({ align }, column) =>
                    column === 0 ? (
                      // biome-ignore lint/suspicious/noArrayIndexKey: cells stay in their places
                      <th key={column} scope="row" data-align={align}>
                        {cells[column] ?? ''}
                      </th>
                    ) : (
                      // biome-ignore lint/suspicious/noArrayIndexKey: cells stay in their places
                      <td key={column} data-align={align}>
                        {cells[column] ?? ''}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('document.emptyTable')}
        </Text>
      ) : null}
      {notes.map((note) => (
        <p key={note} className="report-note">
          {note}
        </p>
      ))}
    </div>
  );
}

function CopyTable({ table, number }: ReportTableProps) {
  const { t } = useTranslation('analysis');
  const clipboard = useClipboard();
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" c="dimmed" aria-live="polite">
        {clipboard.copied ? t('document.copied') : ''}
        {clipboard.error === null ? '' : t('document.copyFailed')}
      </Text>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('document.copyTableLabel', { number })}
        onClick={() => clipboard.copy(tableAsTsv(table))}
      >
        {t('document.copyTable')}
      </Button>
    </Group>
  );
}
