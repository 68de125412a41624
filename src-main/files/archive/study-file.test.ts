import { createHash } from 'node:crypto';
import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LightboxError } from '../../../src-core/base/errors.ts';
import type { ReaderFilmId } from '../../../src-core/base/ids.ts';
import { FULL_PLAN } from '../../../src-core/study/test-session.ts';
import { createSigningKey, signingKeyFrom, verifySignature } from '../../keys/signing.ts';
import { openStudyFile, writePackageFile, writeReadingsFile } from './study-file.ts';
import { packageContent, readingsContent, SMALL_PLAN, testFilm, testSha256 } from './test-archives.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-archive-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const COORDINATOR = createSigningKey();
const READER = createSigningKey();
const CHECKS = { verify: verifySignature, sha256Hex: testSha256 };

async function packed(name: string, content = packageContent()): Promise<string> {
  const file = join(scratch, name);
  await writePackageFile(file, content, COORDINATOR);
  return file;
}

async function openPackageFile(file: string, trusted: string | null = null) {
  const opened = await openStudyFile(file, CHECKS, trusted);
  await opened.close();
  if (opened.kind !== 'package') throw new Error('These are readings.');
  return opened;
}

/** Where a member's bytes begin: behind its local header of 30 bytes and its name (APPNOTE 4.3.7). */
function placeOf(archive: Buffer, name: string): number {
  let at = archive.indexOf(name);
  while (at >= 0 && archive.readUInt32LE(Math.max(0, at - 30)) !== 0x04034b50)
    at = archive.indexOf(name, at + 1);
  return at + name.length;
}

/** The error that opening is refused with. */
async function refusalOf(file: string, trusted: string | null = null): Promise<LightboxError> {
  const thrown: unknown = await openStudyFile(file, CHECKS, trusted).then(
    (opened) => opened.close(),
    (error: unknown) => error,
  );
  if (thrown instanceof LightboxError) return thrown;
  throw thrown ?? new Error('Nothing was refused.');
}

