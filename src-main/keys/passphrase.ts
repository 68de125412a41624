import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { hash, hashRaw, parseOptions, verify } from '@node-rs/argon2';
import { LightboxError } from '../../src-core/base/errors.ts';
import {
  isPassphraseForm,
  isPinForm,
  PASSPHRASE_CHARACTERS,
  PIN_DIGITS,
} from '../../src-core/contract/secret-rules.ts';
import type { SealedTruth } from '../../src-core/study/sealed-truth.ts';

/**
 * The second recommended option of RFC 9106, section 4 (64 MiB, 3 passes, 4 lanes), for passphrases and PINs alike.
 * Algorithm 2 is argon2id, version 1 is 0x13 (the package's enumerations exist as types alone).
 */
const COST = { memoryKiB: 65_536, iterations: 3, parallelism: 4 } as const;
const ARGON2ID = 2;
const VERSION_0X13 = 1;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';

/** How a text was sealed: all that is needed to unseal it, but the passphrase. */
export type Sealing = Pick<SealedTruth, 'kdf' | 'cipher'>;

/**
 * Seals a text under a passphrase: argon2id, then AES-256-GCM with a new salt and nonce, so that no key is used twice.
 *
 * @param header the associated data, made of the sealing.
 * @returns the sealing, and ciphertext and tag as base64.
 * @throws LightboxError BAD_INPUT for a passphrase that is too short or too long.
 */
export async function sealText(
  text: string,
  passphrase: string,
  header: (sealing: Sealing) => string,
): Promise<Sealing & { readonly sealed: string }> {
  if (!isPassphraseForm(passphrase)) {
    const { least, most } = PASSPHRASE_CHARACTERS;
    throw new LightboxError('BAD_INPUT', `A passphrase has ${least} to ${most} characters.`, {
      field: 'passphrase',
    });
  }
  const sealing: Sealing = {
    kdf: { name: 'argon2id', version: 19, ...COST, salt: randomBytes(SALT_BYTES).toString('base64') },
    cipher: { name: CIPHER, nonce: randomBytes(NONCE_BYTES).toString('base64') },
  };
  const cipher = createCipheriv(
    CIPHER,
    await keyOf(passphrase, sealing),
    Buffer.from(sealing.cipher.nonce, 'base64'),
  );
  cipher.setAAD(Buffer.from(header(sealing), 'utf8'));
  const parts = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return { ...sealing, sealed: Buffer.concat(parts).toString('base64') };
}

/**
 * @throws LightboxError UNSEALING_FAILED when the passphrase is wrong, or header or sealed text were altered: the
 * cipher tells none of these from the others.
 */
export async function unsealText(
  { sealed, kdf, cipher: way }: Sealing & { readonly sealed: string },
  passphrase: string,
  header: (sealing: Sealing) => string,
): Promise<string> {
  const sealing: Sealing = { kdf, cipher: way };
  const bytes = Buffer.from(sealed, 'base64');
  // The spare bits of base64 are no part of what the tag protects.
  if (bytes.toString('base64') !== sealed || bytes.length < TAG_BYTES) throw refused();
  const nonce = Buffer.from(way.nonce, 'base64');
  const decipher = createDecipheriv(CIPHER, await keyOf(passphrase, sealing), nonce, {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(header(sealing), 'utf8'));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
    return text.toString('utf8');
  } catch (cause) {
    throw refused(cause);
  }
}

/** The same passphrase gives the same key whichever keyboard composed its accents (NFKC). */
function keyOf(passphrase: string, { kdf }: Sealing): Promise<Buffer> {
  return hashRaw(passphrase.normalize('NFKC'), {
    algorithm: ARGON2ID,
    version: VERSION_0X13,
    memoryCost: kdf.memoryKiB,
    timeCost: kdf.iterations,
    parallelism: kdf.parallelism,
    salt: Buffer.from(kdf.salt, 'base64'),
    outputLen: KEY_BYTES,
  });
}

function refused(cause?: unknown): LightboxError {
  return new LightboxError(
    'UNSEALING_FAILED',
    'The passphrase is wrong, or what it sealed was altered. Type it again; if it is right, restore a backup.',
    {},
    cause === undefined ? undefined : { cause },
  );
}

/**
 * What is stored of a reader's PIN: argon2id in PHC string form, with a salt of its own.
 * @throws LightboxError BAD_INPUT when it is none of six to twelve digits.
 */
export async function hashPin(pin: string): Promise<string> {
  if (!isPinForm(pin)) {
    const { least, most } = PIN_DIGITS;
    throw new LightboxError('BAD_INPUT', `A PIN has ${least} to ${most} digits.`, { field: 'pin' });
  }
  return hash(pin, {
    algorithm: ARGON2ID,
    version: VERSION_0X13,
    memoryCost: COST.memoryKiB,
    timeCost: COST.iterations,
    parallelism: COST.parallelism,
    salt: randomBytes(SALT_BYTES),
    outputLen: KEY_BYTES,
  });
}

/**
 * Whether a PIN is the one that was hashed; compared in constant time by the library.
 * @throws LightboxError STORE_CORRUPT when what is stored is no hash of argon2id at our cost: another one could
 * take any time and memory.
 */
export async function isPin(pin: string, stored: string): Promise<boolean> {
  if (!isOurHash(stored)) {
    throw new LightboxError('STORE_CORRUPT', 'The stored hash of the PIN is damaged. Set the PIN anew.');
  }
  return verify(stored, pin);
}

function isOurHash(stored: string): boolean {
  try {
    const { algorithm, version, memoryCost, timeCost, parallelism } = parseOptions(stored);
    return (
      algorithm === ARGON2ID &&
      version === VERSION_0X13 &&
      memoryCost === COST.memoryKiB &&
      timeCost === COST.iterations &&
      parallelism === COST.parallelism
    );
  } catch {
    return false;
  }
}
