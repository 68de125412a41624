import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDriver } from '../store/open-driver.ts';
import { databasePath } from '../store/paths.ts';
import { addEarlierStudy, type EarlierStudy } from '../store/testing/earlier-study.ts';
import { openTestStore, type TestStore } from '../store/testing/test-store.ts';
import { verifyRecords } from './verify-records.ts';

describe('the records of a study that an earlier build froze', () => {
  let test: TestStore;
  let study: EarlierStudy;
  const problems = () => verifyRecords(test.store).studies.map((verified) => verified.problems);

  beforeEach(() => {
    test = openTestStore('better-sqlite3');
    study = addEarlierStudy(test, 'better-sqlite3');
    const details = { study: study.studyId, protocolHash: 'f'.repeat(64) };
    test.store.audit.append({ actor: 'Coordinator', action: 'studies.freeze', details });
  });
  afterEach(() => test.dispose());

  it('verify, and name the row of a reading that was changed', () => {
    expect(problems()).toEqual([[]]);
    test.store.close();
    const driver = openDriver('better-sqlite3', databasePath(test.folder));
    driver.exec(`DROP TRIGGER readings_no_update; UPDATE readings SET answers = '{}' WHERE sequence = 2`);
    driver.close();
    test.reopen();
    expect(problems()).toEqual([[expect.stringMatching(/readings.*2/)]]);
  });
});
