import { Button, Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../../src-core/base/ids.ts';
import type { DraftFilm } from '../../../../src-core/study/draft.ts';
import {
  emptySelection,
  type GridSelection,
  keepPresent,
  selectionAfterClick,
  selectionAfterKey,
  targetsOf,
} from '../../../ui/grid-selection.ts';
import { FilmThumbnail } from '../../../viewer/film-thumbnail.tsx';
import type { SectionProps } from '../design/section-frame.tsx';
import { FilmActions } from './film-actions.tsx';

const ROWS_AT_ONCE = 60;

/** The films of the study, one a row, to be selected and changed together: arm, role, finding, view. */
export function FilmTable({ draft, edit, candidates }: SectionProps) {
  const { t } = useTranslation('design');
  const [stored, setSelection] = useState<GridSelection<FilmId>>(emptySelection);
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const body = useRef<HTMLTableSectionElement>(null);
  const ids = useMemo(() => draft.films.map(({ filmId }) => filmId), [draft.films]);
  const selection = useMemo(() => keepPresent(stored, ids), [stored, ids]);
  const targets = useMemo(() => targetsOf(selection, ids), [selection, ids]);
  const known = useMemo(() => new Map(candidates.map((film) => [film.filmId, film])), [candidates]);
  const shown = draft.films.slice(0, limit);

  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const shownIds = shown.map(({ filmId }) => filmId);
    const next = selectionAfterKey(selection, shownIds, event, { columns: 1, rowsPerPage: 8 });
    if (next === selection) return;
    event.preventDefault();
    setSelection(next);
    const row = [...(body.current?.rows ?? [])].find(({ dataset }) => dataset['filmId'] === next.focused);
    row?.focus();
  };

  if (draft.films.length === 0) return <Text c="dimmed">{t('table.empty')}</Text>;
  return (
    <Stack gap="sm">
      <FilmActions
        draft={draft}
        targets={targets}
        selected={selection.selected.size}
        known={known}
        edit={edit}
      />
      <Table
        role="grid"
        aria-multiselectable
        aria-label={t('table.label')}
        verticalSpacing={6}
        stickyHeader
        stickyHeaderOffset={-20}
      >
        <Table.Thead bg="var(--mantine-color-body)">
          <Table.Tr>
            <Table.Th w={64}>
              <VisuallyHidden>{t('table.film')}</VisuallyHidden>
            </Table.Th>
            <Table.Th>{t('table.text')}</Table.Th>
            <Table.Th>{t('table.arm')}</Table.Th>
            <Table.Th>{t('table.role')}</Table.Th>
            <Table.Th>{t('table.finding')}</Table.Th>
            <Table.Th>{t('table.view')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={body} onKeyDown={onKeyDown}>
          {shown.map((film) => (
            <Table.Tr
              key={film.filmId}
              className="films-row"
              data-film-id={film.filmId}
              tabIndex={film.filmId === selection.focused ? 0 : -1}
              aria-selected={selection.selected.has(film.filmId)}
              onClick={(event) => {
                setSelection(selectionAfterClick(selection, ids, film.filmId, event));
                event.currentTarget.focus();
              }}
            >
              <FilmCells film={film} candidate={known.get(film.filmId)} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {draft.films.length > limit ? (
        <Group>
          <Button variant="subtle" onClick={() => setLimit(limit + ROWS_AT_ONCE)}>
            {t('films.more', { count: draft.films.length - limit })}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

interface FilmCellsProps {
  readonly film: DraftFilm;
  readonly candidate: SectionProps['candidates'][number] | undefined;
}

function FilmCells({ film, candidate }: FilmCellsProps) {
  const { t } = useTranslation('design');
  const text = film.text ?? candidate?.text ?? '';
  return (
    <>
      <Table.Td>
        <div className="films-row-picture" aria-hidden>
          {candidate === undefined ? null : (
            <FilmThumbnail source={{ ...candidate, url: candidate.pixelsUrl }} label="" />
          )}
        </div>
      </Table.Td>
      <Table.Td>
        <span className="films-row-text">{text}</span>
        {film.textControl.kind === 'mismatched' ? (
          <Text span size="xs" c="var(--lightbox-warning)">
            {t(`texts.how.${film.textControl.how}`)}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td>{film.arm}</Table.Td>
      <Table.Td>{t(`role.${film.role}`)}</Table.Td>
      <Table.Td>{film.finding ?? t('table.none')}</Table.Td>
      <Table.Td>{film.view ?? t('table.none')}</Table.Td>
    </>
  );
}
