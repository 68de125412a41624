import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConductView } from '../../../../src-core/contract/conduct-calls.ts';
import { useCommand } from '../../../app/queries.ts';
import { formatInstant } from '../../../ui/format.ts';
import { ActDialog } from './act-dialog.tsx';

/** What changed in the conduct after the freeze, each with its reason; and one more. */
export function Amendments({ view }: { readonly view: ConductView }) {
  const { t } = useTranslation('conduct');
  const [asking, setAsking] = useState(false);
  const amend = useCommand('conduct.amend', {
    invalidates: ['conduct.view'],
    onSuccess: () => setAsking(false),
  });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('amendments.hint')}
      </Text>
      {view.amendments.length === 0 ? (
        <Text size="sm">{t('amendments.none')}</Text>
      ) : (
        <Table aria-label={t('tab.amendments')} verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={180}>{t('amendments.at')}</Table.Th>
              <Table.Th w={160}>{t('amendments.by')}</Table.Th>
              <Table.Th>{t('amendments.text')}</Table.Th>
              <Table.Th>{t('amendments.reason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {view.amendments.map(({ at, by, text, reason }) => (
              <Table.Tr key={`${at} ${text}`}>
                <Table.Td>{formatInstant(at)}</Table.Td>
                <Table.Td>{by}</Table.Td>
                <Table.Td>{text}</Table.Td>
                <Table.Td>{reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Group>
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('amendments.add')}
        </Button>
      </Group>
      {asking ? (
        <ActDialog
          title={t('amendments.title')}
          text={t('amendments.explain')}
          textLabel={t('amendments.what')}
          confirmLabel={t('amendments.confirm')}
          asks={['text', 'reason']}
          pending={amend.isPending}
          error={amend.error}
          onConfirm={({ text, reason }) => amend.mutate({ studyId: view.studyId, text, reason })}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Stack>
  );
}
