import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDisplay } from '../../viewer/use-display.ts';
import { DisplayCheck } from './display-check.tsx';

/** Opens the check of the display that the window stands on. */
export function DisplayButton() {
  const { t } = useTranslation('display');
  const [opened, setOpened] = useState(false);
  const display = useDisplay();
  return (
    <>
      <Button size="sm" variant="default" disabled={display === null} onClick={() => setOpened(true)}>
        {t('check')}
      </Button>
      {opened && display !== null ? (
        <DisplayCheck display={display} onClose={() => setOpened(false)} />
      ) : null}
    </>
  );
}
