import { expect, it } from 'vitest';
import type { SubmissionId } from '../base/ids.ts';
import { readerSessions } from './adjudicate.ts';
import { allocateAdjudication } from './allocation.ts';
import { validateProtocol } from './protocol-freeze.ts';
import { recordTables } from './record-tables.ts';
import type { SessionEvent } from './session-events.ts';
import { allocationsOf } from './test-protocols.ts';
import { counter, TEST_PROTOCOL } from './test-study.ts';

it('The questionnaire of each adjudication is filed under its own phase', () => {
  const [reading] = TEST_PROTOCOL.phases;
  if (reading?.kind !== 'reading') throw new Error('the test protocol has a phase that is read');
  const { sessions: _sessions, ...common } = reading;
  const phases = ['first', 'second', 'third'].map((id) => ({
    ...common,
    kind: 'adjudication' as const,
    id,
    stages: ['realism'],
    readers: ['reader-a'],
    disagreement: { item: 'realism', least: 2 },
  }));
  const protocol = validateProtocol({ ...TEST_PROTOCOL, phases: [reading, ...phases] });
  const [ada] = allocationsOf(protocol);
  if (ada === undefined) throw new Error('the test protocol has readers');
  const newId = counter('again');
  // The third was given out before the second; of the first no case was disputed.
  const sessions = ['first', 'third', 'second'].map((phase, index) => ({
    number: ada.sessions.length + 1 + index,
    phase,
    training: [],
    trials:
      phase === 'first' ? [] : allocateAdjudication(protocol, phase, 'reader-a', ['case-real-1'], newId),
  }));
  const allocation = { ...ada, sessions: [...ada.sessions, ...sessions] };
  const answered = [1, 2, 3].map(
    (phase): SessionEvent => ({
      type: 'questionnaire-submitted',
      runId: 'run-1',
      at: '2026-11-24T08:00:00.000Z',
      phase,
      submissionId: `questionnaire-${phase}` as SubmissionId,
      answers: { noticed: 'Nothing.' },
    }),
  );
  const states = readerSessions(protocol, [allocation], []);
  const tables = recordTables(protocol, states, [{ readerId: ada.readerId, events: answered }]);
  const rows = tables.find(({ name }) => name === 'questionnaires')?.rows ?? [];
  expect(rows.map(([, , phase]) => phase)).toEqual([reading.id, 'third', 'second']);
});
