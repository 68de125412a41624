import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Driver, Row } from './driver.ts';
import { openDriver } from './open-driver.ts';
import { databasePath } from './paths.ts';
import { addEarlierStudy, type EarlierStudy } from './testing/earlier-study.ts';
import { codeOf, DRIVERS, openTestStore, type TestStore } from './testing/test-store.ts';

const APPEND_ONLY = [
  'film_decisions',
  'truth_cases',
  'allocations',
  'reader_cases',
  'openings',
  'readings',
  'audit',
] as const;

describe.each(DRIVERS)('append-only tables over %s', (name) => {
  let test: TestStore;
  let study: EarlierStudy;

  beforeEach(() => {
    test = openTestStore(name);
    study = addEarlierStudy(test, name);
    for (const film of study.films) test.store.films.decide(film.id, 'keep', 'C');
    for (const action of ['one', 'two', 'three'])
      test.store.audit.append({ actor: 'C', action, details: { b: 1, a: [null] } });
  });
  afterEach(() => test.dispose());

  /** What someone with the file and another program can do; the store is closed meanwhile. */
  const tamper = (work: (driver: Driver) => void): void => {
    test.store.close();
    const driver = openDriver(name, databasePath(test.folder));
    try {
      work(driver);
    } finally {
      driver.close();
      test.reopen();
    }
  };
  const storedReadings = (): readonly Row[] => {
    let rows: readonly Row[] = [];
    tamper((driver) => {
      rows = driver.prepare('SELECT prev_hash AS prevHash, hash FROM readings ORDER BY sequence').all();
    });
    return rows;
  };
  const tamperWithoutTriggers = (sql: string): void =>
    tamper((driver) => {
      for (const { name: trigger } of driver
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .all()) {
        driver.exec(`DROP TRIGGER ${trigger}`);
      }
      driver.exec(sql);
    });

  it('refuse UPDATE, DELETE and REPLACE, whoever asks', async () => {
    const results: unknown[] = [];
    test.store.close();
    const driver = openDriver(name, databasePath(test.folder));
    driver.exec(
      `INSERT INTO openings (reader_case_id, session_id, event, at)
       VALUES ('opaque-0-0', 'session-1', 'opened', '2026-11-23T08:00:00.000Z')`,
    );
    for (const table of APPEND_ONLY) {
      const rows = driver.prepare(`SELECT * FROM ${table}`).all();
      expect(rows.length).toBeGreaterThan(0);
      results.push([
        table,
        await codeOf(() => driver.exec(`UPDATE ${table} SET rowid = rowid + 1000`)),
        await codeOf(() => driver.exec(`DELETE FROM ${table}`)),
        await codeOf(() =>
          driver.exec(
            `PRAGMA recursive_triggers = ON; INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`,
          ),
        ),
      ]);
      expect(driver.prepare(`SELECT * FROM ${table}`).all()).toEqual(rows);
    }
    driver.close();
    test.reopen();
    expect(results).toEqual(APPEND_ONLY.map((table) => [table, 'CONFLICT', 'CONFLICT', 'CONFLICT']));
  });

  it('guards a frozen study and a film against the same', async () => {
    const codes: (string | undefined)[] = [];
    test.store.close();
    const driver = openDriver(name, databasePath(test.folder));
    for (const sql of [
      "UPDATE studies SET protocol = '{}'",
      "UPDATE studies SET state = 'draft'",
      'DELETE FROM studies',
      `UPDATE films SET pixels_blob = '${'0'.repeat(64)}'`,
    ]) {
      codes.push(await codeOf(() => driver.exec(sql)));
    }
    driver.close();
    test.reopen();
    expect(codes).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT']);
  });

  it('verify while untouched, each reader with a chain of their own', () => {
    test.store.audit.verify();
    test.store.earlierStudies.verifyReadings(study.studyId);
    expect(storedReadings().map(({ prevHash }) => prevHash)).toEqual([
      '0'.repeat(64),
      storedReadings()[0]?.['hash'],
      '0'.repeat(64),
      storedReadings()[2]?.['hash'],
    ]);
  });

  it('hold a reading under the hash of all it states', () => {
    const [first, second] = storedReadings();
    const content =
      `{"answers":{"alignment":5},"id":"opaque-0-0-alignment-id","interrupted":false,` +
      `"openedAt":"2026-11-23T08:00:00.000Z","readerCaseId":"opaque-0-0","readerId":"${study.readers[0]}",` +
      `"readingTimeMs":4200,"stage":"alignment","studyId":"${study.studyId}",` +
      `"submissionId":"opaque-0-0-alignment","submittedAt":"2026-11-23T08:00:05.000Z"}`;
    expect(second?.['hash']).toBe(
      createHash('sha256').update(`${first?.['hash']}\n${content}`).digest('hex'),
    );
  });

  it('hash an audit row as SHA-256 of the previous hash, a line feed and its canonical JSON', () => {
    const [first, second] = test.store.audit.list().slice(-2);
    const content = `{"action":"three","actor":"C","at":"${second?.at}","details":{"a":[null],"b":1},"id":"${second?.id}"}`;
    expect(second?.hash).toBe(createHash('sha256').update(`${first?.hash}\n${content}`).digest('hex'));
    expect(test.store.audit.latest(2)).toEqual([second, first]);
  });

  it('name the audit row that was changed', async () => {
    tamperWithoutTriggers("UPDATE audit SET actor = 'Nobody' WHERE action = 'two'");
    const { sequence } = test.store.audit.list().find(({ action }) => action === 'two') ?? { sequence: -1 };
    await expect((async () => test.store.audit.verify())()).rejects.toMatchObject({
      code: 'CHAIN_BROKEN',
      details: { table: 'audit', sequence, fault: 'hash' },
    });
  });

  it('name the row after an audit row that was removed', async () => {
    tamperWithoutTriggers("DELETE FROM audit WHERE action = 'two'");
    const { sequence } = test.store.audit.list().find(({ action }) => action === 'three') ?? { sequence: -1 };
    await expect((async () => test.store.audit.verify())()).rejects.toMatchObject({
      code: 'CHAIN_BROKEN',
      details: { sequence, fault: 'prev' },
    });
  });

  it('name the reading that was changed', async () => {
    tamperWithoutTriggers('UPDATE readings SET answers = \'{"realism":1}\' WHERE sequence = 3');
    await expect(
      (async () => test.store.earlierStudies.verifyReadings(study.studyId))(),
    ).rejects.toMatchObject({
      code: 'CHAIN_BROKEN',
      details: { table: 'readings', sequence: 3, fault: 'hash' },
    });
  });
});
