import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LightboxError } from '../../src-core/base/errors.ts';
import { freezeProtocol } from '../../src-core/study/protocol-freeze.ts';
import type { SealedTruth } from '../../src-core/study/sealed-truth.ts';
import { allocationsOf } from '../../src-core/study/test-protocols.ts';
import { refusalOf, TEST_PROTOCOL } from '../../src-core/study/test-study.ts';
import { sha256Hex } from '../store/sha256.ts';
import { hashPin, isPin, sealText, unsealText } from './passphrase.ts';
import { type SealedKey, sealKey, sealTruth, unsealKey, unsealTruth } from './sealed.ts';
import {
  createSigningKey,
  fingerprint,
  publicKeyFromPem,
  publicKeyPem,
  requireReceipt,
  signingKeyFrom,
  signReceipt,
  verifySignature,
} from './signing.ts';

/** RFC 8032, section 7.1, tests 1 and 2: secret key, public key, message and signature, in hexadecimal. */
const RFC_8032 = [
  {
    secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
];
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
/** The header that PKCS#8 puts before an Ed25519 key (RFC 8410, section 7). */
const PKCS8 = '302e020100300506032b657004220420';

async function rejectionOf(promise: Promise<unknown>): Promise<LightboxError> {
  const settled = await promise.then(
    () => () => null,
    (error: unknown) => () => {
      throw error;
    },
  );
  return refusalOf(settled);
}

describe('signatures', () => {
  it.each(RFC_8032)('are those of RFC 8032 for the message "$message"', (vector) => {
    const key = signingKeyFrom(Buffer.from(PKCS8 + vector.secret, 'hex'));
    const message = Buffer.from(vector.message, 'hex').toString('utf8');
    expect(key.publicKey).toBe(base64(vector.publicKey));
    expect(key.sign(message)).toBe(base64(vector.signature));
    expect(verifySignature(key.publicKey, message, base64(vector.signature))).toBe(true);
  });

  it('fit their own key and text alone, whichever character is altered', () => {
    const key = createSigningKey();
    const text = 'lightbox-package-1\n{"reader":"Ödegård"}';
    const signature = key.sign(text);
    expect(verifySignature(key.publicKey, text, signature)).toBe(true);
    expect(verifySignature(createSigningKey().publicKey, text, signature)).toBe(false);
    const other = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=');
    const altered = (original: string) =>
      fc
        .tuple(fc.nat(original.length - 1), other)
        .map(([at, character]) => original.slice(0, at) + character + original.slice(at + 1))
        .filter((changed) => changed !== original);
    // The last character before the padding has spare bits, which would decode to the same signature.
    fc.assert(
      fc.property(altered(signature), altered(key.publicKey), altered(text), (one, two, three) => {
        expect(verifySignature(key.publicKey, text, one)).toBe(false);
        expect(verifySignature(two, text, signature)).toBe(false);
        expect(verifySignature(key.publicKey, three, signature)).toBe(false);
      }),
    );
    for (const end of 'BCDEFGHIJKLMNOPQRSTUVWXYZ') {
      const spare = `${signature.slice(0, -3)}${end}==`;
      expect(verifySignature(key.publicKey, text, spare)).toBe(spare === signature);
    }
  });

  it('keep a public key through PEM, and refuse what is none', () => {
    const { publicKey, privateKey } = createSigningKey();
    expect(publicKeyFromPem(publicKeyPem(publicKey))).toBe(publicKey);
    expect(fingerprint(publicKey)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
    const secret = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const other = generateKeyPairSync('x25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
    for (const pem of [secret, other, 'no key', '']) {
      expect(refusalOf(() => publicKeyFromPem(pem)).code).toBe('BAD_INPUT');
    }
    expect(refusalOf(() => publicKeyFromPem(secret)).message).toContain('private');
  });

  it('of a receipt hold for what it states, by the coordinator', () => {
    const coordinator = createSigningKey();
    const receipt = signReceipt(
      {
        kind: 'lightbox-receipt',
        formatVersion: 1,
        studyId: 'study-1',
        readerId: 'reader-a',
        length: 12,
        head: sha256Hex('head'),
        receivedAt: '2026-11-24T12:00:00.000Z',
      },
      coordinator,
    );
    requireReceipt(receipt, coordinator.publicKey);
    const refused = [
      () => requireReceipt({ ...receipt, length: 11 }, coordinator.publicKey),
      () => requireReceipt({ ...receipt, head: sha256Hex('other') }, coordinator.publicKey),
      () => requireReceipt(receipt, createSigningKey().publicKey),
    ];
    for (const run of refused) expect(refusalOf(run).code).toBe('FILE_CORRUPT');
  });
});

const PASSPHRASE = 'correct horse battery staple';
const FROZEN = freezeProtocol(TEST_PROTOCOL, sha256Hex);
const ALLOCATIONS = allocationsOf(TEST_PROTOCOL);

describe('sealed truth', () => {
  let sealed: SealedTruth;
  beforeAll(async () => {
    sealed = await sealTruth(
      {
        studyId: 'study-1',
        protocolHash: FROZEN.hash,
        protocolContent: FROZEN.content,
        allocations: ALLOCATIONS,
      },
      PASSPHRASE,
    );
  });
  const unseal = (stored: unknown, passphrase = PASSPHRASE) =>
    unsealTruth(stored, 'study-1', passphrase, sha256Hex);

  it('opens with its passphrase as what was sealed, and holds none of it in the clear', async () => {
    const truth = await unseal(JSON.parse(JSON.stringify(sealed)));
    expect(truth.protocol).toEqual(TEST_PROTOCOL);
    expect(truth.allocations).toEqual(ALLOCATIONS);
    const stored = JSON.stringify(sealed) + Buffer.from(sealed.sealed, 'base64').toString('latin1');
    for (const word of ['real-1', 'synthetic', 'seed', 'case-', 'Pilot']) expect(stored).not.toContain(word);
  });

  it('refuses another passphrase', async () => {
    for (const wrong of ['', 'Correct horse battery staple', `${PASSPHRASE} `]) {
      expect((await rejectionOf(unseal(sealed, wrong))).code).toBe('UNSEALING_FAILED');
    }
  });

  it('refuses an altered header and another study, each field by itself', async () => {
    const { kdf, cipher } = sealed;
    const altered: unknown[] = [
      { ...sealed, protocolHash: sha256Hex('other') },
      { ...sealed, kdf: { ...kdf, iterations: kdf.iterations - 1 } },
      { ...sealed, kdf: { ...kdf, parallelism: 1 } },
      { ...sealed, kdf: { ...kdf, salt: Buffer.alloc(16).toString('base64') } },
      { ...sealed, cipher: { ...cipher, nonce: Buffer.alloc(12).toString('base64') } },
    ];
    for (const one of altered) expect((await rejectionOf(unseal(one))).code).toBe('UNSEALING_FAILED');
    const damaged: unknown[] = [
      { ...sealed, studyId: 'study-2' },
      { ...sealed, kdf: { ...kdf, memoryKiB: 8 } },
      { ...sealed, kind: 'lightbox-sealed-key' },
      { ...sealed, more: 1 },
      null,
    ];
    for (const one of damaged) expect((await rejectionOf(unseal(one))).code).toBe('STORE_CORRUPT');
    // Whole, but of a study whose header was altered before it was sealed.
    const other = await sealTruth(
      { studyId: 'study-1', protocolHash: sha256Hex('x'), protocolContent: FROZEN.content, allocations: [] },
      PASSPHRASE,
    );
    expect((await rejectionOf(unseal(other))).code).toBe('CHAIN_BROKEN');
  });

  it('refuses an altered text, wherever a bit is flipped or its end is cut', async () => {
    const bytes = Buffer.from(sealed.sealed, 'base64');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        const error = await rejectionOf(unseal({ ...sealed, sealed: flipped.toString('base64') }));
        expect(error.code).toBe('UNSEALING_FAILED');
      }),
      { numRuns: 12 },
    );
    const cut = bytes.subarray(0, -1).toString('base64');
    expect((await rejectionOf(unseal({ ...sealed, sealed: cut }))).code).toBe('UNSEALING_FAILED');
  });
});

