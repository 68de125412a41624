import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../app/queries.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import './audit.css';
import { AuditTable } from './audit-table.tsx';

const FIRST_LIMIT = 200;
/** The most entries that one call gives. */
const LARGEST_LIMIT = 1000;

/** The audit log, newest first, and whether the chains hold. */
export function AuditScreen() {
  const { t } = useTranslation('audit');
  const [limit, setLimit] = useState(FIRST_LIMIT);
  const log = useCall('audit.list', { limit }, { keepPrevious: true });
  return (
    <Stack gap="md" className="audit-screen">
      <ScreenTitle title={t('title')}>
        <Button variant="default" disabled={log.isFetching} onClick={() => void log.refetch()}>
          {t('refresh')}
        </Button>
      </ScreenTitle>
      <Text size="sm" c="dimmed">
        {t('intro')}
      </Text>
      {log.error === null ? null : <ErrorNotice error={log.error} onRetry={() => void log.refetch()} />}
      {log.data === undefined ? (
        log.error === null && <Loader size="sm" />
      ) : (
        <>
          <ChainState problem={log.data.chainProblem} />
          {log.data.entries.length === 0 ? (
            <EmptyState title={t('emptyTitle')} hint={t('emptyHint')} />
          ) : (
            <AuditTable entries={log.data.entries} />
          )}
          {log.data.entries.length >= limit && limit < LARGEST_LIMIT ? (
            <Group justify="center">
              <Text size="sm" c="dimmed">
                {t('newest', { count: log.data.entries.length })}
              </Text>
              <Button variant="subtle" onClick={() => setLimit(LARGEST_LIMIT)}>
                {t('more')}
              </Button>
            </Group>
          ) : null}
        </>
      )}
    </Stack>
  );
}

function ChainState({ problem }: { readonly problem: string | null }) {
  const { t } = useTranslation('audit');
  if (problem !== null) {
    return (
      <Notice tone="problem" announce title={t('chainBroken')}>
        <Text size="sm">{problem}</Text>
        <Text size="sm">{t('chainBrokenHint')}</Text>
      </Notice>
    );
  }
  return (
    <Stack gap={4}>
      <Text size="sm" role="status" data-chain="holds">
        {t('chainHolds')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('ownerNotice')}
      </Text>
    </Stack>
  );
}
