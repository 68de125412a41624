import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { StudyId, UserId } from '../../src-core/base/ids.ts';
import { plannedFilms } from '../../src-core/study/reader-plan.ts';
import { receiptSchema } from '../../src-core/study/readings-format.ts';
import { FULL_PLAN, randomHistory } from '../../src-core/study/test-session.ts';
import { createSigningKey, fingerprint, requireReceipt, type SigningKey } from '../keys/signing.ts';
import { PackageOpening } from './package-opening.ts';
import { writePackages } from './package-writing.ts';
import { takeReadings, writeReadings } from './readings-exchange.ts';
import { StudyFileWorker } from './study-files.ts';
import { FIRST_PHASE, freezeForExchange, readOn, releaseSecondPhase } from './testing/exchange-study.ts';
import { openTestApp, type TestApp } from './testing/test-app.ts';
import { verifyRecords } from './verify-records.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'lightbox-packages-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const unhurried = new AbortController().signal;
const CORA = createSigningKey();
const ADA = createSigningKey();

/** One worker for all stations: most of a test's time would be the start of each one's own. */
const files = new StudyFileWorker(fileURLToPath(new URL('./study-file-worker.ts', import.meta.url)));
afterAll(() => files.dispose());

function openStation(name: string): TestApp {
  const test = openTestApp({ folder: mkdtempSync(path.join(scratch, `${name}-`)) });
  return { ...test, ports: { ...test.ports, studyFiles: files } };
}

let home: TestApp;
let away: TestApp;
let stick: string;
let studyId: StudyId;
let ada: UserId;
let ben: UserId;

beforeEach(async () => {
  home = openStation('home');
  away = openStation('away');
  stick = mkdtempSync(path.join(scratch, 'stick-'));
  const study = await freezeForExchange(home.ports.store, CORA);
  studyId = study.studyId;
  [ada, ben] = study.readers;
});
afterEach(async () => {
  await home.close();
  await away.close();
});

async function pack(readerIds: readonly UserId[] = [ada], signal = unhurried, key: SigningKey = CORA) {
  home.dialogs.open = [stick];
  return writePackages(home.ports, { studyId, readerIds, key, actor: 'Cora' }, signal);
}

/** Opens and keeps a package at a workstation. */
async function bring(station: TestApp, name: string) {
  const opening = new PackageOpening(station.ports);
  station.dialogs.open = [path.join(stick, name)];
  const opened = await opening.open(unhurried);
  if (opened === null) throw new Error('The dialog was closed.');
  return { opened, ...(await opening.accept(opened.token, null, unhurried)) };
}

async function carryBack(station: TestApp, name: string, key: SigningKey = ADA): Promise<string> {
  station.dialogs.save = path.join(stick, name);
  await writeReadings(station.ports, { studyId, readerId: ada, key, actor: 'Ada' });
  return name;
}

async function take(...names: string[]) {
  home.dialogs.open = names.map((name) => path.join(stick, name));
  return takeReadings(home.ports, CORA, 'Cora', unhurried);
}

