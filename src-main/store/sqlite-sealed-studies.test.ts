import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StudyId } from '../../src-core/base/ids.ts';
import type { SealedTruth } from '../../src-core/study/sealed-truth.ts';
import type { Driver } from './driver.ts';
import { openDriver } from './open-driver.ts';
import { openStore } from './open-store.ts';
import { databasePath } from './paths.ts';
import type { SealedContent } from './ports.ts';
import {
  contentOf,
  DRAFT_SECRETS,
  factsOf,
  freezeSealedStudy,
  PROTOCOL_HASH,
  receiptOf,
  type SealedStudy,
  sealedTruthOf,
} from './testing/sealed-study.ts';
import {
  blobNamed,
  codeOf,
  DRIVERS,
  openTestStore,
  type TestStore,
  temporaryFolder,
} from './testing/test-store.ts';

const BY = { actor: 'Coordinator', reason: 'all read' };

describe.each(DRIVERS)('sealed studies over %s', (name) => {
  let test: TestStore;
  let study: SealedStudy;
  beforeEach(async () => {
    test = openTestStore(name);
    study = await freezeSealedStudy(test.store);
  });
  afterEach(() => test.dispose());

  /** Of the database and its log, as bytes, while the store is open. */
  const rawFiles = (folder = test.folder): Buffer =>
    Buffer.concat(
      readdirSync(folder)
        .filter((file) => file.startsWith('lightbox.db'))
        .map((file) => readFileSync(join(folder, file))),
    );

  it('keep nothing of the draft in database or log: no film, no arm, no seed', () => {
    const { film, arm, seed } = DRAFT_SECRETS;
    expect(test.store.studies.get(study.studyId)).toMatchObject({
      state: 'frozen',
      protocol: {},
      seed: 0,
      protocolHash: PROTOCOL_HASH,
      readerView: {},
    });
    const sealed = rawFiles();
    const found = [film, arm, String(seed)].filter((secret) => sealed.includes(secret));
    expect(found).toEqual([]);
    // The seed as SQLite writes an integer of four bytes.
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(seed);
    expect(sealed.includes(bytes)).toBe(false);
    expect(statSync(`${databasePath(test.folder)}-wal`).size).toBe(0);

    // The same look finds them while there is a draft.
    test.store.studies.createDraft({ name: 'Next', protocol: { films: [film, arm, seed] }, seed });
    const draft = rawFiles();
    expect([film, arm, String(seed), bytes].filter((secret) => !draft.includes(secret))).toEqual([]);
  });

  it('of a run that was cut off before the log was erased lose what was overwritten at the next opening', () => {
    const { film, arm, seed } = DRAFT_SECRETS;
    const { id } = test.store.studies.createDraft({ name: 'Next', protocol: { film, arm }, seed });
    test.store.studies.updateDraft(id, { name: 'Next', protocol: {}, seed: 0 });
    expect(rawFiles().includes(film)).toBe(true);
    const crashed = temporaryFolder();
    // The files of the open store are what a crash leaves.
    cpSync(test.folder, crashed, { recursive: true });
    const opened = openStore({
      folder: crashed,
      driver: name,
      clock: () => new Date(),
      randomId: () => 'id',
    });
    try {
      expect([film, arm].filter((secret) => rawFiles(crashed).includes(secret))).toEqual([]);
      expect(opened.studies.get(id).protocol).toEqual({});
    } finally {
      opened.close();
      rmSync(crashed, { recursive: true });
    }
  });

  it('are frozen once, with the readers of their shares and an audit row that names no film', async () => {
    const { studies, audit } = test.store;
    expect(studies.readers(study.studyId)).toEqual([...study.readers].sort());
    expect(studies.sealedTruth(study.studyId)).toEqual(sealedTruthOf(study.studyId));
    expect(studies.openView(study.studyId)).toEqual({ matrixSizePx: 16 });
    expect(studies.openedTruth(study.studyId)).toBeNull();
    expect(audit.latest(1)).toMatchObject([
      {
        action: 'studies.freeze',
        actor: 'Coordinator',
        details: { study: study.studyId, reason: 'pilot', protocolHash: PROTOCOL_HASH, readers: 2 },
      },
    ]);
    const again = content(study.studyId);
    expect(await codeOf(() => studies.freezeSealed(study.studyId, again, BY))).toBe('STUDY_FROZEN');
  });

  const content = (id: StudyId, change: Partial<SealedContent> = {}): SealedContent => ({
    protocolHash: PROTOCOL_HASH,
    openView: {},
    sealedTruth: sealedTruthOf(id),
    assignments: study.readers.map((readerId, reader) => ({
      facts: factsOf(id, readerId),
      content: { ...contentOf(reader, 1, blobNamed('a')), packageId: `other-${reader}` },
    })),
    ...change,
  });

  it('stay drafts where something does not belong together', async () => {
    const { studies, assignments, users } = test.store;
    const { id } = studies.createDraft({ name: 'Next', protocol: { a: 1 }, seed: 3 });
    const coordinator = users.add('coordinator', 'Carl').id;
    const [first] = content(id).assignments;
    if (first === undefined) throw new Error('The study has a reader.');
    const share = (change: object, films = first.content.films) => ({
      assignments: [{ facts: { ...first.facts, ...change }, content: { ...first.content, films } }],
    });
    const refused: readonly [Partial<SealedContent>, string][] = [
      [{ assignments: [] }, 'STUDY_INVALID'],
      [{ sealedTruth: sealedTruthOf(study.studyId) }, 'STUDY_INVALID'],
      [{ protocolHash: '6'.repeat(64) }, 'STUDY_INVALID'],
      [share({ origin: 'package' }), 'STUDY_INVALID'],
      [share({ studyId: study.studyId }), 'STUDY_INVALID'],
      [share({ readerId: coordinator }), 'BAD_INPUT'],
      [share({}, new Map()), 'BAD_INPUT'],
    ];
    for (const [change, code] of refused) {
      expect(await codeOf(() => studies.freezeSealed(id, content(id, change), BY))).toBe(code);
    }
    const inside = () => test.store.transaction(() => studies.freezeSealed(id, content(id), BY));
    expect(await codeOf(inside)).toBe('INTERNAL');
    expect(studies.get(id)).toMatchObject({ state: 'draft', protocol: { a: 1 }, seed: 3 });
    expect(assignments.ofStudy(id)).toEqual([]);
    expect(await codeOf(() => studies.sealedTruth(id))).toBe('STUDY_NOT_FROZEN');
    expect(studies.freezeSealed(id, content(id), BY).state).toBe('frozen');
  });

  it('keep their truth open from unblinding on, once and for good', async () => {
    test.store.close();
    const driver = openDriver(name, databasePath(test.folder));
    expect(await codeOf(() => driver.exec("UPDATE studies SET state = 'unblinded'"))).toBe('CONFLICT');
    driver.close();
    test.reopen();
    const { studies, audit } = test.store;
    studies.close(study.studyId, BY);
    expect(studies.unblindSealed(study.studyId, '{"truth":1}', BY)).toMatchObject({ state: 'unblinded' });
    expect(studies.openedTruth(study.studyId)).toBe('{"truth":1}');
    expect(audit.latest(1)[0]?.action).toBe('studies.unblind');
    expect(await codeOf(() => studies.unblindSealed(study.studyId, '{}', BY))).toBe('STUDY_FROZEN');
    expect(studies.openedTruth(study.studyId)).toBe('{"truth":1}');
  });

  it('change what lies open with an audit row of its own', async () => {
    const { studies, audit } = test.store;
    studies.setOpenView(study.studyId, { released: 2 }, 'studies.release', BY);
    expect(studies.openView(study.studyId)).toEqual({ released: 2 });
    expect(audit.latest(1)).toMatchObject([
      { action: 'studies.release', details: { study: study.studyId, reason: 'all read' } },
    ]);
    const { id } = studies.createDraft({ name: 'Next', protocol: {}, seed: 3 });
    expect(studies.openView(id)).toBeNull();
    expect(await codeOf(() => studies.setOpenView(id, {}, 'studies.amend', BY))).toBe('NOT_FOUND');
    expect(await codeOf(() => studies.unblindSealed(id, '{}', BY))).toBe('STUDY_NOT_FROZEN');
  });

  it('take another seal of the same truth, and no other truth; the old seal is gone from the files', async () => {
    const { studies, audit } = test.store;
    const sealed = sealedTruthOf(study.studyId);
    const resealed = { ...sealed, sealed: 'D'.repeat(32) };
    const reseal = (truth: SealedTruth) => studies.reseal(study.studyId, truth, { adjudications: [1] }, BY);
    expect(await codeOf(() => reseal({ ...resealed, studyId: 'other' }))).toBe('STUDY_INVALID');
    expect(await codeOf(() => reseal({ ...resealed, protocolHash: '6'.repeat(64) }))).toBe('STUDY_INVALID');
    reseal(resealed);
    test.store.eraseOverwritten();
    expect(studies.sealedTruth(study.studyId)).toEqual(resealed);
    expect(studies.openView(study.studyId)).toEqual({ adjudications: [1] });
    expect(audit.latest(1)[0]?.action).toBe('studies.reseal');
    expect([rawFiles().includes(sealed.sealed), rawFiles().includes(resealed.sealed)]).toEqual([false, true]);
    test.store.close();
    const driver = openDriver(name, databasePath(test.folder));
    const codes = [
      await codeOf(() => driver.exec("UPDATE sealed_studies SET study_id = 'other'")),
      await codeOf(() => driver.exec('DELETE FROM sealed_studies')),
    ];
    driver.close();
    test.reopen();
    expect(codes).toEqual(['CONFLICT', 'CONFLICT']);
  });

  it('refuse UPDATE, DELETE and REPLACE in every table that is append-only, whoever asks', async () => {
    const { events, exchange, studies } = test.store;
    const [readerId] = study.readers;
    if (readerId === undefined) throw new Error('The study has a reader.');
    const reader = { studyId: study.studyId, readerId, publicKey: `${'r'.repeat(43)}=` };
    events.append(reader, [{ type: 'session-begun', runId: 'r', at: '2026-11-24T08:00:00Z', session: 1 }], 0);
    const written = { packageId: 'p', studyId: study.studyId, readerId, writtenAt: 'now', sha256: 'x' };
    exchange.addPackage(written, BY);
    exchange.addReceipt(receiptOf(study.studyId, readerId, events.rows(study.studyId, readerId)), BY);
    expect(exchange.packages(study.studyId)).toEqual([written]);
    expect(exchange.receipts(study.studyId)).toMatchObject([{ readerId, length: 2 }]);
    events.verify(study.studyId);
    studies.unblindSealed(study.studyId, '{}', BY);
    test.store.close();
    const driver = openDriver(name, databasePath(test.folder));
    const results = [];
    for (const table of APPEND_ONLY) results.push([table, ...(await refusals(driver, table))]);
    driver.close();
    test.reopen();
    expect(results).toEqual(APPEND_ONLY.map((table) => [table, 'CONFLICT', 'CONFLICT', 'CONFLICT']));
  });
});

const APPEND_ONLY = [
  'study_openings',
  'assignments',
  'reader_plans',
  'reader_films',
  'reader_texts',
  'reader_events',
  'written_packages',
  'receipts',
] as const;

async function refusals(driver: Driver, table: string): Promise<(string | undefined)[]> {
  const rows = driver.prepare(`SELECT * FROM ${table}`).all();
  expect(rows.length).toBeGreaterThan(0);
  const codes = [
    await codeOf(() => driver.exec(`UPDATE ${table} SET study_id = 'other'`)),
    await codeOf(() => driver.exec(`DELETE FROM ${table}`)),
    await codeOf(() =>
      driver.exec(`PRAGMA recursive_triggers = ON; INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`),
    ),
  ];
  expect(driver.prepare(`SELECT * FROM ${table}`).all()).toEqual(rows);
  return codes;
}
