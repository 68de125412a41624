import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { LightboxError } from '../../src-core/base/errors.ts';
import {
  publicKeySchema,
  requireSignature,
  type VerifySignature,
} from '../../src-core/study/archive-manifest.ts';
import { type Receipt, signedReceipt } from '../../src-core/study/readings-format.ts';

/** Ed25519 (RFC 8032) of node:crypto. A public key travels as base64 of its 32 bytes, a signature of its 64. */
export interface SigningKey {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
  /** Signs the UTF-8 bytes of a text. */
  sign(text: string): string;
}

/** A new key pair, as an installation draws one for its coordinator and one for each reader. */
export function createSigningKey(): SigningKey {
  return signingKey(generateKeyPairSync('ed25519').privateKey);
}

/**
 * The key pair of a private key's PKCS#8 bytes.
 * @throws LightboxError STORE_CORRUPT when they are no Ed25519 key.
 */
export function signingKeyFrom(pkcs8: Uint8Array): SigningKey {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw new LightboxError('STORE_CORRUPT', 'The stored private key is damaged.', {}, { cause });
  }
  return signingKey(key);
}

function signingKey(privateKey: KeyObject): SigningKey {
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    throw new LightboxError('STORE_CORRUPT', 'The stored private key is none of Ed25519.');
  }
  return {
    publicKey: rawPublicKey(createPublicKey(privateKey)),
    privateKey,
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64'),
  };
}

/**
 * Whether a signature fits. Base64 that is not in its one canonical form fits nothing: its spare bits could be
 * altered unseen.
 */
export const verifySignature: VerifySignature = (publicKey, text, signature) => {
  const bytes = Buffer.from(signature, 'base64');
  const key = Buffer.from(publicKey, 'base64');
  if (bytes.toString('base64') !== signature || key.toString('base64') !== publicKey) return false;
  if (!publicKeySchema.safeParse(publicKey).success) return false;
  try {
    return verify(null, Buffer.from(text, 'utf8'), keyObject(publicKey), bytes);
  } catch {
    return false;
  }
};

/** The coordinator's countersignature of readings as they came in. */
export function signReceipt(
  receipt: Omit<Receipt, 'signature' | 'coordinatorKey'>,
  key: SigningKey,
): Receipt {
  const unsigned = { ...receipt, coordinatorKey: key.publicKey };
  return { ...unsigned, signature: key.sign(signedReceipt(unsigned)) };
}

/** @throws LightboxError FILE_CORRUPT when the receipt was altered, or is of another key than the coordinator's. */
export function requireReceipt({ signature, ...receipt }: Receipt, coordinatorKey: string): void {
  requireSignature(verifySignature, coordinatorKey, signedReceipt(receipt), signature);
}

/** What people compare by voice: the SHA-256 of the 32 bytes, its first 32 hexadecimal digits in groups of four. */
export function fingerprint(publicKey: string): string {
  const hash = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
  return hash.slice(0, 32).replace(/(.{4})(?=.)/g, '$1 ');
}

/** A public key as a PEM file (SubjectPublicKeyInfo, RFC 8410). */
export function publicKeyPem(publicKey: string): string {
  return keyObject(publicKey).export({ format: 'pem', type: 'spki' }).toString();
}

/**
 * The public key of a PEM file.
 * @throws LightboxError BAD_INPUT for anything else, a private key above all.
 */
export function publicKeyFromPem(pem: string): string {
  if (pem.includes('PRIVATE KEY')) {
    throw new LightboxError(
      'BAD_INPUT',
      'This is a private key, which nobody else should hold. Give the public one.',
    );
  }
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch (cause) {
    throw new LightboxError('BAD_INPUT', 'This is no public key in PEM form.', {}, { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new LightboxError(
      'BAD_INPUT',
      `This is a key of ${key.asymmetricKeyType ?? 'another kind'}; Ed25519 is used here.`,
    );
  }
  return rawPublicKey(key);
}

/** The last 32 bytes of SubjectPublicKeyInfo are the key (RFC 8410, section 4). */
function rawPublicKey(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
}

function keyObject(publicKey: string): KeyObject {
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
