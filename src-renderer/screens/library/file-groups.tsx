import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

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
      {groups(entries).map(([reason, names]) => (
        <li key={reason}>
          <Text size="sm" fw={600}>
            {t('report.group', { reason, count: names.length })}
          </Text>
          <Text size="sm" className="library-text">
            {names.length > NAMES_SHOWN
              ? t('report.andMore', {
                  names: names.slice(0, NAMES_SHOWN).join(', '),
                  count: names.length - NAMES_SHOWN,
                })
              : names.join(', ')}
          </Text>
        </li>
      ))}
    </Stack>
  );
}

function groups(entries: FileGroupsProps['entries']): readonly (readonly [string, readonly string[]])[] {
  const byReason = new Map<string, string[]>();
  for (const [fileName, reason] of entries) {
    const names = byReason.get(reason) ?? [];
    names.push(fileName);
    byReason.set(reason, names);
  }
  return [...byReason].sort(([, a], [, b]) => b.length - a.length);
}
