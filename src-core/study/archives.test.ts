import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../base/canonical-json.ts';
import { LightboxError } from '../base/errors.ts';
import type { Member } from './archive-manifest.ts';
import { manifestText } from './archive-manifest.ts';
import { type ChainRow, GENESIS_HASH } from './audit-chain.ts';
import { type MergedReadings, mergeReadings } from './merge-readings.ts';
import {
  filmName,
  openPackage,
  type PackageManifest,
  PLAN_NAME,
  type ReadPackage,
  TEXTS_NAME,
} from './package-format.ts';
import { freezeProtocol } from './protocol-freeze.ts';
import {
  chainStart,
  EVENTS_NAME,
  eventRow,
  openReadings,
  type ReadingsManifest,
  type ReadReadings,
  receiptSchema,
  signedReceipt,
} from './readings-format.ts';
import { readTruth, sealedHeader, sealedTruthSchema, truthText } from './sealed-truth.ts';
import type { SessionEvent } from './session-events.ts';
import { testKeys } from './test-keys.ts';
import { allocationsOf } from './test-protocols.ts';
import { FULL_PLAN, randomHistory } from './test-session.ts';
import { refusalOf, TEST_PROTOCOL } from './test-study.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const { keyOf, sign, verify } = testKeys(sha256Hex);
const COORDINATOR = keyOf('coordinator');
const WITH = { product: 'Roentgen Lightbox', version: '0.1.0' };
const HASH = sha256Hex('protocol');
const AT = '2026-11-24T12:00:00.000Z';

const member = (name: string, text: string): Member => ({
  name,
  sha256: sha256Hex(text),
  bytes: text.length,
});

/** A package of a small plan; `change` has the manifest before it is signed. */
function packed(change: (manifest: PackageManifest) => PackageManifest = (same) => same): ReadPackage {
  const trials = FULL_PLAN.sessions.flatMap(({ training, trials: own }) => [...training, ...own]);
  const plan = canonicalJson(FULL_PLAN);
  const texts = canonicalJson(
    Object.fromEntries(trials.map(({ readerCaseId }) => [readerCaseId, 'Effusion.'])),
  );
  const film = 'x'.repeat(64 * 64);
  const members = [
    member(PLAN_NAME, plan),
    member(TEXTS_NAME, texts),
    ...trials.flatMap(({ films }) => films.map((id) => member(filmName(id), film))),
  ];
  const manifest = change({
    kind: 'lightbox-package',
    formatVersion: 1,
    packageId: 'package-1',
    studyId: 'study-1',
    protocolHash: HASH,
    reader: { id: 'reader-a', name: 'Ada' },
    createdAt: AT,
    createdWith: WITH,
    members,
    coordinatorKey: COORDINATOR,
  });
  const { text, signed } = manifestText<PackageManifest>(manifest);
  return { manifest: text, signature: sign(COORDINATOR, signed), plan, texts, members };
}

const memberOf = (run: () => unknown): unknown => refusalOf(run).details['member'];

