import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE, pageCount } from './film-query.ts';

interface FilmPagesProps {
  readonly page: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

/** Leads through pages of films, each of PAGE_SIZE. */
export function FilmPages({ page, total, onPage }: FilmPagesProps) {
  const { t } = useTranslation('library');
  const from = page * PAGE_SIZE + 1;
  const to = Math.min(total, from + PAGE_SIZE - 1);
  return (
    <Group component="nav" aria-label={t('pages.label')} justify="center" pt="sm">
      <Button variant="default" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t('pages.previous')}
      </Button>
      <Text size="sm">{t('countRange', { from, to, total })}</Text>
      <Button variant="default" disabled={page >= pageCount(total) - 1} onClick={() => onPage(page + 1)}>
        {t('pages.next')}
      </Button>
    </Group>
  );
}
