import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConductView } from '../../../../src-core/contract/conduct-calls.ts';
import { useCommand } from '../../../app/queries.ts';
import { ActDialog } from './act-dialog.tsx';
import { CONDUCT_CHANGED, holdersOf, nextToAdjudicate, nextToRelease } from './conduct-state.ts';

/** The phases, which of them readers know of, and the release of the next. */
export function PhasesPanel({ view }: { readonly view: ConductView }) {
  const { t } = useTranslation('conduct');
  const [asking, setAsking] = useState<'release' | 'adjudicate' | null>(null);
  const done = { invalidates: CONDUCT_CHANGED, onSuccess: () => setAsking(null) };
  const release = useCommand('conduct.releasePhase', done);
  const adjudicate = useCommand('conduct.adjudicate', done);
  const [next, disputed] = [nextToRelease(view), nextToAdjudicate(view)];
  const open = view.state === 'frozen';
  const released = (phase: ConductView['phases'][number]): string => {
    if (phase.released) return t('phases.released');
    const holders = phase.kind === 'reading' ? holdersOf(view, phase.number) : 0;
    return holders === 0 ? t('phases.withheld') : t('phases.partly', { holders, count: view.readers.length });
  };
  return (
    <Stack gap="sm">
      <List size="sm" spacing={6} listStyleType="none">
        {view.phases.map((phase) => (
          <List.Item key={phase.id}>
            {t(`phases.${phase.kind}`, { number: phase.number, id: phase.id, count: phase.sessions })}
            <Text size="xs" c="dimmed">
              {released(phase)}
            </Text>
          </List.Item>
        ))}
      </List>
      {open && next !== null ? (
        <Group>
          <Button variant="default" onClick={() => setAsking('release')}>
            {t('phases.release', { number: next.number })}
          </Button>
        </Group>
      ) : null}
      {open && disputed !== null ? (
        <Group>
          <Button variant="default" onClick={() => setAsking('adjudicate')}>
            {t('phases.adjudicate')}
          </Button>
        </Group>
      ) : null}
      {adjudicate.data === undefined ? null : (
        <Text size="sm" role="status">
          {t('phases.adjudicated', { count: adjudicate.data.cases })}
        </Text>
      )}
      {asking === 'release' && next !== null ? (
        <ActDialog
          title={t('phases.releaseTitle', { number: next.number })}
          text={t('phases.releaseText')}
          confirmLabel={t('phases.releaseConfirm')}
          asks={['passphrase']}
          pending={release.isPending}
          error={release.error}
          onConfirm={({ passphrase }) =>
            release.mutate({ studyId: view.studyId, phase: next.number, passphrase })
          }
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking === 'adjudicate' && disputed !== null ? (
        <ActDialog
          title={t('phases.adjudicateTitle')}
          text={t('phases.adjudicateText')}
          confirmLabel={t('phases.adjudicateConfirm')}
          asks={['passphrase']}
          pending={adjudicate.isPending}
          error={adjudicate.error}
          onConfirm={({ passphrase }) =>
            adjudicate.mutate({ studyId: view.studyId, phase: disputed.id, passphrase })
          }
          onClose={() => setAsking(null)}
        />
      ) : null}
    </Stack>
  );
}
