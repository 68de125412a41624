import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePackageFile, writeReadingsFile } from '../../files/archive/study-file.ts';
import { packageContent, readingsContent } from '../../files/archive/test-archives.ts';
import { createSigningKey, fingerprint, publicKeyPem } from '../../keys/signing.ts';
import { expectRefused, lightboxHere } from '../test-cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-study-verify-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const COORDINATOR = createSigningKey();
const READER = createSigningKey();
const PACKAGE = join(scratch, 'ada.lightbox');
const READINGS = join(scratch, 'ada.readings');
const pem = (name: string): string => join(scratch, `${name}.pem`);

beforeAll(async () => {
  await writePackageFile(PACKAGE, packageContent(), COORDINATOR);
  await writeReadingsFile(READINGS, readingsContent(READER, 40), READER);
  writeFileSync(pem('coordinator'), publicKeyPem(COORDINATOR.publicKey));
  writeFileSync(pem('reader'), publicKeyPem(READER.publicKey));
});

const verify = (...args: string[]) => lightboxHere(['study', 'verify', ...args]);

describe('lightbox study verify', () => {
  it('says what a package is, and that its key is not known', async () => {
    const { status, stdout, stderr } = await verify(PACKAGE);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Package of a reader, whole and unaltered\n/);
    for (const line of [
      /reader +Ada \(reader-a\)/,
      /cases +1, and 1 of training/,
      /films +2 of 16 x 16 pixels/,
    ]) {
      expect(stdout).toMatch(line);
    }
    expect(stdout).toContain(fingerprint(COORDINATOR.publicKey));
    expect(stdout).toContain('compare it, or give --trust');
  });

  it('prints JSON without texts, expected answers or feedback', async () => {
    const { stdout } = await verify(PACKAGE, '--json', '--trust', pem('coordinator'));
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'package',
      studyId: 'study-1',
      reader: { id: 'reader-a', name: 'Ada' },
      cases: 1,
      trainingCases: 1,
      films: 2,
      members: 6,
      signedBy: { publicKey: COORDINATOR.publicKey, trusted: true, pem: publicKeyPem(COORDINATOR.publicKey) },
    });
    for (const word of ['Ödem', 'expected', 'Look at the ribs', 'feedback', 'realism']) {
      expect(stdout).not.toContain(word);
    }
  });

  it('says what readings hold, by counts alone', async () => {
    const { status, stdout } = await verify(READINGS, '--json', '--trust', pem('reader'));
    expect(status).toBe(0);
    const { rows } = readingsContent(READER, 40);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'readings',
      readerId: 'reader-a',
      rows: rows.length,
      head: rows.at(-1)?.hash,
      events: { 'session-begun': expect.any(Number) },
    });
    expect(stdout).not.toContain('answers');
    expect((await verify(READINGS)).stdout).toMatch(/chain +whole: \d+ rows to [0-9a-f]{64}/);
  });

  it('refuses an altered file by its member, with status 2', async () => {
    const altered = join(scratch, 'altered.lightbox');
    const bytes = readFileSync(PACKAGE);
    const at = bytes.indexOf('films/film-t1.raw') + 40;
    bytes[at] = (bytes[at] ?? 0) ^ 4;
    writeFileSync(altered, bytes);
    await expectRefused(['study', 'verify', altered], '"films/film-t1.raw" was altered', scratch);
  });

  it('refuses what is from somebody else, what is no key, and what is no study file', async () => {
    for (const [args, says] of [
      [[PACKAGE, '--trust', pem('reader')], 'another key than the trusted one'],
      [[READINGS, '--trust', pem('coordinator')], 'another key than the trusted one'],
      [[PACKAGE, '--trust', PACKAGE], 'no public key'],
      [[PACKAGE, '--trust', pem('nobody')], 'does not exist'],
      [[pem('reader')], 'no archive'],
      [[join(scratch, 'none.lightbox')], 'does not exist'],
      [[scratch], 'folder'],
    ] as const) {
      await expectRefused(['study', 'verify', ...args], says, scratch);
    }
    await expectRefused(
      ['study', 'verfy'],
      "unknown command 'verfy' of study; there are new, freeze, pack, merge, status, analyze, report, export, audit-verify, verify",
      scratch,
    );
  });
});
