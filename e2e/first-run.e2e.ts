import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { repositoryRoot } from '../tools/support/launch.ts';

const PNG_SIGNATURE = '89504e470d0a1a0a';

test('npm start without a display: a coordinator signs in, four films are drawn and saved', async () => {
  const into = mkdtempSync(path.join(tmpdir(), 'lightbox-first-run-'));
  const tour = path.join(repositoryRoot, 'tools', 'tour.ts');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [tour, '--into', into]);
  const written = stdout.trim().split('\n');
  expect(written.map((file) => path.basename(file).replace(/\d+\.png$/, 'N.png'))).toEqual([
    'image-1-seed-N.png',
    'image-2-seed-N.png',
    'image-3-seed-N.png',
    'image-4-seed-N.png',
    'screenshot.png',
  ]);
  for (const file of written) {
    expect(readFileSync(file).subarray(0, 8).toString('hex')).toBe(PNG_SIGNATURE);
  }
  // Who stays in the window has to be able to sign in again.
  expect(stderr).toMatch(/the passphrase is "[^"]{12,}"/);
});
