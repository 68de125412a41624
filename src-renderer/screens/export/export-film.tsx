import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';

/** One film into a file of its own. */
export function ExportFilm({ filmId }: { readonly filmId: FilmId }) {
  const { t } = useTranslation('exporting');
  const write = useCommand('export.film');
  const written = write.data ?? null;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button
          variant="default"
          disabled={write.isPending}
          onClick={() => write.mutate({ filmId, format: 'png' })}
        >
          {t('film.png')}
        </Button>
        <Button
          variant="default"
          disabled={write.isPending}
          onClick={() => write.mutate({ filmId, format: 'dicom' })}
        >
          {t('film.dicom')}
        </Button>
      </Group>
      <Text size="sm" aria-live="polite">
        {written === null ? '' : t('film.written', { fileName: written.fileName })}
      </Text>
      {write.error === null ? null : <ErrorNotice error={write.error} onClose={write.reset} />}
    </Stack>
  );
}
