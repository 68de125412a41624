import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { ImportReport as Report } from '../../../src-core/contract/import-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { filmSource } from '../../ui/film-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { Part } from '../../ui/part.tsx';
import { FilmThumbnail } from '../../viewer/film-thumbnail.tsx';
import { FileGroups } from './file-groups.tsx';
import { FilmTextForm } from './film-text-editor.tsx';
import { FrameChoice } from './frame-choice.tsx';
import './library.css';

const TEXTS_ASKED = 20;

interface ImportReportProps {
  readonly report: Report;
  readonly filmsSelectionId: string;
  readonly labelsSelectionId: string | null;
  readonly onClose: () => void;
}

/** What became of each file; films without a text get theirs here, files with several frames their other ones. */
export function ImportReport({ report, filmsSelectionId, labelsSelectionId, onClose }: ImportReportProps) {
  const { t } = useTranslation('library');
  const { imported, alreadyPresent, notReached, severalFrames } = report;
  return (
    <Stack gap="lg">
      {report.cancelled ? <Notice tone="warning">{t('report.cancelled')}</Notice> : null}
      <Stack gap={0} role="status">
        <Text fw={600}>
          {imported.length === 0 ? t('report.nothing') : t('report.imported', { count: imported.length })}
        </Text>
        {alreadyPresent.length === 0 ? null : (
          <Text size="sm">{t('report.alreadyPresent', { count: alreadyPresent.length })}</Text>
        )}
        {notReached === 0 ? null : <Text size="sm">{t('report.notReached', { count: notReached })}</Text>}
      </Stack>
      <SaidOfFiles report={report} />
      {severalFrames.length === 0 ? null : (
        <Part title={t('report.frames')}>
          <Text size="sm" c="dimmed">
            {t('report.framesHint')}
          </Text>
          <Stack gap="sm" component="ul" className="library-plain-list">
            {severalFrames.map((file) => (
              <FrameChoice
                key={file.fileIndex}
                filmsSelectionId={filmsSelectionId}
                labelsSelectionId={labelsSelectionId}
                file={file}
              />
            ))}
          </Stack>
        </Part>
      )}
      <FilmsWithoutText filmIds={report.withoutText} />
      <Group justify="flex-end" className="library-report-actions">
        <SaveReport />
        <Button onClick={onClose}>{t('report.close')}</Button>
      </Group>
    </Stack>
  );
}

function SaidOfFiles({ report }: { readonly report: Report }) {
  const { t } = useTranslation('library');
  const { refused, skipped, notes, warnings, labelsUnused } = report;
  const parts = [
    {
      title: t('report.warnings'),
      entries: warnings.map(({ fileName, warning }) => [fileName, t(`warnings.${warning}`)] as const),
    },
    {
      title: t('report.refused', { count: refused.length }),
      entries: refused.map(({ fileName, reason }) => [fileName, reason] as const),
    },
    {
      title: t('report.skipped', { count: skipped.length }),
      entries: skipped.map(({ fileName, reason }) => [fileName, reason] as const),
    },
    {
      title: t('report.notes'),
      entries: notes.map(({ fileName, note }) => [fileName, note] as const),
    },
  ];
  return (
    <>
      {parts
        .filter(({ entries }) => entries.length > 0)
        .map(({ title, entries }) => (
          <Part key={title} title={title}>
            <FileGroups label={title} entries={entries} />
          </Part>
        ))}
      {labelsUnused.length === 0 ? null : (
        <Part title={t('report.labelsUnused', { count: labelsUnused.length })}>
          <Text size="sm" className="library-text">
            {labelsUnused.join(', ')}
          </Text>
        </Part>
      )}
    </>
  );
}

function SaveReport() {
  const { t } = useTranslation('library');
  const save = useCommand('library.saveImportReport');
  const written = save.data ?? null;
  return (
    <>
      {save.error === null ? null : <ErrorNotice error={save.error} onClose={save.reset} />}
      <Text size="sm" aria-live="polite">
        {written === null ? '' : t('report.saved', { fileName: written.fileName })}
      </Text>
      <Button variant="default" loading={save.isPending} onClick={() => save.mutate({})}>
        {t('report.save')}
      </Button>
    </>
  );
}

function FilmsWithoutText({ filmIds }: { readonly filmIds: readonly FilmId[] }) {
  const { t } = useTranslation('library');
  if (filmIds.length === 0) return null;
  const more = filmIds.length - TEXTS_ASKED;
  return (
    <Part title={t('report.withoutText', { count: filmIds.length })}>
      <Text size="sm" c="dimmed">
        {t('report.withoutTextHint')}
      </Text>
      <ul className="library-plain-list">
        {filmIds.slice(0, TEXTS_ASKED).map((id) => (
          <WithoutText key={id} filmId={id} />
        ))}
      </ul>
      {more > 0 ? <Text size="sm">{t('report.withoutTextMore', { count: more })}</Text> : null}
    </Part>
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