/** Names of the films' files of a workstation. */
const blobsOf = (station: TestApp): string[] =>
  readdirSync(path.join(station.folder, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
const rowsAt = (station: TestApp) => station.ports.store.events.rows(studyId, ada);
const codeOf = async (work: Promise<unknown>): Promise<LightboxError> => {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof LightboxError) return thrown;
  throw thrown ?? new Error('Nothing was refused.');
};

describe('packages of a study', () => {
  it('go out one a reader, audited with the hash of their bytes, beside what was there before', async () => {
    writeFileSync(path.join(stick, 'Pilot-Ada.lightbox'), 'something else');
    const told: number[] = [];
    home.events.on('packages.progress', ({ done }) => told.push(done));
    const written = await pack([ada, ben]);
    expect(written?.packages.map(({ readerName, fileName }) => [readerName, fileName])).toEqual([
      ['Ada', 'Pilot-Ada-2.lightbox'],
      ['Ben', 'Pilot-Ben.lightbox'],
    ]);
    expect(readdirSync(stick).sort()).toEqual([
      'Pilot-Ada-2.lightbox',
      'Pilot-Ada.lightbox',
      'Pilot-Ben.lightbox',
    ]);
    expect(readFileSync(path.join(stick, 'Pilot-Ada.lightbox'), 'utf8')).toBe('something else');
    expect(told).toEqual(Array.from({ length: 2 * plannedFilms(FIRST_PHASE).size }, (_, done) => done));
    const { store } = home.ports;
    expect(store.exchange.packages(studyId).map(({ sha256 }) => sha256)).toEqual(
      written?.packages.map(({ sha256 }) => sha256).reverse(),
    );
    expect(store.audit.latest(1)[0]).toMatchObject({
      actor: 'Cora',
      action: 'packages.write',
      details: { study: studyId, reader: ben, sha256: written?.packages[1]?.sha256 },
    });
  });

  it('are written all or none', async () => {
    const abort = new AbortController();
    home.events.on('packages.progress', ({ done }) => {
      if (done === 6) abort.abort();
    });
    expect(await codeOf(pack([ada, ben], abort.signal))).toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(stick)).toEqual([]);
    expect(home.ports.store.exchange.packages(studyId)).toEqual([]);
  });

  it('are signed with the key that the study was frozen with, or not written', async () => {
    expect(await codeOf(pack([ada], unhurried, createSigningKey()))).toMatchObject({ code: 'CONFLICT' });
    expect(readdirSync(stick)).toEqual([]);
  });

  it('bring a reader, the plan and the films to another workstation, and nothing else of the study', async () => {
    await pack();
    const { opened, readerId, readerName } = await bring(away, 'Pilot-Ada.lightbox');
    expect(opened).toMatchObject({
      studyName: 'Pilot',
      readerName: 'Ada',
      cases: 4,
      sessions: 2,
      news: 'new',
    });
    expect([readerId, readerName]).toEqual([ada, 'Ada']);
    const { store } = away.ports;
    const [assignment] = store.assignments.list(ada);
    expect(assignment).toMatchObject({
      origin: 'package',
      coordinatorKey: CORA.publicKey,
      plan: FIRST_PHASE,
    });
    for (const film of plannedFilms(FIRST_PHASE)) {
      expect(await store.assignments.film(studyId, ada, film)).toEqual(
        await home.ports.store.assignments.film(studyId, ada, film),
      );
    }
    expect(store.studies.list()).toEqual([]);
    expect(store.users.list('reader').map(({ name }) => name)).toEqual(['Ada']);
    expect((await bring(away, 'Pilot-Ada.lightbox')).opened.news).toBe('known');
  });

  it('are refused by the name of the member in which one byte was flipped', async () => {
    await pack();
    const file = path.join(stick, 'Pilot-Ada.lightbox');
    const bytes = readFileSync(file);
    const [film] = plannedFilms(FIRST_PHASE);
    const name = `films/${film}.raw`;
    const at = bytes.indexOf(name) + name.length;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(await codeOf(bring(away, 'Pilot-Ada.lightbox'))).toMatchObject({
      code: 'FILE_CORRUPT',
      details: { member: name },
    });
    expect(away.ports.store.assignments.list(ada)).toEqual([]);
  });

  it('are refused from another coordinator than the one that the study came from, both keys named', async () => {
    await pack([ada, ben]);
    await bring(away, 'Pilot-Ada.lightbox');
    const mallory = createSigningKey();
    const { store, studyFiles } = home.ports;
    const { plan, protocolHash } = store.assignments.get(studyId, ben);
    const at = '2026-11-24T12:00:00.000Z';
    await studyFiles.writePackage(
      {
        target: path.join(stick, 'forged.lightbox'),
        about: {
          ...{ packageId: 'forged', studyId, protocolHash, reader: { id: ben, name: 'Ben' } },
          ...{ createdAt: at, createdWith: { product: 'Roentgen Lightbox', version: '0.1.0' } },
        },
        plan,
        texts: {},
        rows: [],
      },
      mallory,
      { film: (id) => store.assignments.film(studyId, ben, id), progress: () => undefined },
    );
    const refusal = await codeOf(bring(away, 'forged.lightbox'));
    expect(refusal.code).toBe('CONFLICT');
    for (const key of [mallory, CORA]) expect(refusal.message).toContain(fingerprint(key.publicKey));
    expect(away.ports.store.assignments.ofStudy(studyId).map(({ readerId }) => readerId)).toEqual([ada]);
    expect((await bring(away, 'Pilot-Ben.lightbox')).opened.news).toBe('new');
  });

  it('of a later phase are the same study gone on with', async () => {
    await pack();
    await bring(away, 'Pilot-Ada.lightbox');
    readOn(away.ports.store, studyId, ada, ADA);
    const before = rowsAt(away).length;
    await releaseSecondPhase(home.ports.store, studyId, ada);
    const second = await pack();
    const name = second?.packages[0]?.fileName ?? '';
    expect((await bring(away, name)).opened).toMatchObject({ news: 'later-phase', cases: 5, sessions: 3 });
    expect((await bring(away, 'Pilot-Ada.lightbox')).opened.news).toBe('known');
    expect(away.ports.store.assignments.get(studyId, ada).plan).toEqual(FULL_PLAN);
    readOn(away.ports.store, studyId, ada, ADA);
    expect(rowsAt(away).length).toBeGreaterThan(before);
    expect(rowsAt(away).at(-1)?.content).toContain('"type":"signed"');
    const [taken] = await take(await carryBack(away, 'ada.readings'));
    expect(taken?.outcome).toMatchObject({ kind: 'taken', added: rowsAt(away).length });
    expect(rowsAt(home)).toEqual(rowsAt(away));
    expect(verifyRecords(home.ports.store)).toMatchObject({
      audit: { problem: null },
      readers: [
        { readerId: ada, signatures: 1, receipts: 1, coveredRows: rowsAt(home).length, problems: [] },
        {},
      ],
      studies: [{ problems: [] }],
    });
  });

  it('let a reader go on whose signature the coordinator has voided', async () => {
    await pack();
    await bring(away, 'Pilot-Ada.lightbox');
    await releaseSecondPhase(home.ports.store, studyId, ada);
    await bring(away, (await pack())?.packages[0]?.fileName ?? '');
    readOn(away.ports.store, studyId, ada, ADA);
    await take(await carryBack(away, 'signed.readings'));
    const at = JSON.parse(rowsAt(home).at(-1)?.content ?? '{}').at;
    home.ports.store.events.append(
      { studyId, readerId: ada, publicKey: ADA.publicKey },
      [{ type: 'unlocked', runId: 'home', at, by: 'Cora', reason: 'One answer was a slip.' }],
      rowsAt(home).length,
    );
    const name = (await pack())?.packages[0]?.fileName ?? '';
    expect((await bring(away, name)).opened.news).toBe('later-phase');
    expect(rowsAt(away)).toEqual(rowsAt(home));
    expect((await bring(away, name)).opened.news).toBe('known');
    expect(readOn(away.ports.store, studyId, ada, ADA)).toBe(1);
    const [again] = await take(await carryBack(away, 'signed-again.readings'));
    expect(again?.outcome).toMatchObject({ kind: 'taken', added: 1 });
    expect(verifyRecords(home.ports.store).readers[0]).toMatchObject({ signatures: 2, problems: [] });
  });

  it('leave nothing where the keeping is cancelled, and can be kept then', async () => {
    await pack();
    const opening = new PackageOpening(away.ports);
    away.dialogs.open = [path.join(stick, 'Pilot-Ada.lightbox')];
    const opened = await opening.open(unhurried);
    const abort = new AbortController();
    away.events.on('packages.progress', ({ phase, done }) => {
      if (phase === 'keeping' && done === 2) abort.abort();
    });
    expect(await codeOf(opening.accept(opened?.token ?? '', null, abort.signal))).toMatchObject({
      code: 'CANCELLED',
    });
    expect(away.ports.store.users.list()).toEqual([]);
    expect(blobsOf(away)).toEqual([]);
    expect(await opening.accept(opened?.token ?? '', null, unhurried)).toEqual({
      readerId: ada,
      readerName: 'Ada',
    });
  });
});

