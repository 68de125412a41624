import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { useCommand } from '../../../app/queries.ts';

interface SaveReportProps {
  readonly analysisId: string;
  readonly save: ReturnType<typeof useCommand<'analysis.saveReport'>>;
}

/** The whole report into one file; what became of it is shown below, by who holds the command. */
export function SaveReport({ analysisId, save }: SaveReportProps) {
  const { t } = useTranslation('analysis');
  return (
    <Menu position="bottom-start" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button aria-busy={save.isPending} rightSection={<IconChevronDown size={16} aria-hidden />}>
          {t('save.report')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['pdf', 'html'] as const).map((format) => (
          <Menu.Item
            key={format}
            disabled={save.isPending}
            onClick={() => save.mutate({ analysisId, format })}
          >
            {t(`save.${format}`)}
            <Text size="xs" c="dark.1">
              {t(`save.${format}Hint`)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
