/**
 * Pseudonyms of patients: a keyed hash under a secret of this installation. Films of one patient are known as such,
 * and without the database nobody can try ids until one fits. The secret lies in the database, so that a backup
 * brings it along and the same patient keeps the same key.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { Driver } from './driver.ts';
import { parseRow } from './rows.ts';

const SECRET_NAME = 'patient-key';
const SECRET_BYTES = 32;
/** 64 bits: among a million patients two share a key with a probability of 3 in 100 million. */
const KEY_DIGITS = 16;

const secretRow = z.object({ value: z.string().regex(/^[0-9a-f]{64}$/) });

/** Draws the installation's secret. Once only: another one would part the films of a patient. */
export function makePatientSecret(driver: Driver): void {
  driver
    .prepare('INSERT INTO secrets (name, value) VALUES (@name, @value)')
    .run({ name: SECRET_NAME, value: randomBytes(SECRET_BYTES).toString('hex') });
}

/**
 * The pseudonym of a patient's id (blanks around it do not count): 16 hexadecimal digits of HMAC-SHA-256.
 * @throws LightboxError STORE_CORRUPT where the secret is missing
 */
export function createPatientKeys(driver: Driver): (patient: string) => string {
  let secret: Buffer | undefined;
  return (patient) => {
    secret ??= readSecret(driver);
    return createHmac('sha256', secret)
      .update(patient.trim().normalize('NFC'), 'utf8')
      .digest('hex')
      .slice(0, KEY_DIGITS);
  };
}

function readSecret(driver: Driver): Buffer {
  const row = driver.prepare('SELECT value FROM secrets WHERE name = @name').get({ name: SECRET_NAME });
  if (row === undefined) {
    throw new LightboxError(
      'STORE_CORRUPT',
      'The secret for the pseudonyms of patients is missing from the database. Restore a backup.',
      { secret: SECRET_NAME },
    );
  }
  return Buffer.from(parseRow(secretRow, row, 'secrets').value, 'hex');
}
