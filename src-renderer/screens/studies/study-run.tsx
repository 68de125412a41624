import { Button, Group, Progress, Stack, Table, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReaderProgress, StudyView } from '../../../src-core/contract/study-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { navigate } from '../../app/use-route.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { FactTable } from '../../ui/fact-table.tsx';
import { formatInstant, shortHash } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';

/** The contract asks for a reason of at least three characters. */
const REASON_MIN_LENGTH = 3;

/** A frozen study: what was fixed, how far the readers are, closing and unblinding. */
export function StudyRun({ study }: { readonly study: StudyView }) {
  const { t } = useTranslation('studies');
  return (
    <Stack gap="xl">
      {study.state === 'unblinded' ? null : <Notice tone="plain">{t('blindingNotice')}</Notice>}
      <div className="studies-run">
        <Section title={t('run.progress')}>
          <Stack gap="sm">
            <ReadersTable progress={study.progress} />
            {study.state === 'frozen' ? (
              <Text size="sm" c="dimmed">
                {t('run.signInHint')}
              </Text>
            ) : null}
          </Stack>
        </Section>
        <Stack gap="xl">
          <Section title={t('run.facts')}>
            <Protocol study={study} />
          </Section>
          <Section title={t('run.next')}>
            <NextSteps study={study} />
          </Section>
        </Stack>
      </div>
    </Stack>
  );
}

function Protocol({ study }: { readonly study: StudyView }) {
  const { t } = useTranslation('studies');
  const clipboard = useClipboard();
  const hash = study.protocolHash ?? '';
  const facts = [
    { label: t('run.films'), value: t('list.filmsValue', { total: study.filmIds.length, ...study.counts }) },
    { label: t('run.matrix'), value: t('run.matrixValue', { matrix: study.matrixSizePx ?? 0 }) },
    { label: t('run.seed'), value: String(study.seed) },
    { label: t('run.frozenAt'), value: study.frozenAt === null ? '' : formatInstant(study.frozenAt) },
    ...(study.unblindedAt === null
      ? []
      : [{ label: t('run.unblindedAt'), value: formatInstant(study.unblindedAt) }]),
    { label: t('run.hash'), value: shortHash(hash) },
  ];
  return (
    <Stack gap="xs">
      <FactTable rows={facts} label={t('run.facts')} />
      <Group>
        <Button size="compact-md" variant="default" title={hash} onClick={() => clipboard.copy(hash)}>
          {t('run.copyHash')}
        </Button>
        <Text size="sm" aria-live="polite">
          {clipboard.copied ? t('run.copied') : ''}
        </Text>
      </Group>
    </Stack>
  );
}

function ReadersTable({ progress }: { readonly progress: readonly ReaderProgress[] }) {
  const { t } = useTranslation('studies');
  return (
    <Table aria-label={t('run.progress')} verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('run.reader')}</Table.Th>
          <Table.Th w="40%">{t('run.read')}</Table.Th>
          <Table.Th>{t('run.interrupted')}</Table.Th>
          <Table.Th>{t('run.last')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {progress.map(({ reader, done, total, interrupted, lastReadingAt }) => (
          <Table.Tr key={reader.id} data-reader={reader.name}>
            <Table.Td>{reader.name}</Table.Td>
            <Table.Td>
              <Text size="sm">{t('run.readValue', { done, total })}</Text>
              <Progress
                value={total === 0 ? 0 : (done / total) * 100}
                transitionDuration={0}
                size="sm"
                aria-label={`${reader.name}: ${t('run.readValue', { done, total })}`}
              />
            </Table.Td>
            <Table.Td>{interrupted}</Table.Td>
            <Table.Td>{lastReadingAt === null ? t('run.never') : formatInstant(lastReadingAt)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function NextSteps({ study }: { readonly study: StudyView }) {
  const { t } = useTranslation('studies');
  const [asking, setAsking] = useState<'close' | 'unblind' | null>(null);
  const done = { invalidates: ['studies.get', 'studies.list'] as const, onSuccess: () => setAsking(null) };
  const close = useCommand('studies.close', done);
  const unblind = useCommand('studies.unblind', done);
  if (study.state === 'unblinded') {
    return <Button onClick={() => navigate('results', study.id)}>{t('run.results')}</Button>;
  }
  const missing = study.progress.reduce((sum, reader) => sum + reader.total - reader.done, 0);
  const incomplete = missing === 0 ? null : <Text size="sm">{t('run.incomplete', { count: missing })}</Text>;
  return (
    <Stack gap="sm">
      {incomplete}
      <Group>
        {study.state === 'frozen' ? (
          <Button variant="default" onClick={() => setAsking('close')}>
            {t('run.closeButton')}
          </Button>
        ) : null}
        <Button variant="default" onClick={() => setAsking('unblind')}>
          {t('run.unblindButton')}
        </Button>
      </Group>
      {asking === 'close' ? (
        <ConfirmDialog
          title={t('run.closeTitle')}
          text={t('run.closeText')}
          confirmLabel={t('run.closeConfirm')}
          reasonMinLength={REASON_MIN_LENGTH}
          reasonLabel={t('run.reason')}
          pending={close.isPending}
          error={close.error}
          onConfirm={(reason) => close.mutate({ studyId: study.id, reason })}
          onClose={() => setAsking(null)}
        >
          {incomplete}
        </ConfirmDialog>
      ) : null}
      {asking === 'unblind' ? (
        <ConfirmDialog
          title={t('run.unblindTitle')}
          text={t('run.unblindText')}
          confirmLabel={t('run.unblindConfirm')}
          reasonMinLength={REASON_MIN_LENGTH}
          reasonLabel={t('run.reason')}
          danger
          pending={unblind.isPending}
          error={unblind.error}
          onConfirm={(reason) => unblind.mutate({ studyId: study.id, reason })}
          onClose={() => setAsking(null)}
        >
          {incomplete}
        </ConfirmDialog>
      ) : null}
    </Stack>
  );
}
