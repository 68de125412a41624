import { Button, Group, List, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventPayload } from '../../../src-core/contract/events.ts';
import type { FreezeCheck, StudyView } from '../../../src-core/contract/study-calls.ts';
import { useCall, useCommand, useLightboxEvent } from '../../app/queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { StudyDraft } from './draft-state.ts';

interface FreezePanelProps {
  readonly study: StudyView;
  readonly draft: StudyDraft;
  /** False while main does not have the draft as it stands on the screen. */
  readonly saved: boolean;
}

/** What freezing will do, what stands in its way, and the freeze itself. */
export function FreezePanel({ study, draft, saved }: FreezePanelProps) {
  const { t } = useTranslation('studies');
  const [asking, setAsking] = useState(false);
  const check = useCall('studies.checkFreeze', { studyId: study.id }, { enabled: saved, keepPrevious: true });
  const freeze = useCommand('studies.freeze', { invalidates: ['studies.get', 'studies.list'] });
  const ready = saved && !check.isFetching && check.data?.problems.length === 0;
  return (
    <Stack gap="sm">
      {check.error === null ? null : <ErrorNotice error={check.error} onRetry={() => void check.refetch()} />}
      {check.data === undefined ? null : (
        <>
          <Summary study={study} draft={draft} check={check.data} />
          <Points title={t('freeze.problems')} points={check.data.problems} tone="problem" />
          <Points title={t('freeze.warnings')} points={check.data.warnings} tone="warning" />
        </>
      )}
      <Text size="sm" c="dimmed">
        {t('blindingNotice')}
      </Text>
      <Group>
        <Button disabled={!ready} onClick={() => setAsking(true)}>
          {t('freeze.button')}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {ready ? t('freeze.ready') : saved && !check.isFetching ? '' : t('freeze.checking')}
        </Text>
      </Group>
      {asking ? (
        <ConfirmDialog
          title={t('freeze.title')}
          text={t('freeze.text')}
          confirmLabel={t('freeze.confirm')}
          pending={freeze.isPending}
          error={freeze.error}
          onConfirm={() => freeze.mutate({ studyId: study.id })}
          onClose={() => setAsking(false)}
        >
          {freeze.isPending ? <FreezeProgress /> : null}
        </ConfirmDialog>
      ) : null}
    </Stack>
  );
}

interface SummaryProps {
  readonly study: StudyView;
  readonly draft: StudyDraft;
  readonly check: FreezeCheck;
}

function Summary({ study, draft, check }: SummaryProps) {
  const { t } = useTranslation('studies');
  const films = draft.filmIds.length;
  const readers = draft.readerIds.length;
  const { matrixSizePx, codec } = check;
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t('freeze.intro')}
      </Text>
      <List size="sm" spacing={4}>
        <List.Item>{t('freeze.films', { count: films, ...study.counts })}</List.Item>
        <List.Item>{t('freeze.readers', { count: readers, readings: readers * films })}</List.Item>
        {matrixSizePx === null ? null : (
          <List.Item>{t('freeze.matrix', { matrix: matrixSizePx, codec })}</List.Item>
        )}
        <List.Item>{t('freeze.order', { seed: draft.seed ?? '' })}</List.Item>
        <List.Item>{t('freeze.steps')}</List.Item>
      </List>
    </Stack>
  );
}

interface PointsProps {
  readonly title: string;
  readonly points: readonly string[];
  readonly tone: 'warning' | 'problem';
}

function Points({ title, points, tone }: PointsProps) {
  if (points.length === 0) return null;
  return (
    <Notice tone={tone} title={title}>
      <List size="sm" spacing={4}>
        {points.map((point) => (
          <List.Item key={point}>{point}</List.Item>
        ))}
      </List>
    </Notice>
  );
}

function FreezeProgress() {
  const { t } = useTranslation('studies');
  const [progress, setProgress] = useState<EventPayload<'studies.freezeProgress'> | null>(null);
  useLightboxEvent('studies.freezeProgress', setProgress);
  const fraction = progress === null || progress.total === 0 ? 0 : progress.done / progress.total;
  return (
    <Stack gap={6}>
      <Progress value={fraction * 100} transitionDuration={0} aria-label={t('freeze.progressLabel')} />
      {progress === null ? null : <Text size="sm">{t('freeze.progress', progress)}</Text>}
    </Stack>
  );
}
