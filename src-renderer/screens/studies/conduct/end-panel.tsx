import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConductView } from '../../../../src-core/contract/conduct-calls.ts';
import { useCommand } from '../../../app/queries.ts';
import { ActDialog } from './act-dialog.tsx';
import { CONDUCT_CHANGED, readTotals, unsigned } from './conduct-state.ts';

/** Closing the reading and unblinding it, with what is still missing and what must come first. */
export function EndPanel({ view }: { readonly view: ConductView }) {
  const { t } = useTranslation('conduct');
  const [asking, setAsking] = useState<'close' | 'unblind' | null>(null);
  const done = { invalidates: CONDUCT_CHANGED, onSuccess: () => setAsking(null) };
  const close = useCommand('conduct.close', done);
  const unblind = useCommand('conduct.unblind', done);
  const totals = readTotals(view.readers);
  const missing = totals.total - totals.done;
  const waiting = unsigned(view.readers).length;
  const incomplete = (
    <>
      {missing === 0 ? null : <Text size="sm">{t('end.missing', { count: missing })}</Text>}
      {waiting === 0 ? null : <Text size="sm">{t('end.unsigned', { count: waiting })}</Text>}
    </>
  );
  return (
    <Stack gap="sm">
      {incomplete}
      {view.unblindingWaits === null ? null : (
        <Text size="sm" c="dimmed">
          {t('end.waits', { what: view.unblindingWaits })}
        </Text>
      )}
      <Group gap="xs">
        {view.state === 'frozen' ? (
          <Button variant="default" onClick={() => setAsking('close')}>
            {t('end.close')}
          </Button>
        ) : null}
        <Button
          variant="default"
          disabled={view.unblindingWaits !== null}
          onClick={() => setAsking('unblind')}
        >
          {t('end.unblind')}
        </Button>
      </Group>
      {asking === 'close' ? (
        <ActDialog
          title={t('end.closeTitle')}
          text={t('end.closeText')}
          confirmLabel={t('end.closeConfirm')}
          asks={['reason']}
          pending={close.isPending}
          error={close.error}
          onConfirm={({ reason }) => close.mutate({ studyId: view.studyId, reason })}
          onClose={() => setAsking(null)}
        >
          {incomplete}
        </ActDialog>
      ) : null}
      {asking === 'unblind' ? (
        <ActDialog
          title={t('end.unblindTitle')}
          text={t('end.unblindText')}
          confirmLabel={t('end.unblindConfirm')}
          asks={['reason', 'passphrase']}
          danger
          pending={unblind.isPending}
          error={unblind.error}
          onConfirm={({ reason, passphrase }) =>
            unblind.mutate({ studyId: view.studyId, reason, passphrase })
          }
          onClose={() => setAsking(null)}
        >
          {incomplete}
        </ActDialog>
      ) : null}
    </Stack>
  );
}
