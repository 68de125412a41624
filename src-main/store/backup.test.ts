import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReaderFilmId, UserId } from '../../src-core/base/ids.ts';
import { listBackups, restoreBackup } from './backup.ts';
import { openDriver } from './open-driver.ts';
import { databasePath } from './paths.ts';
import {
  caseOf,
  freezeSealedStudy,
  lockedEvent,
  openedEvent,
  READER_KEY,
  receiptOf,
  type SealedStudy,
  sealedTruthOf,
} from './testing/sealed-study.ts';
import { codeOf, DRIVERS, openTestStore, type TestStore, temporaryFolder } from './testing/test-store.ts';

const SUBMISSIONS =
  'SELECT submission_id AS id FROM reader_events WHERE submission_id IS NOT NULL ORDER BY sequence';
const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(DRIVERS)('backups over %s', (name) => {
  let test: TestStore;
  let study: SealedStudy;
  const backups = () => listBackups(test.folder);
  const restore = (file: string, folder = test.folder) =>
    restoreBackup(file, folder, { driver: name, clock: () => new Date('2026-12-01T00:00:00Z') });
  const ada = (): UserId => study.readers[0] ?? ('none' as UserId);
  /** Opens and locks a case: with the first row of the chain, two rows and then two more. */
  const submit = (position: number): number => {
    const { events } = test.store;
    const reader = { studyId: study.studyId, readerId: ada(), publicKey: READER_KEY };
    const done = [openedEvent(caseOf(0, position)), lockedEvent(caseOf(0, position))];
    return events.append(reader, done, events.count(study.studyId, ada()));
  };
  const storedPositions = () =>
    test.store.events
      .events(study.studyId, ada())
      .flatMap((event) => (event.type === 'stage-locked' ? event.readerCaseId : []));
  const nextDay = (): void => {
    test.nowMs += DAY_MS;
    test.reopen();
    test.store.users.list();
  };

  beforeEach(async () => {
    test = openTestStore(name);
    study = await freezeSealedStudy(test.store, 3);
  });
  afterEach(() => test.dispose());

  it('are written at an opening when the newest is a day old, and no earlier', () => {
    expect(backups()).toEqual([]);
    nextDay();
    expect(backups().map((path) => basename(path))).toEqual([
      expect.stringMatching(/^lightbox-2026-11-24T08-\d\d-\d\d-000Z\.db$/),
    ]);
    test.reopen();
    test.store.users.list();
    expect(backups()).toHaveLength(1);
    expect(readdirSync(join(test.folder, 'backups'))).toHaveLength(1);
  });

  it('are kept seven deep, the newest', () => {
    for (let day = 0; day < 9; day += 1) nextDay();
    const kept = backups().map((path) => basename(path).slice(9, 19));
    // The days 24 November to 2 December, less the first two.
    expect(kept).toEqual([
      '2026-11-26',
      '2026-11-27',
      '2026-11-28',
      '2026-11-29',
      '2026-11-30',
      '2026-12-01',
      '2026-12-02',
    ]);
  });

  it('give back everything as it was, keep what they replace, and the store goes on from there', () => {
    submit(0);
    nextDay();
    const [backup = ''] = backups();
    submit(1);
    test.store.close();
    const replaced = restore(backup);
    test.reopen();
    expect(storedPositions()).toEqual(['case-0-0']);
    test.store.events.verify(study.studyId);
    test.store.audit.verify();
    submit(1);
    expect(storedPositions()).toEqual(['case-0-0', 'case-0-1']);
    expect(readdirSync(test.folder).filter((file) => file.includes('restoring'))).toEqual([]);

    const old = openDriver(name, replaced ?? '');
    expect(old.prepare(SUBMISSIONS).all()).toHaveLength(2);
    old.close();
  });

  it('hold accounts, sealed studies, shares, events and receipts, which go on from there', async () => {
    const { studyId } = study;
    const readerId = ada();
    const secret = { kind: 'pin', pinHash: 'hash', signingKey: 'key', publicKey: READER_KEY } as const;
    test.store.users.setSecret(readerId, secret);
    submit(0);
    const receipt = receiptOf(studyId, readerId, test.store.events.rows(studyId, readerId));
    test.store.exchange.addReceipt(receipt, { actor: 'Coordinator', reason: 'all read' });
    const kept = test.store.events.rows(studyId, readerId);
    nextDay();
    const backup = backups().at(-1) ?? '';
    submit(1);
    test.store.close();
    restore(backup);
    test.reopen();
    const { studies, events, assignments, users, exchange } = test.store;
    expect(studies.sealedTruth(studyId)).toEqual(sealedTruthOf(studyId));
    expect(users.secret(readerId)).toEqual(secret);
    expect(events.rows(studyId, readerId)).toEqual(kept);
    expect(exchange.receipts(studyId)).toEqual([receipt]);
    const film = caseOf(0, 2) as string as ReaderFilmId;
    expect(await assignments.film(studyId, readerId, film)).toHaveLength(256);
    expect(submit(1)).toBe(kept.length + 2);
    events.verify(studyId);
  });

  it('set a crashed database aside with its write-ahead log, so that neither is lost nor mixed up', () => {
    submit(0);
    nextDay();
    const [backup = ''] = backups();
    submit(1);
    const crashed = temporaryFolder();
    // A copy of the files of the open store is what a crash leaves: the last commits are in the log alone.
    cpSync(test.folder, crashed, { recursive: true });
    const readings = (path: string) => {
      const driver = openDriver(name, path);
      const rows = driver.prepare(SUBMISSIONS).all();
      driver.close();
      return rows.map(({ id }) => id);
    };
    const replaced = restore(backup, crashed);
    expect(readings(databasePath(crashed))).toEqual(['case-0-0-realism']);
    expect(readings(replaced ?? '')).toEqual(['case-0-0-realism', 'case-0-1-realism']);
    rmSync(crashed, { recursive: true });
  });

  it('open in a fresh folder', () => {
    submit(0);
    nextDay();
    test.store.close();
    const fresh = temporaryFolder();
    expect(restore(backups()[0] ?? '', fresh)).toBeNull();
    const driver = openDriver(name, databasePath(fresh));
    expect(driver.prepare(SUBMISSIONS).all()).toEqual([{ id: 'case-0-0-realism' }]);
    driver.close();
    rmSync(fresh, { recursive: true });
  });

  it('are refused while the store is open', async () => {
    nextDay();
    expect(await codeOf(() => restore(backups()[0] ?? ''))).toBe('STORE_LOCKED');
  });

  it.each([
    ['is missing', undefined, 'FILE_NOT_FOUND'],
    ['is no database', 'x'.repeat(5000), 'STORE_CORRUPT'],
    ['is empty', '', 'STORE_CORRUPT'],
  ])('are refused where the file %s, and the database stays', async (_what, content, code) => {
    submit(0);
    test.store.close();
    const file = join(test.folder, 'bad.db');
    if (content !== undefined) writeFileSync(file, content);
    const before = readFileSync(databasePath(test.folder));
    expect(await codeOf(() => restore(file))).toBe(code);
    expect(readFileSync(databasePath(test.folder))).toEqual(before);
    test.reopen();
    expect(storedPositions()).toEqual(['case-0-0']);
  });

  it('are refused from the future', async () => {
    nextDay();
    const [backup = ''] = backups();
    test.store.close();
    const driver = openDriver(name, backup);
    driver.pragma('user_version = 99');
    driver.close();
    expect(await codeOf(() => restore(backup))).toBe('STORE_FROM_FUTURE');
  });
});
