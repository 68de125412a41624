import { Button, Progress, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LightboxError, toLightboxError } from '../../../src-core/base/errors.ts';
import type { StudyId } from '../../../src-core/base/ids.ts';
import type { Assignment } from '../../../src-core/contract/reading-calls.ts';
import { call } from '../../app/client.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import './assignment-list.css';
import type { OpenedStudy } from './use-reading.ts';

interface EarlierAssignmentsProps {
  readonly assignments: readonly Assignment[];
  /** Null: the study turned out to hold no further case. */
  readonly onOpened: (study: OpenedStudy | null) => void;
}

/** Studies that were frozen by an earlier build. */
export function EarlierAssignments({ assignments, onOpened }: EarlierAssignmentsProps) {
  const [problem, setProblem] = useState<LightboxError | null>(null);
  const [opening, setOpening] = useState(false);
  const open = (studyId: StudyId) => {
    setOpening(true);
    setProblem(null);
    Promise.all([call('read.instrument', { studyId }), call('read.next', { studyId })])
      .then(([items, firstCase]) => onOpened(firstCase === null ? null : { studyId, items, firstCase }))
      .catch((thrown: unknown) => setProblem(toLightboxError(thrown)))
      .finally(() => setOpening(false));
  };
  if (assignments.length === 0) return null;
  return (
    <>
      {problem === null ? null : <ErrorNotice error={problem} onClose={() => setProblem(null)} />}
      <Stack component="ul" className="assignments-list" gap="md">
        {assignments.map((assignment) => (
          <AssignmentCard
            key={assignment.studyId}
            assignment={assignment}
            disabled={opening}
            onOpen={() => open(assignment.studyId)}
          />
        ))}
      </Stack>
    </>
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
