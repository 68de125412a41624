import { Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LightboxError, toLightboxError } from '../../../src-core/base/errors.ts';
import type { StudyId } from '../../../src-core/base/ids.ts';
import type { Assignment } from '../../../src-core/contract/reading-calls.ts';
import type { Person } from '../../../src-core/contract/session-calls.ts';
import { call } from '../../app/client.ts';
import { useCall } from '../../app/queries.ts';
import { signOut } from '../../app/sign-out.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { DisplayButton } from '../display/display-button.tsx';
import './assignment-list.css';
import type { OpenedStudy } from './use-reading.ts';

interface AssignmentListProps {
  readonly reader: Person;
  readonly onOpened: (study: OpenedStudy) => void;
  /** The study turned out to hold no further case. */
  readonly onFinished: () => void;
}

/** The reader's studies, each with its progress and one way in. */
export function AssignmentList({ reader, onOpened, onFinished }: AssignmentListProps) {
  const { t } = useTranslation('read');
  const assignments = useCall('read.assignments', {});
  const [problem, setProblem] = useState<LightboxError | null>(null);
  const [opening, setOpening] = useState(false);

  const open = (studyId: StudyId) => {
    setOpening(true);
    setProblem(null);
    Promise.all([call('read.instrument', { studyId }), call('read.next', { studyId })])
      .then(([items, firstCase]) =>
        firstCase === null ? onFinished() : onOpened({ studyId, items, firstCase }),
      )
      .catch((thrown: unknown) => setProblem(toLightboxError(thrown)))
      .finally(() => setOpening(false));
  };

  const failure = problem ?? assignments.error;
  return (
    <main className="assignments">
      <Group justify="space-between" mb="xl">
        <Title order={1} size="h2">
          {t('title')}
        </Title>
        <Group gap="sm">
          <DisplayButton />
          <Text c="dimmed">{reader.name}</Text>
          <Button variant="subtle" color="gray" onClick={() => void signOut()}>
            {t('signOut')}
          </Button>
        </Group>
      </Group>
      {failure === null ? null : <ErrorNotice error={failure} onRetry={() => void assignments.refetch()} />}
      {assignments.data?.length === 0 ? <Text c="dimmed">{t('noAssignments')}</Text> : null}
      <Stack component="ul" className="assignments-list" gap="md">
        {assignments.data?.map((assignment) => (
          <AssignmentCard
            key={assignment.studyId}
            assignment={assignment}
            disabled={opening}
            onOpen={() => open(assignment.studyId)}
          />
        ))}
      </Stack>
      <Text c="dimmed" size="sm" mt="xl">
        {t('notMedical')}
      </Text>
    </main>
  );
}

interface AssignmentCardProps {
  readonly assignment: Assignment;
  readonly disabled: boolean;
  readonly onOpen: () => void;
}

function AssignmentCard({ assignment, disabled, onOpen }: AssignmentCardProps) {
  const { t } = useTranslation('read');
  const { studyName, done, total, open } = assignment;
  return (
    <li className="assignments-card">
      <div className="assignments-facts">
        <Title order={2} size="h4" fw={500}>
          {studyName}
        </Title>
        <Text c="dimmed" size="sm" mb={6}>
          {t('progress', { done, total })}
        </Text>
        <Progress
          value={total === 0 ? 0 : (100 * done) / total}
          size="xs"
          aria-label={t('progress', { done, total })}
        />
        {open || done === total ? null : (
          <Text c="dimmed" size="sm" mt={6}>
            {t('closedHint')}
          </Text>
        )}
      </div>
      {done < total && open ? (
        <Button size="md" disabled={disabled} onClick={onOpen}>
          {done === 0 ? t('start') : t('continue')}
        </Button>
      ) : (
        <Text c="dimmed">{done === total ? t('allRead') : t('closed')}</Text>
      )}
    </li>
  );
}
