import { Anchor, Button, Group, Modal, NumberInput, Stack, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyView } from '../../../src-core/contract/study-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { formatRoute } from '../../app/routes.ts';
import { navigate } from '../../app/use-route.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatInstant } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { nameIsValid, seedIsValid } from './draft-state.ts';

/** Every study with its state and how far it is read. */
export function StudyList() {
  const { t } = useTranslation('studies');
  const studies = useCall('studies.list', {});
  const [creating, setCreating] = useState(false);
  return (
    <Stack gap="md">
      <ScreenTitle title={t('title')}>
        <Button onClick={() => setCreating(true)}>{t('create.button')}</Button>
      </ScreenTitle>
      <Notice tone="plain">{t('blindingNotice')}</Notice>
      {studies.error === null ? null : (
        <ErrorNotice error={studies.error} onRetry={() => void studies.refetch()} />
      )}
      {studies.data?.length === 0 ? (
        <EmptyState title={t('list.emptyTitle')} hint={t('list.emptyHint')} />
      ) : null}
      {studies.data === undefined || studies.data.length === 0 ? null : <StudyTable studies={studies.data} />}
      {creating ? <CreateStudy onClose={() => setCreating(false)} /> : null}
    </Stack>
  );
}

function StudyTable({ studies }: { readonly studies: readonly StudyView[] }) {
  const { t } = useTranslation('studies');
  return (
    <Table aria-label={t('list.label')} verticalSpacing="sm" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('list.name')}</Table.Th>
          <Table.Th>{t('list.state')}</Table.Th>
          <Table.Th>{t('list.films')}</Table.Th>
          <Table.Th>{t('list.progress')}</Table.Th>
          <Table.Th>{t('list.created')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {studies.map((study) => (
          <Table.Tr key={study.id}>
            <Table.Td>
              <Anchor href={formatRoute({ section: 'studies', parameter: study.id })} fw={600}>
                {study.name}
              </Anchor>
            </Table.Td>
            <Table.Td>{t(`state.${study.state}`)}</Table.Td>
            <Table.Td>{t('list.filmsValue', { total: study.filmIds.length, ...study.counts })}</Table.Td>
            <Table.Td>
              {study.state === 'draft' ? t('list.noReadings') : t('run.readValue', readTotals(study))}
            </Table.Td>
            <Table.Td>{formatInstant(study.createdAt)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function readTotals({ progress }: StudyView) {
  return {
    done: progress.reduce((sum, { done }) => sum + done, 0),
    total: progress.reduce((sum, { total }) => sum + total, 0),
  };
}

function CreateStudy({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('studies');
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  const [name, setName] = useState('');
  const [seed, setSeed] = useState<number | string>('');
  const create = useCommand('studies.create', {
    invalidates: ['studies.list'],
    onSuccess: (study) => navigate('studies', study.id),
  });
  const seedValue = typeof seed === 'number' ? seed : null;
  const seedFits = seed === '' || seedIsValid(seedValue);
  const ready = nameIsValid(name) && seedFits;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('create.title')}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) create.mutate({ name, seed: seedValue });
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t('create.name')}
            value={name}
            maxLength={120}
            required
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NumberInput
            label={t('create.seed')}
            placeholder={t('create.seedPlaceholder')}
            value={seed}
            allowDecimal={false}
            allowNegative={false}
            hideControls
            error={seedFits ? undefined : t('draft.seedError')}
            onChange={setSeed}
          />
          {create.error === null ? null : <ErrorNotice error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {tCommon('cancel')}
            </Button>
            <Button type="submit" disabled={!ready} loading={create.isPending}>
              {t('create.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
