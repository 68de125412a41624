/**
 * A process that reads the one study of a data folder by the window's calls, as fast as it can, until it is killed. Of
 * each submission it says what it will send before it does (`try`), and its id once it is acknowledged (`done`).
 * Arguments: folder, seed of the answers, and the submission that an earlier process may not have heard of (JSON).
 */
import { writeSync } from 'node:fs';
import { seededRandom } from '../../../src-core/base/random.ts';
import { readerCalls } from '../../../src-core/contract/reader-calls.ts';
import { sessionOf } from './frozen-study.ts';
import { openTestApp } from './test-app.ts';
import { TestReader } from './test-reader.ts';

const [, , folder = '', seed = '', unheard = ''] = process.argv;
// Started once without a folder, so that Node keeps what it compiled for those that follow.
if (folder === '') process.exit();
const say = (line: string): void => void writeSync(1, `${line}\n`);
const test = openTestApp({ folder });
const [person] = test.ports.store.users.list('reader');
const [assignment] = person === undefined ? [] : test.ports.store.assignments.list(person.id);
if (person === undefined || assignment === undefined) throw new Error('The folder holds no study to read.');
const session = sessionOf(test, person.id);
const call: typeof test.call = async (own, name, input) => {
  if (name !== 'reader.submit') return test.call(own, name, input);
  say(`try ${JSON.stringify(input)}`);
  const answer = await test.call(own, name, input);
  say(`done ${readerCalls['reader.submit'].input.parse(input).submissionId}`);
  return answer;
};
const reader = new TestReader({ call }, session, assignment.studyId, seededRandom(seed));
await reader.resume();
say('ready');
if (unheard !== '') {
  const submission = readerCalls['reader.submit'].input.parse(JSON.parse(unheard));
  const events = test.ports.store.events.events(assignment.studyId, person.id);
  const isHeld = events.some(
    (event) => 'submissionId' in event && event.submissionId === submission.submissionId,
  );
  if (isHeld) say(`held ${submission.submissionId}`);
  await call(session, 'reader.submit', submission);
  await reader.resume();
}
await reader.goOnUntil(({ kind }) => kind === 'sign');
say('exhausted');
await test.close();
