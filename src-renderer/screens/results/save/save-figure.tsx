import { Button, Menu, Stack } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../../app/queries.ts';
import { SavedFile } from './saved-file.tsx';

const THEMES = [
  { theme: 'print', svg: 'figure.formats.printSvg', png: 'figure.formats.printPng' },
  { theme: 'screen', svg: 'figure.formats.screenSvg', png: 'figure.formats.screenPng' },
] as const;

interface SaveFigureProps {
  readonly analysisId: string;
  readonly figureId: string;
  readonly number: string;
}

/** A figure into a file, for the paper or as it is seen here. */
export function SaveFigure({ analysisId, figureId, number }: SaveFigureProps) {
  const { t } = useTranslation('analysis');
  const save = useCommand('analysis.saveFigure');
  return (
    <Stack gap={4} align="flex-start" className="report-save">
      <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            size="compact-md"
            variant="default"
            aria-busy={save.isPending}
            aria-label={t('figure.saveLabel', { number })}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            {t('figure.save')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {THEMES.map(({ theme, ...labels }) => [
            <Menu.Label key={theme}>{t(`figure.${theme}`)}</Menu.Label>,
            ...(['svg', 'png'] as const).map((format) => (
              <Menu.Item
                key={`${theme} ${format}`}
                disabled={save.isPending}
                onClick={() => save.mutate({ analysisId, figureId, format, theme })}
              >
                {t(labels[format])}
              </Menu.Item>
            )),
          ])}
        </Menu.Dropdown>
      </Menu>
      <SavedFile saved={save.data ?? null} pending={save.isPending} error={save.error} onClose={save.reset} />
    </Stack>
  );
}