describe('a passphrase', () => {
  it('seals any text under any header, and twice the same never to the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        async (text, head) => {
          const header = (): string => head;
          const sealed = await sealText(text, PASSPHRASE, header);
          expect(await unsealText(sealed, PASSPHRASE, header)).toBe(text);
          expect((await rejectionOf(unsealText(sealed, PASSPHRASE, () => `${head}x`))).code).toBe(
            'UNSEALING_FAILED',
          );
        },
      ),
      { numRuns: 5 },
    );
    const [one, two] = [await sealText('a', PASSPHRASE, () => ''), await sealText('a', PASSPHRASE, () => '')];
    expect(new Set([one.sealed, two.sealed, one.kdf.salt, two.kdf.salt]).size).toBe(4);
    expect(one.cipher.nonce).not.toBe(two.cipher.nonce);
  });

  it('is the same however its accents were composed, and has twelve characters or more', async () => {
    const sealed = await sealText('text', 'Lungenödem links', () => '');
    expect(await unsealText(sealed, 'Lungeno\u0308dem links', () => '')).toBe('text');
    expect((await rejectionOf(sealText('text', 'elf Zeichen', () => ''))).code).toBe('BAD_INPUT');
  });

  it('keeps a private key, bound to its public key', async () => {
    const key = createSigningKey();
    const sealed: SealedKey = await sealKey(key, PASSPHRASE);
    const opened = await unsealKey(JSON.parse(JSON.stringify(sealed)), PASSPHRASE);
    expect(opened.publicKey).toBe(key.publicKey);
    expect(verifySignature(key.publicKey, 'text', opened.sign('text'))).toBe(true);
    const other = { ...sealed, publicKey: createSigningKey().publicKey };
    expect((await rejectionOf(unsealKey(other, PASSPHRASE))).code).toBe('UNSEALING_FAILED');
    expect((await rejectionOf(unsealKey(sealed, 'another passphrase'))).code).toBe('UNSEALING_FAILED');
    expect((await rejectionOf(unsealKey({}, PASSPHRASE))).code).toBe('STORE_CORRUPT');
    expect(refusalOf(() => signingKeyFrom(Buffer.from('no key'))).code).toBe('STORE_CORRUPT');
  });
});

describe('a PIN', () => {
  it('is known again, under a salt of its own, at the stated cost', async () => {
    const [one, two] = [await hashPin('204060'), await hashPin('204060')];
    // Parameters of RFC 9106, section 4, the second recommended option.
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$/);
    expect(one).not.toBe(two);
    expect(await isPin('204060', one)).toBe(true);
    expect(await isPin('204061', one)).toBe(false);
    expect(await isPin('', one)).toBe(false);
  });

  it('has six to twelve digits', async () => {
    for (const pin of ['', '12345', '1234567890123', '12345a', '１２３４５６']) {
      expect((await rejectionOf(hashPin(pin))).code).toBe('BAD_INPUT');
    }
  });

  it('is not compared with a hash of another cost', async () => {
    const cheap = '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b9dWQ';
    for (const stored of [cheap, '', 'secret']) {
      expect((await rejectionOf(isPin('204060', stored))).code).toBe('STORE_CORRUPT');
    }
  });
});
