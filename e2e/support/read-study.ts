import path from 'node:path';
import { seededRandom } from '../../src-core/base/random.ts';
import { draftFilm } from '../../src-core/study/test-study.ts';
import { sessionOf, testReader } from '../../src-main/app/testing/frozen-study.ts';
import { openTestApp } from '../../src-main/app/testing/test-app.ts';
import { TestReader } from '../../src-main/app/testing/test-reader.ts';
import { addPhantoms, designStudy } from '../../src-main/app/testing/test-study.ts';
import { SECRETS } from './coordinator.ts';

const reason = 'All readers have finished';
const { passphrase } = SECRETS;

/**
 * The study "Pilot" in the data folder of a workstation that is not running, through main's calls: designed with so many
 * phantoms an arm, frozen, read by all of its readers with answers drawn at random, and unblinded by the coordinator.
 */
export async function readAndUnblind(
  userData: string,
  readers: readonly string[],
  filmsAnArm: number,
  coordinator: string,
): Promise<void> {
  const test = openTestApp({ folder: path.join(userData, 'workstation') });
  try {
    const session = await test.signIn('coordinator', coordinator);
    const films = await addPhantoms(test, filmsAnArm);
    const ids = [];
    for (const name of readers) ids.push(await testReader(test.ports.store, name));
    const studyId = await designStudy(test, session, 'realism-alignment', ids, [
      ...films.real.map((id) => draftFilm(id, 'real')),
      ...films.synthetic.map((id) => draftFilm(id, 'synthetic')),
    ]);
    await test.call(session, 'design.freeze', { studyId, passphrase });
    for (const id of ids) {
      const reader = new TestReader(
        test,
        sessionOf(test, id),
        studyId,
        seededRandom(`e2e/${ids.indexOf(id)}`),
      );
      await reader.resume();
      const end = await reader.goOnUntil(({ kind }) => kind === 'done');
      if (end.kind !== 'done') throw new Error(`A reader has not finished: ${end.kind} is due.`);
    }
    await test.call(session, 'conduct.close', { studyId, reason });
    await test.call(session, 'conduct.unblind', { studyId, reason, passphrase });
  } finally {
    await test.close();
  }
}
