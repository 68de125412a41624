import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReaderCaseId, StudyId, UserId } from '../../src-core/base/ids.ts';
import { type ChainRow, chainRow, GENESIS_HASH, verifyChain } from '../../src-core/study/audit-chain.ts';
import { readChain } from '../../src-core/study/readings-format.ts';
import type { Driver } from './driver.ts';
import { openDriver } from './open-driver.ts';
import { databasePath } from './paths.ts';
import { sha256Hex } from './sha256.ts';
import {
  caseOf,
  contentOf,
  factsOf,
  freezeSealedStudy,
  lockedEvent,
  openedEvent,
  PROTOCOL_HASH,
  READER_KEY,
  receiptOf,
  type SealedStudy,
} from './testing/sealed-study.ts';
import { blobNamed, codeOf, DRIVERS, openTestStore, type TestStore } from './testing/test-store.ts';

const BY = { actor: 'Coordinator', reason: 'all read' };

describe.each(DRIVERS)('events over %s', (name) => {
  let test: TestStore;
  let study: SealedStudy;
  const of = (reader: number) => ({
    studyId: study.studyId,
    readerId: study.readers[reader] ?? ('none' as UserId),
    publicKey: READER_KEY,
  });
  const append = (reader: number, position: number, expected: number) =>
    test.store.events.append(
      of(reader),
      [openedEvent(caseOf(reader, position)), lockedEvent(caseOf(reader, position))],
      expected,
    );
  const rows = (reader: number) => test.store.events.rows(study.studyId, of(reader).readerId);

  beforeEach(async () => {
    test = openTestStore(name);
    study = await freezeSealedStudy(test.store);
  });
  afterEach(() => test.dispose());

  it('make a chain of their own for each reader, which begins with whose it is', () => {
    const { events } = test.store;
    const { studyId, readerId } = of(0);
    expect(events.count(studyId, readerId)).toBe(0);
    expect(append(0, 0, 0)).toBe(3);
    expect(append(1, 0, 0)).toBe(3);
    expect(append(0, 1, 3)).toBe(5);
    expect(verifyChain(sha256Hex, rows(0))).toMatchObject({ ok: true, length: 5 });
    const { header, events: chained } = readChain(rows(0));
    expect(header).toEqual({
      type: 'readings',
      formatVersion: 1,
      studyId,
      protocolHash: PROTOCOL_HASH,
      readerId,
      publicKey: READER_KEY,
    });
    expect(events.events(studyId, readerId)).toEqual(chained);
    expect(chained).toEqual([0, 1].flatMap((at) => [openedEvent(caseOf(0, at)), lockedEvent(caseOf(0, at))]));
    expect(events.events(studyId, readerId, 3)).toEqual(chained.slice(3));
    expect(events.events(studyId, readerId, 4)).toEqual([]);
    expect(events.count(studyId, readerId)).toBe(5);
    events.verify(studyId);
  });

  it('skip a submission that is held, whatever the caller expected, and refuse one with other content', async () => {
    const { events } = test.store;
    append(0, 0, 0);
    const later = { at: '2026-11-24T09:30:00.000Z' };
    expect(events.append(of(0), [lockedEvent(caseOf(0, 0), later)], 0)).toBe(3);
    const other = lockedEvent(caseOf(0, 0), { answers: { realism: 1 } });
    expect(await codeOf(() => events.append(of(0), [other], 3))).toBe('READING_CONFLICT');
    const twice = lockedEvent(caseOf(0, 1));
    expect(events.append(of(0), [openedEvent(caseOf(0, 1)), twice, twice], 3)).toBe(5);
    // What one reader submitted is no repeat of another's.
    expect(events.append(of(1), [lockedEvent(caseOf(0, 0))], 0)).toBe(2);
    test.store.studies.close(study.studyId, BY);
    expect(events.append(of(0), [twice], 5)).toBe(5);
  });

  it('are refused by a caller who has not seen the latest, in a closed study, under another key', async () => {
    const { events, studies } = test.store;
    append(0, 0, 0);
    expect(await codeOf(() => append(0, 1, 1))).toBe('CONFLICT');
    const other = { ...of(0), publicKey: `${'o'.repeat(43)}=` };
    expect(await codeOf(() => events.append(other, [openedEvent(caseOf(0, 1))], 3))).toBe('CONFLICT');
    const nobody = { ...of(0), readerId: 'nobody' as UserId };
    expect(await codeOf(() => events.append(nobody, [openedEvent(caseOf(0, 1))], 0))).toBe('NOT_FOUND');
    studies.close(study.studyId, BY);
    expect(await codeOf(() => append(0, 1, 3))).toBe('CONFLICT');
    expect(rows(0)).toHaveLength(3);
  });

  it('are acknowledged after a commit of their own, never inside another transaction', async () => {
    expect(await codeOf(() => test.store.transaction(() => append(0, 0, 0)))).toBe('INTERNAL');
    expect(rows(0)).toEqual([]);
    // All of a call or nothing.
    const conflicting = [lockedEvent(caseOf(0, 0)), lockedEvent(caseOf(0, 0), { answers: { realism: 1 } })];
    expect(await codeOf(() => test.store.events.append(of(0), conflicting, 0))).toBe('READING_CONFLICT');
    expect(rows(0)).toEqual([]);
  });

  it('of another workstation are taken in once each, whichever file comes first', () => {
    const { events } = test.store;
    const { studyId, readerId } = of(0);
    const elsewhere = openTestStore(name);
    let whole: readonly ChainRow[];
    try {
      const { users, assignments, events: there } = elsewhere.store;
      users.addReaderOfPackage(readerId, 'Ada');
      assignments.add(factsOf(studyId, readerId, 'package'), contentOf(0, 2, blobNamed('a')));
      const step = (position: number) => [openedEvent(caseOf(0, position)), lockedEvent(caseOf(0, position))];
      there.append(of(0), step(1), there.append(of(0), step(0), 0));
      whole = there.rows(studyId, readerId);
    } finally {
      elsewhere.dispose();
    }
    expect(events.takeIn(studyId, readerId, whole.slice(0, 3))).toBe(3);
    expect(events.takeIn(studyId, readerId, whole)).toBe(2);
    expect(events.takeIn(studyId, readerId, whole)).toBe(0);
    expect(events.takeIn(studyId, readerId, whole.slice(0, 2))).toBe(0);
    expect(rows(0)).toEqual(whole);
    expect(events.events(studyId, readerId)).toEqual(readChain(whole).events);
    events.verify(studyId);
  });

  it('of another story are refused whole', async () => {
    const { events } = test.store;
    append(0, 0, 0);
    const whole = rows(0);
    const { studyId, readerId } = of(0);
    const [header, ...rest] = whole;
    if (header === undefined) throw new Error('The chain has a header.');
    const opened = (prev: string, id: string) =>
      chainRow(sha256Hex, prev, JSON.stringify(openedEvent(id as ReaderCaseId)));
    const refused: readonly (readonly [string, () => unknown])[] = [
      ['READING_CONFLICT', () => events.takeIn(studyId, readerId, [header, opened(header.hash, 'x')])],
      ['READING_CONFLICT', () => events.takeIn(studyId, readerId, [...whole, opened(GENESIS_HASH, 'x')])],
      ['READING_CONFLICT', () => events.takeIn(studyId, of(1).readerId, whole)],
      ['FILE_CORRUPT', () => events.takeIn(studyId, readerId, rest)],
      ['NOT_FOUND', () => events.takeIn('other' as StudyId, readerId, whole)],
    ];
    for (const [code, take] of refused) expect(await codeOf(take)).toBe(code);
    expect(rows(0)).toEqual(whole);
    expect(rows(1)).toEqual([]);
  });

  /** What someone with the file and another program can do; the store is closed meanwhile. */
  const tamper = (sql: string): void => {
    test.store.close();
    const driver: Driver = openDriver(name, databasePath(test.folder));
    for (const trigger of ['no_update', 'no_delete'])
      driver.exec(`DROP TRIGGER IF EXISTS reader_events_${trigger}`);
    driver.exec(sql);
    driver.close();
    test.reopen();
  };
  const verdict = async () => {
    try {
      test.store.events.verify(study.studyId);
      return null;
    } catch (thrown) {
      return thrown;
    }
  };

  it('changed by hand break the chain, by reader and row', async () => {
    append(0, 0, 0);
    append(1, 0, 0);
    append(1, 1, 3);
    const { readerId } = of(1);
    tamper(
      `UPDATE reader_events SET content = replace(content, '"realism":4', '"realism":5')
       WHERE reader_id = '${readerId}' AND number = 2`,
    );
    expect(await verdict()).toMatchObject({
      code: 'CHAIN_BROKEN',
      details: { readerId, sequence: 3, fault: 'hash' },
    });
  });

  it('removed by hand break the chain at the row after', async () => {
    append(1, 0, 0);
    append(1, 1, 3);
    const { readerId } = of(1);
    tamper(`DELETE FROM reader_events WHERE reader_id = '${readerId}' AND number = 3`);
    expect(await verdict()).toMatchObject({
      code: 'CHAIN_BROKEN',
      details: { readerId, sequence: 4, fault: 'prev' },
    });
  });

  it('cut off at the end, or given to another reader, are found by receipt and header', async () => {
    append(0, 0, 0);
    const { studyId, readerId } = of(0);
    test.store.exchange.addReceipt(receiptOf(studyId, readerId, rows(0)), BY);
    expect(await verdict()).toBeNull();
    tamper(`UPDATE reader_events SET reader_id = '${of(1).readerId}'`);
    expect(await verdict()).toMatchObject({ code: 'CHAIN_BROKEN', details: { readerId, sequence: 3 } });
    tamper(`DELETE FROM reader_events WHERE number = 2; UPDATE reader_events SET reader_id = '${readerId}'`);
    expect(await verdict()).toMatchObject({ code: 'CHAIN_BROKEN', details: { readerId, sequence: 3 } });
  });
});
