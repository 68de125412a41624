import { ActionIcon, Menu, Progress, Stack, Table, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConductView, ReaderState } from '../../../../src-core/contract/conduct-calls.ts';
import { useCommand } from '../../../app/queries.ts';
import { formatInstant } from '../../../ui/format.ts';
import { ActDialog } from './act-dialog.tsx';
import { CONDUCT_CHANGED } from './conduct-state.ts';

const COLUMNS = ['reader', 'read', 'due', 'signed', 'packed', 'received'] as const;

/** Who has done what, and nothing of what they answered. */
export function ReadersTable({ view }: { readonly view: ConductView }) {
  const { t } = useTranslation('conduct');
  return (
    <Stack gap="sm">
      <div className="conduct-scroll">
        <Table aria-label={t('readers.label')} verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              {COLUMNS.map((column) => (
                <Table.Th key={column}>{t(`readers.${column}`)}</Table.Th>
              ))}
              <Table.Th aria-label={t('readers.actions')} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {view.readers.map((state) => (
              <ReaderRow key={state.reader.id} view={view} state={state} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Text size="sm" c="dimmed">
        {t('readers.hint')}
      </Text>
    </Stack>
  );
}

interface ReaderRowProps {
  readonly view: ConductView;
  readonly state: ReaderState;
}

function ReaderRow({ view, state }: ReaderRowProps) {
  const { t } = useTranslation('conduct');
  const { reader, done, total } = state;
  const read = t('readers.readValue', { done, total });
  return (
    <Table.Tr data-reader={reader.name}>
      <Table.Td>
        {reader.name}
        {state.interrupted === 0 ? null : (
          <Text size="xs" c="dimmed">
            {t('readers.interrupted', { count: state.interrupted })}
          </Text>
        )}
        {state.clockWentBack === 0 ? null : (
          <Text size="xs" c="var(--lightbox-warning)">
            {t('readers.clock', { count: state.clockWentBack })}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="conduct-bar">
        <Text size="sm">{read}</Text>
        <Progress
          value={total === 0 ? 0 : (done / total) * 100}
          transitionDuration={0}
          size="sm"
          aria-label={`${reader.name}: ${read}`}
        />
        <Text size="xs" c="dimmed" mt={2} className="conduct-unbroken">
          {state.session === 0
            ? t('readers.noSession', { count: state.sessions })
            : t('readers.sessionValue', { session: state.session, sessions: state.sessions })}
        </Text>
      </Table.Td>
      <Table.Td>
        {t(`due.${state.due}`)}
        {state.until === null ? null : (
          <Text size="xs" c="dimmed" className="conduct-unbroken">
            {t('readers.until', { at: formatInstant(state.until) })}
          </Text>
        )}
        {state.lastAt === null ? null : (
          <Text size="xs" c="dimmed" className="conduct-unbroken">
            {t('readers.last', { at: formatInstant(state.lastAt) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Instant at={state.signedAt} />
      </Table.Td>
      <Table.Td>
        <Instant at={state.packedAt} />
      </Table.Td>
      <Table.Td>
        <Instant at={state.received?.at ?? null} />
        {state.received === null ? null : (
          <Text size="xs" c="dimmed">
            {t('readers.receivedRows', { count: state.received.rows })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <ReaderActions view={view} state={state} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Date above time where the column is narrow, neither of them broken. */
function Instant({ at }: { readonly at: string | null }) {
  const { t } = useTranslation('conduct');
  if (at === null) return t('readers.never');
  return formatInstant(at)
    .split(' ')
    .map((part) => (
      <Fragment key={part}>
        <span className="conduct-unbroken">{part}</span>{' '}
      </Fragment>
    ));
}

function ReaderActions({ view, state }: ReaderRowProps) {
  const { t } = useTranslation('conduct');
  const [asking, setAsking] = useState<'unlock' | 'waive' | null>(null);
  const done = { invalidates: CONDUCT_CHANGED, onSuccess: () => setAsking(null) };
  const unlock = useCommand('conduct.unlockReader', done);
  const waive = useCommand('conduct.waiveTraining', done);
  if (view.state !== 'frozen') return null;
  const input = { studyId: view.studyId, readerId: state.reader.id };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('readers.actionsOf', { reader: state.reader.name })}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={state.signedAt === null} onClick={() => setAsking('unlock')}>
            {t('readers.unlock')}
          </Menu.Item>
          <Menu.Item disabled={state.due !== 'training-failed'} onClick={() => setAsking('waive')}>
            {t('readers.waive')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'unlock' ? (
        <ActDialog
          title={t('readers.unlockTitle', { reader: state.reader.name })}
          text={t('readers.unlockText')}
          confirmLabel={t('readers.unlockConfirm')}
          asks={['reason']}
          pending={unlock.isPending}
          error={unlock.error}
          onConfirm={({ reason }) => unlock.mutate({ ...input, reason })}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking === 'waive' ? (
        <ActDialog
          title={t('readers.waiveTitle', { reader: state.reader.name })}
          text={t('readers.waiveText')}
          confirmLabel={t('readers.waiveConfirm')}
          asks={['reason']}
          pending={waive.isPending}
          error={waive.error}
          onConfirm={({ reason }) => waive.mutate({ ...input, reason })}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  );
}