describe('a package', () => {
  it('opens as what was packed', () => {
    const { manifest, plan, texts } = openPackage(packed(), verify, COORDINATOR);
    expect(manifest).toMatchObject({ studyId: 'study-1', reader: { id: 'reader-a' } });
    expect(plan).toEqual(FULL_PLAN);
    expect(Object.keys(texts)).toContain('a1');
  });

  it('lists its members by name, so that their order says nothing', () => {
    const names = openPackage(packed(), verify).manifest.members.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
  });

  it.each(packed().members.map(({ name }) => name))('with %s altered is refused by that name', (name) => {
    const archive = packed();
    const members = archive.members.map((own) =>
      own.name === name ? { ...own, sha256: sha256Hex('other') } : own,
    );
    expect(memberOf(() => openPackage({ ...archive, members }, verify))).toBe(name);
  });

  it('with a member missing, added or doubled is refused by its name', () => {
    const archive = packed();
    const without = archive.members.filter(({ name }) => name !== 'films/film-b1.raw');
    expect(memberOf(() => openPackage({ ...archive, members: without }, verify))).toBe('films/film-b1.raw');
    const more = [...archive.members, member('truth.json', '{}')];
    expect(memberOf(() => openPackage({ ...archive, members: more }, verify))).toBe('truth.json');
    const twice = [...archive.members, member(PLAN_NAME, 'other')];
    expect(memberOf(() => openPackage({ ...archive, members: twice }, verify))).toBe(PLAN_NAME);
  });

  it('whose manifest was altered, or signed by another key, is refused', () => {
    const archive = packed();
    const forged = archive.manifest.replace('Ada', 'Eve');
    expect(memberOf(() => openPackage({ ...archive, manifest: forged }, verify))).toBe('manifest.json');
    expect(memberOf(() => openPackage(archive, verify, keyOf('someone else')))).toBe('manifest.json');
    expect(memberOf(() => openPackage({ ...archive, signature: 'none' }, verify))).toBe('manifest.json');
  });

  it('holds what its plan needs and nothing else, whoever signed it', () => {
    const archive = packed();
    const shorter = (manifest: PackageManifest): PackageManifest => ({
      ...manifest,
      members: manifest.members.map((own) =>
        own.name === 'films/film-a1.raw' ? { ...own, bytes: own.bytes - 1 } : own,
      ),
    });
    const members = archive.members.map((own) =>
      own.name === 'films/film-a1.raw' ? { ...own, bytes: own.bytes - 1 } : own,
    );
    expect(memberOf(() => openPackage({ ...packed(shorter), members }, verify))).toBe('films/film-a1.raw');
    const extra = member('films/other.raw', 'x');
    const withExtra = packed((manifest) => ({ ...manifest, members: [...manifest.members, extra] }));
    expect(memberOf(() => openPackage({ ...withExtra, members: [...archive.members, extra] }, verify))).toBe(
      'films/other.raw',
    );
  });

  it('of a later format asks for a newer program', () => {
    const archive = packed();
    const later = archive.manifest.replace('"formatVersion":1', '"formatVersion":2');
    expect(refusalOf(() => openPackage({ ...archive, manifest: later }, verify)).code).toBe(
      'FILE_UNSUPPORTED',
    );
  });

  it('is refused whichever byte of its manifest is flipped', () => {
    const archive = packed();
    fc.assert(
      fc.property(fc.nat(archive.manifest.length - 1), fc.integer({ min: 1, max: 127 }), (at, flip) => {
        const flipped = String.fromCharCode(archive.manifest.charCodeAt(at) ^ flip);
        const manifest = archive.manifest.slice(0, at) + flipped + archive.manifest.slice(at + 1);
        expect(() => openPackage({ ...archive, manifest }, verify, COORDINATOR)).toThrow(LightboxError);
      }),
    );
  });
});

/** The chain of a reader's events. */
function chainOf(readerId: string, events: readonly SessionEvent[]): ChainRow[] {
  const start = chainStart(sha256Hex, {
    type: 'readings',
    formatVersion: 1,
    studyId: 'study-1',
    protocolHash: HASH,
    readerId,
    publicKey: keyOf(readerId),
  });
  const rows = [start];
  for (const event of events) rows.push(eventRow(sha256Hex, rows.at(-1) ?? start, event));
  return rows;
}

function readingsOf(
  readerId: string,
  rows: readonly ChainRow[],
  change: Partial<ReadingsManifest> = {},
): ReadReadings {
  const events = canonicalJson(rows.map(({ prev, content, hash }) => ({ prev, content, hash })));
  const members = [member(EVENTS_NAME, events)];
  const { text, signed } = manifestText<ReadingsManifest>({
    kind: 'lightbox-readings',
    formatVersion: 1,
    studyId: 'study-1',
    protocolHash: HASH,
    readerId,
    packageId: 'package-1',
    writtenAt: AT,
    writtenWith: WITH,
    length: rows.length,
    head: rows.at(-1)?.hash ?? GENESIS_HASH,
    members,
    publicKey: keyOf(readerId),
    ...change,
  });
  return { manifest: text, signature: sign(keyOf(readerId), signed), events, members };
}