describe('readings', () => {
  beforeEach(async () => {
    await pack();
    await bring(away, 'Pilot-Ada.lightbox');
  });

  it('come back in any order and twice, each with a receipt, and are what was read', async () => {
    readOn(away.ports.store, studyId, ada, ADA, 5);
    const early = await carryBack(away, 'early.readings');
    readOn(away.ports.store, studyId, ada, ADA, 5);
    const late = await carryBack(away, 'late.readings');
    const taken = await take(late, early, late);
    expect(taken.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'taken', readerName: 'Ada', added: 11, rows: 11, receipt: 'late.receipt.json' },
      { kind: 'taken', added: 0, rows: 6, receipt: 'early.receipt.json' },
      { kind: 'taken', added: 0, rows: 11, receipt: 'late.receipt.json' },
    ]);
    expect(rowsAt(home)).toEqual(rowsAt(away));
    const receipts = home.ports.store.exchange.receipts(studyId);
    expect(receipts.map(({ length }) => length)).toEqual([11]);
    for (const [name, length] of [
      ['late', 11],
      ['early', 6],
    ] as const) {
      const receipt = receiptSchema.parse(
        JSON.parse(readFileSync(path.join(stick, `${name}.receipt.json`), 'utf8')),
      );
      requireReceipt(receipt, CORA.publicKey);
      expect([receipt.length, receipt.head]).toEqual([length, rowsAt(away)[length - 1]?.hash]);
    }
  });

  it('of two workstations are two stories: the second is refused with the row that differs', async () => {
    readOn(away.ports.store, studyId, ada, ADA, 4);
    const third = openStation('third');
    try {
      await bring(third, 'Pilot-Ada.lightbox');
      const otherKey = createSigningKey();
      readOn(third.ports.store, studyId, ada, otherKey, 6);
      const [first, second] = await take(
        await carryBack(away, 'here.readings'),
        await carryBack(third, 'there.readings', otherKey),
      );
      expect(first?.outcome.kind).toBe('taken');
      expect(second?.outcome).toMatchObject({
        kind: 'refused',
        error: { code: 'READING_CONFLICT', details: { row: 1 } },
      });
      expect(rowsAt(home)).toEqual(rowsAt(away));
    } finally {
      await third.close();
    }
  });

  it('that were altered, or are of another study or reader, are refused each by itself', async () => {
    readOn(away.ports.store, studyId, ada, ADA, 4);
    await carryBack(away, 'ada.readings');
    const bytes = readFileSync(path.join(stick, 'ada.readings'));
    const at = bytes.indexOf('session-begun');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path.join(stick, 'altered.readings'), bytes);
    const stranger = openStation('stranger');
    const study = await freezeForExchange(stranger.ports.store, CORA);
    readOn(stranger.ports.store, study.studyId, study.readers[0], ADA, 4);
    stranger.dialogs.save = path.join(stick, 'stranger.readings');
    const order = { studyId: study.studyId, readerId: study.readers[0], key: ADA, actor: 'Ada' };
    await writeReadings(stranger.ports, order);
    await stranger.close();
    const taken = await take(
      'altered.readings',
      'stranger.readings',
      'Pilot-Ada.lightbox',
      'gone',
      'ada.readings',
    );
    expect(taken.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'refused', error: { code: 'FILE_CORRUPT', details: { member: 'events.json' } } },
      { kind: 'refused', error: { code: 'CONFLICT', details: { studyId: study.studyId } } },
      { kind: 'refused', error: { code: 'FILE_UNSUPPORTED' } },
      { kind: 'refused', error: { code: 'FILE_NOT_FOUND' } },
      { kind: 'taken', added: 5 },
    ]);
  });

  it('hold a signature of their reader that fits, and no act of the coordinator', async () => {
    const { store } = away.ports;
    const reader = { studyId, readerId: ada, publicKey: ADA.publicKey };
    readOn(store, studyId, ada, ADA, 2);
    const at = randomHistory(FIRST_PHASE, 1, 1)[0]?.at ?? '';
    const common = { runId: 'run-1', at };
    const waived = { type: 'training-waived', ...common, by: 'Cora', reason: 'Seen in person.' } as const;
    store.events.append(reader, [waived], store.events.count(studyId, ada));
    const [outcome] = await take(await carryBack(away, 'ada.readings'));
    expect(outcome?.outcome).toMatchObject({
      kind: 'refused',
      error: { code: 'FILE_CORRUPT', details: { row: 4 }, message: expect.stringContaining('coordinator') },
    });
    expect(rowsAt(home)).toEqual([]);
  });

  it('are taken in where their place takes no receipt', async () => {
    readOn(away.ports.store, studyId, ada, ADA, 2);
    const name = await carryBack(away, 'ada.readings');
    // A folder of its name stands in the way.
    mkdirSync(path.join(stick, 'ada.receipt.json'));
    const [outcome] = await take(name);
    expect(outcome?.outcome).toMatchObject({ kind: 'taken', added: 3, receipt: null });
    expect(home.ports.store.exchange.receipts(studyId)).toHaveLength(1);
  });

  it('are taken in no more once the study is closed', async () => {
    readOn(away.ports.store, studyId, ada, ADA, 2);
    const name = await carryBack(away, 'ada.readings');
    home.ports.store.studies.close(studyId, { actor: 'Cora', reason: 'All are done.' });
    expect((await take(name))[0]?.outcome).toMatchObject({ kind: 'refused', error: { code: 'CONFLICT' } });
  });
});
