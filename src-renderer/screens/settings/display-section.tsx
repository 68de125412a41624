import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import { useDisplay } from '../../viewer/use-display.ts';
import { DisplayButton } from '../display/display-button.tsx';

/** The display that the window stands on, and the way to look at it. */
export function DisplaySection() {
  const { t } = useTranslation('display');
  const display = useDisplay();
  return (
    <Section title={t('heading')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {t('hint')}
        </Text>
        {display === null ? null : (
          <Text size="sm">
            {t('name', {
              name: display.name === '' ? t('unnamed') : display.name,
              width: display.widthPx,
              height: display.heightPx,
            })}
            {'. '}
            {display.pixelsPerMm === null
              ? t('notMeasured')
              : t('measured', { value: display.pixelsPerMm.toFixed(3) })}
            {'.'}
          </Text>
        )}
        <DisplayButton />
      </Stack>
    </Section>
  );
}
