import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FilmDetail } from '../../../src-core/contract/library-calls.ts';
import { Notice } from '../../ui/notice.tsx';

/** What the import warned of and did. */
export function FilmNotes({ warnings, notes }: Pick<FilmDetail, 'warnings' | 'notes'>) {
  const { t } = useTranslation('library');
  return (
    <>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {t(`warnings.${warning}`)}
        </Notice>
      ))}
      {notes.map((note) => (
        <Text key={note} size="sm">
          {note}
        </Text>
      ))}
    </>
  );
}