describe('a .lightbox file', () => {
  it('opens as what was packed, film for film', async () => {
    const content = packageContent(FULL_PLAN);
    const opened = await openStudyFile(
      await packed('whole.lightbox', content),
      CHECKS,
      COORDINATOR.publicKey,
    );
    try {
      if (opened.kind !== 'package') throw new Error('These are readings.');
      expect(opened.manifest).toMatchObject({ ...content.about, coordinatorKey: COORDINATOR.publicKey });
      expect(opened.plan).toEqual(FULL_PLAN);
      expect(opened.texts).toEqual(content.texts);
      for (const { films } of FULL_PLAN.sessions.flatMap(({ training, trials }) => [
        ...training,
        ...trials,
      ])) {
        const id = films[0] ?? ('' as ReaderFilmId);
        expect(Buffer.from(await opened.film(id)).equals(testFilm(id, FULL_PLAN))).toBe(true);
      }
      await expect(opened.film('other' as ReaderFilmId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    } finally {
      await opened.close();
    }
  });

  it('has the same bytes whenever and wherever the same is packed', async () => {
    // Of RFC 8032, section 7.1, test 1: the first bytes are the PKCS#8 header of RFC 8410, section 7.
    const pkcs8 = '302e020100300506032b657004220420'.concat(
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    );
    const key = signingKeyFrom(Buffer.from(pkcs8, 'hex'));
    const before = process.env['TZ'];
    const hashes: string[] = [];
    for (const zone of ['UTC', 'Pacific/Apia', 'Europe/Berlin']) {
      process.env['TZ'] = zone;
      const file = join(scratch, 'same.lightbox');
      await writePackageFile(file, packageContent(), key);
      hashes.push(createHash('sha256').update(readFileSync(file)).digest('hex'));
    }
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
    expect(new Set(hashes).size).toBe(1);
  });

  it('stores its members as they are, by name', async () => {
    const bytes = readFileSync(await packed('stored.lightbox'));
    const at = ['films/film-a1.raw', 'films/film-t1.raw', 'manifest.json', 'manifest.sig', 'plan.json'].map(
      (name) => placeOf(bytes, name),
    );
    expect(at).toEqual([...at].sort((one, other) => one - other));
    expect(bytes.includes(Buffer.from(testFilm('film-a1' as ReaderFilmId)))).toBe(true);
  });

  it('opens for its coordinator only where the key is known', async () => {
    const file = await packed('trusted.lightbox');
    await openPackageFile(file, COORDINATOR.publicKey);
    expect(await refusalOf(file, READER.publicKey)).toMatchObject({
      code: 'FILE_CORRUPT',
      details: { member: 'manifest.json' },
      message: expect.stringContaining('another key'),
    });
  });

  it('is refused whichever of its bytes is flipped, by the member where it is one', async () => {
    const file = await packed('flipped.lightbox');
    const bytes = readFileSync(file);
    const opened = await openPackageFile(file);
    const inMember = new Map<number, string>();
    for (const { name, bytes: length } of opened.members) {
      const start = placeOf(bytes, name);
      for (let at = start; at < start + length; at += 1) inMember.set(at, name);
    }
    const descriptor = openSync(file, 'r+');
    const unlike: string[] = [];
    for (const at of bytes.keys()) {
      const flipped = (bytes[at] ?? 0) ^ (1 << (at % 8));
      writeSync(descriptor, Uint8Array.of(flipped), 0, 1, at);
      const { code, details, message } = await refusalOf(file);
      writeSync(descriptor, bytes, at, 1, at);
      const wanted = inMember.get(at);
      const named = typeof details['member'] === 'string' || typeof details['file'] === 'string';
      const byMember =
        wanted === undefined ||
        details['member'] === wanted ||
        // The manifest and its signature are told apart from neither side; a flipped hash accuses its member.
        (wanted.startsWith('manifest') && typeof details['member'] === 'string');
      if (!code.startsWith('FILE_') || !named || !byMember)
        unlike.push(`${at} in ${wanted}: ${code} ${message}`);
    }
    expect(unlike).toEqual([]);
    await openPackageFile(file);
  }, 120_000);

  it('is refused when it is cut off anywhere, or bytes follow it', async () => {
    const file = await packed('cut.lightbox');
    const bytes = readFileSync(file);
    for (let length = 1; length < bytes.length; length += 97) {
      writeFileSync(file, bytes.subarray(0, length));
      expect((await refusalOf(file)).code).toMatch(/^FILE_(UNSUPPORTED|CORRUPT)$/);
    }
    for (const [before, after] of [
      ['', 'x'],
      ['x', ''],
    ] as const) {
      writeFileSync(file, Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]));
      expect((await refusalOf(file)).code).toMatch(/^FILE_(UNSUPPORTED|CORRUPT)$/);
    }
  });

  it('is not written when a film fails or has another size than the plan says', async () => {
    const target = join(scratch, 'none', 'failed.lightbox');
    const failing = {
      ...packageContent(),
      film: () => Promise.reject(new LightboxError('NOT_FOUND', 'Gone.')),
    };
    const folder = mkdtempSync(join(scratch, 'failed-'));
    await expect(writePackageFile(join(folder, 'a'), failing, COORDINATOR)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const short = { ...packageContent(), film: async () => new Uint8Array(3) };
    await expect(writePackageFile(join(folder, 'a'), short, COORDINATOR)).rejects.toMatchObject({
      code: 'FILE_CORRUPT',
      details: { member: 'films/film-a1.raw' },
    });
    expect(readdirSync(folder)).toEqual([]);
    await expect(writePackageFile(target, packageContent(), COORDINATOR)).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
  });
});

describe('a .readings file', () => {
  it('opens as the chain that was packed', async () => {
    const file = join(scratch, 'a.readings');
    const content = readingsContent(READER, 60);
    await writeReadingsFile(file, content, READER);
    const opened = await openStudyFile(file, CHECKS, READER.publicKey);
    await opened.close();
    expect(opened.kind).toBe('readings');
    if (opened.kind === 'readings') {
      expect(opened.rows).toEqual(content.rows);
      expect(opened.events).toHaveLength(content.rows.length - 1);
    }
  });

  it('is refused by its member when one of its bytes is flipped, or when another key signed it', async () => {
    const file = join(scratch, 'b.readings');
    await writeReadingsFile(file, readingsContent(READER, 20), READER);
    const bytes = readFileSync(file);
    const flipped = Buffer.from(bytes);
    const at = bytes.indexOf('session-begun');
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    writeFileSync(file, flipped);
    expect((await refusalOf(file)).details['member']).toBe('events.json');
    await writeReadingsFile(file, readingsContent(READER, 20), COORDINATOR);
    expect((await refusalOf(file)).details['member']).toBe('events.json');
    await writeReadingsFile(file, readingsContent(READER, 20), READER);
    expect((await refusalOf(file, COORDINATOR.publicKey)).details['member']).toBe('manifest.json');
  });
});

it('the small plan of these tests has one case and one training case', () => {
  expect(SMALL_PLAN.sessions.map(({ training, trials }) => [training.length, trials.length])).toEqual([
    [1, 1],
  ]);
});
