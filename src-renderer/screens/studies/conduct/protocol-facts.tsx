import { Button, Group, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { ConductView } from '../../../../src-core/contract/conduct-calls.ts';
import { FactTable } from '../../../ui/fact-table.tsx';
import { formatInstant, shortHash } from '../../../ui/format.ts';

/** What was fixed at the freeze. */
export function ProtocolFacts({ view }: { readonly view: ConductView }) {
  const { t } = useTranslation('conduct');
  const clipboard = useClipboard();
  const facts = [
    { label: t('facts.cases'), value: String(view.cases) },
    { label: t('facts.matrix'), value: t('facts.matrixValue', { matrix: view.matrixSizePx }) },
    { label: t('facts.frozenAt'), value: formatInstant(view.frozenAt) },
    ...(view.stopsOn === null ? [] : [{ label: t('facts.stopsOn'), value: view.stopsOn }]),
    ...(view.unblindedAt === null
      ? []
      : [{ label: t('facts.unblindedAt'), value: formatInstant(view.unblindedAt) }]),
    { label: t('facts.hash'), value: shortHash(view.protocolHash) },
  ];
  return (
    <Stack gap="xs">
      <FactTable rows={facts} label={t('facts.title')} />
      <Group>
        <Button
          size="compact-md"
          variant="default"
          title={view.protocolHash}
          onClick={() => clipboard.copy(view.protocolHash)}
        >
          {t('facts.copyHash')}
        </Button>
        <Text size="sm" aria-live="polite">
          {clipboard.copied ? t('facts.copied') : ''}
        </Text>
      </Group>
    </Stack>
  );
}