const EMPTY: MergedReadings = { studyId: 'study-1', protocolHash: HASH, readers: {} };
const HISTORY = randomHistory(FULL_PLAN, 4, 120);
const CHAIN = chainOf('reader-a', HISTORY);
const merge = (held: MergedReadings, rows: readonly ChainRow[], readerId = 'reader-a') =>
  mergeReadings(held, openReadings(readingsOf(readerId, rows), sha256Hex, verify), FULL_PLAN);

describe('readings', () => {
  it('come back as the events that were entered', () => {
    const opened = openReadings(readingsOf('reader-a', CHAIN), sha256Hex, verify);
    expect(HISTORY.length).toBeGreaterThan(20);
    expect(opened.events).toEqual(HISTORY);
  });

  it('with one byte of the events or of the manifest flipped are refused by that name', () => {
    const archive = readingsOf('reader-a', CHAIN.slice(0, 6));
    fc.assert(
      fc.property(fc.nat(archive.events.length - 1), fc.integer({ min: 1, max: 127 }), (at, flip) => {
        const flipped = String.fromCharCode(archive.events.charCodeAt(at) ^ flip);
        const events = archive.events.slice(0, at) + flipped + archive.events.slice(at + 1);
        const altered = { ...archive, events, members: [member(EVENTS_NAME, events)] };
        expect(memberOf(() => openReadings(altered, sha256Hex, verify))).toBe(EVENTS_NAME);
      }),
    );
    const manifest = archive.manifest.replace('reader-a', 'reader-b');
    expect(memberOf(() => openReadings({ ...archive, manifest }, sha256Hex, verify))).toBe('manifest.json');
  });

  it('cut off at the end, or of another reader than they say, are refused even when signed again', () => {
    const cut = readingsOf('reader-a', CHAIN.slice(0, -1), { length: CHAIN.length });
    expect(refusalOf(() => openReadings(cut, sha256Hex, verify)).message).toContain('does not end where');
    const other = readingsOf('reader-a', chainOf('reader-b', HISTORY));
    expect(refusalOf(() => openReadings(other, sha256Hex, verify)).message).toContain(
      'another study, reader or key',
    );
  });

  it('are countersigned as they are', () => {
    const receipt = {
      kind: 'lightbox-receipt',
      formatVersion: 1,
      studyId: 'study-1',
      readerId: 'reader-a',
      length: CHAIN.length,
      head: CHAIN.at(-1)?.hash ?? '',
      receivedAt: AT,
      coordinatorKey: COORDINATOR,
    } as const;
    const signature = sign(COORDINATOR, signedReceipt(receipt));
    expect(receiptSchema.parse({ ...receipt, signature })).toMatchObject({ head: receipt.head });
    expect(verify(COORDINATOR, signedReceipt({ ...receipt, length: 1 }), signature)).toBe(false);
  });
});

