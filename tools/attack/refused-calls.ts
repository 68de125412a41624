import { randomUUID } from 'node:crypto';
import type { StudyId } from '../../src-core/base/ids.ts';
import { contract, isCallName } from '../../src-core/contract/contract.ts';
import type { AppSession } from '../../src-main/app/session.ts';
import type { TestApp } from '../../src-main/app/testing/test-app.ts';
import type { Spoken } from './recording.ts';

/**
 * What a reader's window can ask wrongly: each call of the coordinator, and the reader's own with ids of films, of another
 * reader's cases or of nobody. What the refusals say is what a reader could learn from them.
 *
 * @param foreign ids that are not this reader's
 */
export async function refusedCalls(
  test: TestApp,
  session: AppSession,
  studyId: StudyId,
  foreign: readonly string[],
): Promise<Spoken[]> {
  const spoken: Spoken[] = [];
  const ask = async (name: string, input: unknown): Promise<void> => {
    const result = await test.app.call(session, name, input);
    const text = result.ok ? 'was answered to a reader' : JSON.stringify(result.error);
    spoken.push({ where: `refusal of ${name}`, text });
  };
  const names = Object.keys(contract).filter(isCallName);
  for (const name of names.filter((own) => contract[own].role === 'coordinator'))
    await ask(name, { studyId });
  for (const name of names.filter((own) => contract[own].role === 'reader')) {
    await ask(name, { studyId, filmId: foreign[0] });
    await ask(name, { studyId: randomUUID() });
  }
  const timing = { readingTimeMs: 1, firstInteractionMs: 1, awayMs: 0 };
  for (const readerCaseId of [...foreign, randomUUID()]) {
    const submission = {
      studyId,
      readerCaseId,
      stage: 'realism',
      submissionId: randomUUID(),
      answers: {},
      timing,
    };
    await ask('reader.submit', { ...submission, trace: null });
    await ask('reader.revise', submission);
    await ask('reader.submitTraining', { ...submission, attempt: 1 });
    await ask('reader.goBack', { studyId, readerCaseId });
  }
  await ask('reader.sign', { studyId, pin: '135790', statement: 'Done.' });
  return spoken;
}
