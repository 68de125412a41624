import { Anchor, Button, Loader, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyEntry } from '../../../src-core/contract/conduct-calls.ts';
import { useCall } from '../../app/queries.ts';
import { formatRoute } from '../../app/routes.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatInstant } from '../../ui/format.ts';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { NewStudy } from './new-study.tsx';

/** Every study with its state and how far it is read. */
export function StudyList() {
  const { t } = useTranslation('studies');
  const studies = useCall('conduct.list', {});
  const [creating, setCreating] = useState(false);
  return (
    <Stack gap="md">
      <ScreenTitle title={t('title')}>
        <Button onClick={() => setCreating(true)}>{t('create.button')}</Button>
      </ScreenTitle>
      {studies.error === null ? null : (
        <ErrorNotice error={studies.error} onRetry={() => void studies.refetch()} />
      )}
      {studies.data === undefined && studies.error === null ? <Loader size="sm" /> : null}
      {studies.data?.length === 0 ? (
        <EmptyState title={t('list.emptyTitle')} hint={t('list.emptyHint')} />
      ) : null}
      {studies.data === undefined || studies.data.length === 0 ? null : <StudyTable studies={studies.data} />}
      {creating ? <NewStudy onClose={() => setCreating(false)} /> : null}
    </Stack>
  );
}

function StudyTable({ studies }: { readonly studies: readonly StudyEntry[] }) {
  const { t } = useTranslation('studies');
  return (
    <Table aria-label={t('list.label')} verticalSpacing="sm" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('list.name')}</Table.Th>
          <Table.Th>{t('list.state')}</Table.Th>
          <Table.Th ta="right">{t('list.films')}</Table.Th>
          <Table.Th ta="right">{t('list.readers')}</Table.Th>
          <Table.Th ta="right" className="studies-date">
            {t('list.progress')}
          </Table.Th>
          <Table.Th>{t('list.created')}</Table.Th>
          <Table.Th>{t('list.frozen')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {studies.map((study) => (
          <Table.Tr key={study.studyId} data-study={study.name}>
            <Table.Td>
              {study.earlierBuild ? (
                <>
                  <Text fw={600}>{study.name}</Text>
                  <Text size="sm" c="dimmed">
                    {t('list.earlierBuild')}
                  </Text>
                </>
              ) : (
                <Anchor href={formatRoute({ section: 'studies', parameter: study.studyId })} fw={600}>
                  {study.name}
                </Anchor>
              )}
            </Table.Td>
            <Table.Td>{t(`state.${study.state}`)}</Table.Td>
            <Table.Td ta="right">{study.films}</Table.Td>
            <Table.Td ta="right">{study.readers}</Table.Td>
            <Table.Td ta="right">
              {study.state === 'draft' || study.earlierBuild
                ? t('list.notCounted')
                : t('list.readValue', { done: study.done, total: study.total })}
            </Table.Td>
            <Table.Td className="studies-date">{formatInstant(study.createdAt)}</Table.Td>
            <Table.Td className="studies-date">
              {study.frozenAt === null ? t('list.notFrozen') : formatInstant(study.frozenAt)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