describe('merging', () => {
  it('is idempotent and free of order: any files of all readers, in any order, any number of times', () => {
    const readers = ['reader-a', 'reader-b', 'reader-c'].map((id, index) => ({
      id,
      chain: chainOf(id, randomHistory(FULL_PLAN, 20 + index, 40)),
    }));
    const file = fc.record({ reader: fc.nat(2), share: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 12 }), fc.nat(), (files, seed) => {
        const parts = files.flatMap(({ reader, share }) => {
          const chosen = readers[reader];
          if (chosen === undefined) return [];
          return [
            { id: chosen.id, rows: chosen.chain.slice(0, 1 + Math.floor(share * (chosen.chain.length - 1))) },
          ];
        });
        const mergeAll = (order: typeof parts): MergedReadings =>
          order.reduce((held, { id, rows }) => merge(held, rows, id).merged, EMPTY);
        const straight = mergeAll(parts);
        const turned = parts.map((part, index) => ({ part, key: (index * 7919 + seed) % 31 }));
        const shuffled = turned.sort((one, two) => one.key - two.key).map(({ part }) => part);
        expect(mergeAll([...shuffled, ...parts])).toEqual(straight);
        for (const { id, rows } of parts) {
          expect(straight.readers[id]?.rows.length).toBeGreaterThanOrEqual(rows.length);
          expect(merge(straight, rows, id)).toEqual({ merged: straight, added: 0 });
        }
      }),
      { numRuns: 40 },
    );
  });

  it('adds what is new and says how much', () => {
    const first = merge(EMPTY, CHAIN.slice(0, 5));
    expect(first.added).toBe(5);
    expect(merge(first.merged, CHAIN).added).toBe(CHAIN.length - 5);
  });

  it('refuses a story that differs from what is held, naming the row, and takes nothing over', () => {
    const held = merge(EMPTY, CHAIN).merged;
    const [event] = HISTORY;
    const other = chainOf('reader-a', [{ ...event, runId: 'other' } as SessionEvent]);
    const refusal = refusalOf(() => merge(held, other));
    expect(refusal).toMatchObject({ code: 'READING_CONFLICT', details: { readerId: 'reader-a', row: 2 } });
  });

  it('refuses another study, another protocol, and a reader who is not of the study', () => {
    const opened = openReadings(readingsOf('reader-a', CHAIN), sha256Hex, verify);
    expect(refusalOf(() => mergeReadings({ ...EMPTY, studyId: 'other' }, opened, FULL_PLAN)).code).toBe(
      'CONFLICT',
    );
    expect(refusalOf(() => mergeReadings({ ...EMPTY, protocolHash: 'f' }, opened, FULL_PLAN)).code).toBe(
      'CONFLICT',
    );
    expect(refusalOf(() => mergeReadings(EMPTY, opened, null)).code).toBe('NOT_FOUND');
  });

  it('refuses events that could not have happened, and answers that were not asked, though signed', () => {
    const skipped = HISTORY.filter(({ type }) => type !== 'gate-passed');
    expect(refusalOf(() => merge(EMPTY, chainOf('reader-a', skipped)))).toMatchObject({
      code: 'FILE_CORRUPT',
      details: { row: 3 },
    });
    const index = HISTORY.findIndex(({ type }) => type === 'stage-locked');
    const wrong = HISTORY.map((event, at) =>
      at === index ? ({ ...event, answers: { realism: 9 } } as SessionEvent) : event,
    );
    expect(refusalOf(() => merge(EMPTY, chainOf('reader-a', wrong)))).toMatchObject({
      code: 'FILE_CORRUPT',
      details: { row: index + 2 },
    });
  });
});

describe('sealed truth', () => {
  const frozen = freezeProtocol(TEST_PROTOCOL, sha256Hex);
  const allocations = allocationsOf(TEST_PROTOCOL);
  const text = truthText(frozen.content, allocations);

  it('gives back the protocol and the allocations that were sealed', () => {
    expect(readTruth(text, frozen.hash, sha256Hex)).toEqual({ protocol: TEST_PROTOCOL, allocations });
  });

  it('of another protocol, or changed, is refused', () => {
    expect(refusalOf(() => readTruth(text, 'f'.repeat(64), sha256Hex)).code).toBe('CHAIN_BROKEN');
    expect(refusalOf(() => readTruth(text.slice(1), frozen.hash, sha256Hex)).code).toBe('STORE_CORRUPT');
    expect(refusalOf(() => readTruth('{}', frozen.hash, sha256Hex)).code).toBe('STORE_CORRUPT');
  });

  it('binds its costs and its study to the cipher, and takes no cheap ones', () => {
    const sealed = {
      kind: 'lightbox-sealed-truth',
      formatVersion: 1,
      studyId: 'study-1',
      protocolHash: frozen.hash,
      kdf: {
        name: 'argon2id',
        version: 19,
        memoryKiB: 65_536,
        iterations: 3,
        parallelism: 1,
        salt: 'AAAAAAAAAAAAAAAAAAAAAA==',
      },
      cipher: { name: 'aes-256-gcm', nonce: 'AAAAAAAAAAAAAAAA' },
      sealed: 'A'.repeat(40),
    } as const;
    const parsed = sealedTruthSchema.parse(sealed);
    expect(sealedHeader(parsed)).toContain('"studyId":"study-1"');
    expect(sealedHeader(parsed)).not.toContain('"sealed"');
    const cheap = { ...sealed, kdf: { ...sealed.kdf, memoryKiB: 1024 } };
    expect(sealedTruthSchema.safeParse(cheap).success).toBe(false);
  });
});
