import { Button, Checkbox, Group, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserId } from '../../../../src-core/base/ids.ts';
import type { ConductView } from '../../../../src-core/contract/conduct-calls.ts';
import { unlessCancelled } from '../../../app/error-text.ts';
import { useCommand } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { formatBytes, shortHash } from '../../../ui/format.ts';
import { Part } from '../../../ui/part.tsx';
import { CONDUCT_CHANGED } from './conduct-state.ts';
import { PackagesProgress } from './packages-progress.tsx';
import { TakenTable } from './taken-table.tsx';

/** Packages out to other workstations, and the readings that come back from them. */
export function PackagesPanel({ view }: { readonly view: ConductView }) {
  const { t } = useTranslation('conduct');
  return (
    <Stack gap="xl">
      <Part title={t('packages.out')}>
        <PackagesOut view={view} />
      </Part>
      <Part title={t('packages.in')}>
        <ReadingsIn />
      </Part>
    </Stack>
  );
}

function PackagesOut({ view }: { readonly view: ConductView }) {
  const { t } = useTranslation('conduct');
  const [chosen, setChosen] = useState<readonly UserId[]>([]);
  const write = useCommand('packages.write', { invalidates: ['conduct.view'] });
  const error = unlessCancelled(write.error);
  const all = view.readers.map(({ reader }) => reader.id);
  return (
    <>
      <Text size="sm" c="dimmed" maw={880}>
        {t('packages.outHint')}
      </Text>
      <Checkbox.Group
        label={t('packages.readers')}
        value={[...chosen]}
        onChange={(ids) => setChosen(all.filter((id) => ids.includes(id)))}
      >
        <Stack gap={8} mt={6}>
          {view.readers.map(({ reader }) => (
            <Checkbox key={reader.id} value={reader.id} label={reader.name} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Group gap="xs">
        <Button variant="default" onClick={() => setChosen(all)}>
          {t('packages.all')}
        </Button>
        <Button
          disabled={chosen.length === 0 || view.state !== 'frozen'}
          loading={write.isPending}
          onClick={() => write.mutate({ studyId: view.studyId, readerIds: [...chosen] })}
        >
          {t('packages.write', { count: chosen.length })}
        </Button>
      </Group>
      {write.isPending ? <PackagesProgress /> : null}
      {error === null ? null : <ErrorNotice error={error} onClose={write.reset} />}
      {write.data === undefined || write.data === null ? null : (
        <div role="status">
          <Text size="sm">{t('packages.written', { folder: write.data.folder })}</Text>
          <Text size="sm">{t('packages.key', { fingerprint: write.data.fingerprint })}</Text>
          <Table aria-label={t('packages.writtenLabel')} verticalSpacing={4}>
            <Table.Tbody>
              {write.data.packages.map(({ readerName, fileName, bytes, sha256 }) => (
                <Table.Tr key={fileName}>
                  <Table.Td>{readerName}</Table.Td>
                  <Table.Td>{fileName}</Table.Td>
                  <Table.Td ta="right" className="conduct-unbroken">
                    {formatBytes(bytes)}
                  </Table.Td>
                  <Table.Td title={sha256} className="conduct-unbroken">
                    {t('packages.hash', { hash: shortHash(sha256) })}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </>
  );
}

function ReadingsIn() {
  const { t } = useTranslation('conduct');
  const take = useCommand('packages.takeReadings', { invalidates: CONDUCT_CHANGED });
  const error = unlessCancelled(take.error);
  return (
    <>
      <Text size="sm" c="dimmed" maw={880}>
        {t('packages.inHint')}
      </Text>
      <Group>
        <Button variant="default" loading={take.isPending} onClick={() => take.mutate({})}>
          {t('packages.take')}
        </Button>
      </Group>
      {take.isPending ? <PackagesProgress /> : null}
      {error === null ? null : <ErrorNotice error={error} onClose={take.reset} />}
      {take.data === undefined || take.data.length === 0 ? null : <TakenTable taken={take.data} />}
    </>
  );
}
