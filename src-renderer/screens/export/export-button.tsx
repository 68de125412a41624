import { Button, type ButtonProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmChoice } from '../../../src-core/contract/export-calls.ts';
import { ExportDialog } from './export-dialog.tsx';

interface ExportButtonProps extends Pick<ButtonProps, 'size' | 'disabled'> {
  readonly choice: FilmChoice;
}

/** Opens the export of these films. */
export function ExportButton({ choice, ...props }: ExportButtonProps) {
  const { t } = useTranslation('exporting');
  // What was chosen when the dialog was opened stays, whatever happens to the grid behind it.
  const [chosen, setChosen] = useState<FilmChoice | null>(null);
  return (
    <>
      <Button variant="default" {...props} onClick={() => setChosen(choice)}>
        {t('button')}
      </Button>
      {chosen === null ? null : <ExportDialog choice={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}
