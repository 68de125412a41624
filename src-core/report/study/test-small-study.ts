import type { FilmId } from '../../base/ids.ts';
import type { Answers } from '../../study/answers.ts';
import { DEFAULT_INSTRUMENT } from '../../study/default-instrument.ts';
import type { Instrument } from '../../study/instrument.ts';
import type { ArmKind, Protocol, ProtocolCase } from '../../study/protocol.ts';
import { readingPhase } from '../../study/protocol-defaults.ts';
import { validateProtocol } from '../../study/protocol-freeze.ts';
import type { ResultRow } from '../../study/results.ts';
import { TEST_PROTOCOL_INPUT, testArm, testCase } from '../../study/test-study.ts';
import type { StudyInput } from './study-analysis.ts';
import { testReaders } from './test-study-protocol.ts';
import { readStudy } from './test-study-readings.ts';

/** A protocol of one phase: arms with their kinds and numbers of cases. */
export function smallProtocol(
  arms: readonly (readonly [id: string, kind: ArmKind, cases: number])[],
  readers: number,
  endpoints: Protocol['endpoints'] = [],
  instrument: Instrument = DEFAULT_INSTRUMENT,
): Protocol {
  const cases = arms.flatMap(([arm, kind, count]) =>
    Array.from({ length: count }, (_, index): ProtocolCase => {
      const name = `${arm}-${index + 1}`;
      const made = kind === 'edited' || kind === 'autoencoded';
      return testCase(name, arm, { derivedFrom: made ? (`outside-${name}` as FilmId) : null });
    }),
  );
  return validateProtocol({
    ...TEST_PROTOCOL_INPUT,
    arms: arms.map(([id, kind]) => testArm(id, kind, cases)),
    cases,
    readers: testReaders(readers),
    instrument,
    phases: [readingPhase('reading', instrument)],
    endpoints,
  });
}

/** A study in which every reader has read everything, with the answers that a rule gives. */
export function smallStudy(protocol: Protocol, answersOf: (row: ResultRow) => Answers): StudyInput {
  const { input } = readStudy(protocol, 1, true);
  return {
    ...input,
    rows: input.rows.map((row) => {
      const answers = { ...row.answers, ...answersOf(row) };
      const verdict = answers['realOrSynthetic'] ?? null;
      return { ...row, answers, correct: row.truth === 'control' ? null : verdict === row.truth };
    }),
  };
}

/** An endpoint of alpha 0.05. */
export function endpoint(
  estimand: Protocol['endpoints'][number]['estimand'],
  hypothesis: Protocol['endpoints'][number]['hypothesis'],
  primary = true,
): Protocol['endpoints'][number] {
  return { id: estimand, estimand, hypothesis, primary, alpha: 0.05 };
}
