import { Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LightboxError, toLightboxError } from '../../../src-core/base/errors.ts';
import type { Assignment } from '../../../src-core/contract/reader-calls.ts';
import type { Person } from '../../../src-core/contract/session-calls.ts';
import { useCall } from '../../app/queries.ts';
import { signOut } from '../../app/sign-out.ts';
import { ChangeSecret } from '../../ui/change-secret.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatInstant } from '../../ui/format.ts';
import { DisplayButton } from '../display/display-button.tsx';
import './assignment-list.css';
import { type OpenedStudy, openStudy } from './use-sitting.ts';
import { WriteReadings } from './write-readings.tsx';

/** A washout that ends shows without the reader's doing. */
const LOOK_AGAIN_MS = 60_000;

interface AssignmentListProps {
  readonly reader: Person;
  readonly onOpened: (study: OpenedStudy) => void;
}

/** The reader's studies, each with what is due in plain words and one way in. */
export function AssignmentList({ reader, onOpened }: AssignmentListProps) {
  const { t } = useTranslation('reading');
  const assignments = useCall('reader.assignments', {}, { refetchIntervalMs: LOOK_AGAIN_MS });
  const [problem, setProblem] = useState<LightboxError | null>(null);
  const [opening, setOpening] = useState(false);

  const open = ({ studyId }: Assignment) => {
    setOpening(true);
    setProblem(null);
    openStudy(studyId)
      .then(onOpened)
      .catch((thrown: unknown) => setProblem(toLightboxError(thrown)))
      .finally(() => setOpening(false));
  };

  const failure = problem ?? assignments.error;
  const none = assignments.data?.length === 0;
  return (
    <main className="read-home">
      <Group justify="space-between" mb="xl">
        <Title order={1} size="h2">
          {t('home.title')}
        </Title>
        <Group gap="sm">
          <DisplayButton />
          <Text c="dimmed">{reader.name}</Text>
          <Button variant="subtle" color="gray" onClick={() => void signOut()}>
            {t('home.signOut')}
          </Button>
        </Group>
      </Group>
      {failure === null ? null : (
        <ErrorNotice
          error={failure}
          onRetry={() => {
            setProblem(null);
            void assignments.refetch();
          }}
        />
      )}
      {none ? <Text c="dimmed">{t('home.none')}</Text> : null}
      <Stack component="ul" className="read-home-list" gap="md">
        {assignments.data?.map((assignment) => (
          <AssignmentCard
            key={assignment.studyId}
            assignment={assignment}
            disabled={opening}
            onOpen={() => open(assignment)}
          />
        ))}
      </Stack>
      <div className="read-home-account">
        <ChangeSecret of="reader" />
      </div>
      <Text c="dimmed" size="sm" mt="xl">
        {t('home.notMedical')}
      </Text>
    </main>
  );
}

interface AssignmentCardProps {
  readonly assignment: Assignment;
  readonly disabled: boolean;
  readonly onOpen: () => void;
}

/** What can be gone on with. */
function wayIn({ due, done, open }: Assignment): 'start' | 'continue' | 'sign' | null {
  if (!open || ['wait', 'done', 'await-phase', 'training-failed'].includes(due)) return null;
  if (due === 'sign') return 'sign';
  return due === 'begin-session' && done === 0 ? 'start' : 'continue';
}

function AssignmentCard({ assignment, disabled, onOpen }: AssignmentCardProps) {
  const { t } = useTranslation('reading');
  const { studyName, done, total, due, until, open } = assignment;
  const way = wayIn(assignment);
  const words =
    open || due === 'done'
      ? t(`home.due.${due}`, { until: until === null ? '' : formatInstant(until) })
      : t('home.closed');
  return (
    <li className="read-home-card">
      <div className="read-home-facts">
        <Title order={2} size="h4" fw={500}>
          {studyName}
        </Title>
        <Text size="sm">{words}</Text>
        <Text c="dimmed" size="sm" mb={6}>
          {t('home.progress', { done, total })}
        </Text>
        <Progress
          value={total === 0 ? 0 : (100 * done) / total}
          size="xs"
          aria-label={t('home.progress', { done, total })}
        />
        {assignment.fromPackage ? <WriteReadings assignment={assignment} /> : null}
      </div>
      {way === null ? null : (
        <Button size="md" disabled={disabled} onClick={onOpen}>
          {t(`home.${way}`)}
        </Button>
      )}
    </li>
  );
}
