import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { reasonGroups } from './reason-groups.ts';

const NAMES_SHOWN = 20;

interface FileGroupsProps {
  readonly label: string;
  /** What is said of which file; the same said of several is written once. */
  readonly entries: readonly (readonly [fileName: string, reason: string])[];
}

/** Files by what is said of them, the largest group first. */
export function FileGroups({ label, entries }: FileGroupsProps) {
  const { t } = useTranslation('library');
  return (
    <Stack gap="sm" component="ul" className="library-plain-list" aria-label={label}>
      {reasonGroups(entries).map(({ reason, fileNames }) => (
        <li key={reason}>
          <Text size="sm" fw={600}>
            {t('report.group', { reason, count: fileNames.length })}
          </Text>
          <Text size="sm" className="library-text">
            {fileNames.length > NAMES_SHOWN
              ? t('report.andMore', {
                  names: fileNames.slice(0, NAMES_SHOWN).join(', '),
                  count: fileNames.length - NAMES_SHOWN,
                })
              : fileNames.join(', ')}
          </Text>
        </li>
      ))}
    </Stack>
  );
}
