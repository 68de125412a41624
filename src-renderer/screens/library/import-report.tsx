import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { ImportReport as Report } from '../../../src-core/contract/import-calls.ts';
import { useCall } from '../../app/queries.ts';
import { filmSource } from '../../ui/film-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { Part } from '../../ui/part.tsx';
import { FilmThumbnail } from '../../viewer/film-thumbnail.tsx';
import { FilmTextForm } from './film-text-editor.tsx';
import './library.css';

interface ImportReportProps {
  readonly report: Report;
  readonly onClose: () => void;
}

/** What became of each file; films without a text get theirs here. */
export function ImportReport({ report, onClose }: ImportReportProps) {
  const { t } = useTranslation('library');
  const { imported, alreadyPresent, refused, notes, withoutText, labelsUnused } = report;
  return (
    <Stack gap="lg">
      {report.cancelled ? <Notice tone="warning">{t('report.cancelled')}</Notice> : null}
      <Text fw={600} role="status">
        {imported.length === 0 ? t('report.nothing') : t('report.imported', { count: imported.length })}
      </Text>
      {refused.length === 0 ? null : (
        <Part title={t('report.refused', { count: refused.length })}>
          <FileTable
            label={t('report.refused', { count: refused.length })}
            column={t('report.reason')}
            rows={refused.map(({ fileName, reason }) => [fileName, reason])}
          />
        </Part>
      )}
      {alreadyPresent.length === 0 ? null : (
        <Part title={t('report.alreadyPresent', { count: alreadyPresent.length })}>
          <Text size="sm">{alreadyPresent.join(', ')}</Text>
        </Part>
      )}
      {notes.length === 0 ? null : (
        <Part title={t('report.notes')}>
          <FileTable
            label={t('report.notes')}
            column={t('report.note')}
            rows={notes.map(({ fileName, note }) => [fileName, note])}
          />
        </Part>
      )}
      {labelsUnused.length === 0 ? null : (
        <Part title={t('report.labelsUnused', { count: labelsUnused.length })}>
          <Text size="sm">{labelsUnused.join(', ')}</Text>
        </Part>
      )}
      {withoutText.length === 0 ? null : (
        <Part title={t('report.withoutText', { count: withoutText.length })}>
          <Text size="sm" c="dimmed">
            {t('report.withoutTextHint')}
          </Text>
          <ul className="library-plain-list">
            {withoutText.map((id) => (
              <WithoutText key={id} filmId={id} />
            ))}
          </ul>
        </Part>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('report.close')}</Button>
      </Group>
    </Stack>
  );
}

interface FileTableProps {
  readonly label: string;
  readonly column: string;
  readonly rows: readonly (readonly [fileName: string, text: string])[];
}

function FileTable({ label, column, rows }: FileTableProps) {
  const { t } = useTranslation('library');
  return (
    <Table aria-label={label} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="35%">{t('report.file')}</Table.Th>
          <Table.Th>{column}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([fileName, text]) => (
          <Table.Tr key={`${fileName} ${text}`}>
            <Table.Td className="library-text">{fileName}</Table.Td>
            <Table.Td className="library-text">{text}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function WithoutText({ filmId }: { readonly filmId: FilmId }) {
  const { t } = useTranslation('library');
  const [saved, setSaved] = useState(false);
  const detail = useCall('library.detail', { filmId });
  const film = detail.data?.film;
  if (film === undefined) return null;
  return (
    <li className="library-without-text">
      <FilmThumbnail source={filmSource(film)} label={film.sourceName ?? ''} />
      {saved ? (
        <Stack gap={4}>
          <Text size="sm" c="dimmed" role="status">
            {film.sourceName} · {t('text.saved')}
          </Text>
          <Text size="sm">{film.text}</Text>
        </Stack>
      ) : (
        <FilmTextForm
          filmId={filmId}
          name={film.sourceName ?? ''}
          text={film.text}
          onDone={() => setSaved(true)}
        />
      )}
    </li>
  );
}
