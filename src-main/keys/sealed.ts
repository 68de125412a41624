import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { ReaderAllocation } from '../../src-core/study/allocation.ts';
import { publicKeySchema } from '../../src-core/study/archive-manifest.ts';
import type { Sha256Hex } from '../../src-core/study/audit-chain.ts';
import {
  adjudicationHeader,
  adjudicationText,
  readAdjudication,
  readTruth,
  type SealedAdjudication,
  type SealedTruth,
  sealedHeader,
  sealedTruthSchema,
  type Truth,
  truthText,
} from '../../src-core/study/sealed-truth.ts';
import { type Sealing, sealText, unsealText } from './passphrase.ts';
import { type SigningKey, signingKeyFrom } from './signing.ts';

export interface TruthToSeal {
  readonly studyId: string;
  readonly protocolHash: string;
  /** Canonical JSON of the frozen protocol. */
  readonly protocolContent: string;
  readonly allocations: readonly ReaderAllocation[];
}

/**
 * Seals protocol and allocations of a study under the coordinator's passphrase.
 * @throws LightboxError BAD_INPUT for a passphrase that is too short or too long.
 */
export async function sealTruth(
  { studyId, protocolHash, protocolContent, allocations }: TruthToSeal,
  passphrase: string,
): Promise<SealedTruth> {
  const about = { kind: 'lightbox-sealed-truth', formatVersion: 1, studyId, protocolHash } as const;
  const text = truthText(protocolContent, allocations);
  const sealed = await sealText(text, passphrase, (sealing) => sealedHeader({ ...about, ...sealing }));
  return { ...about, ...sealed };
}

/**
 * @param stored as it was read.
 * @param studyId of the study that it is asked for.
 * @throws LightboxError STORE_CORRUPT when it is no sealed truth, or another study's; UNSEALING_FAILED when the
 * passphrase is wrong, or anything of it was altered; CHAIN_BROKEN when what was sealed is of another protocol.
 */
export async function unsealTruth(
  stored: unknown,
  studyId: string,
  passphrase: string,
  sha256Hex: Sha256Hex,
): Promise<Truth> {
  const sealed = parsed(sealedTruthSchema, stored, 'sealed truth');
  if (sealed.studyId !== studyId) {
    throw new LightboxError('STORE_CORRUPT', 'The sealed truth is of another study.', {
      studyId: sealed.studyId,
    });
  }
  const text = await unsealText(sealed, passphrase, () => sealedHeader(sealed));
  return readTruth(text, sealed.protocolHash, sha256Hex);
}

/** The same truth under another passphrase. @throws LightboxError UNSEALING_FAILED, BAD_INPUT */
export async function resealTruth(sealed: SealedTruth, old: string, next: string): Promise<SealedTruth> {
  const { kind, formatVersion, studyId, protocolHash } = sealed;
  const about = { kind, formatVersion, studyId, protocolHash };
  const text = await unsealText(sealed, old, () => sealedHeader(sealed));
  return { ...about, ...(await sealText(text, next, (sealing) => sealedHeader({ ...about, ...sealing }))) };
}

/** As `resealTruth`, of an adjudication. */
export async function resealAdjudication(
  sealed: SealedAdjudication,
  old: string,
  next: string,
): Promise<SealedAdjudication> {
  const { kind, formatVersion, studyId, protocolHash, phase } = sealed;
  const about = { kind, formatVersion, studyId, protocolHash, phase };
  const text = await unsealText(sealed, old, () => adjudicationHeader(sealed));
  return {
    ...about,
    ...(await sealText(text, next, (sealing) => adjudicationHeader({ ...about, ...sealing }))),
  };
}

/** Seals the orders of an adjudication. @throws LightboxError as `sealTruth` */
export async function sealAdjudication(
  { studyId, protocolHash }: Pick<TruthToSeal, 'studyId' | 'protocolHash'>,
  phase: string,
  sessions: readonly ReaderAllocation[],
  passphrase: string,
): Promise<SealedAdjudication> {
  const about = {
    kind: 'lightbox-sealed-adjudication',
    formatVersion: 1,
    studyId,
    protocolHash,
    phase,
  } as const;
  const parts = await sealText(adjudicationText(sessions), passphrase, (sealing) =>
    adjudicationHeader({ ...about, ...sealing }),
  );
  return { ...about, ...parts };
}

/** @throws LightboxError STORE_CORRUPT, UNSEALING_FAILED */
export async function unsealAdjudication(
  sealed: SealedAdjudication,
  passphrase: string,
): Promise<readonly ReaderAllocation[]> {
  return readAdjudication(await unsealText(sealed, passphrase, () => adjudicationHeader(sealed)));
}

const { kdf, cipher, sealed } = sealedTruthSchema.unwrap().shape;

/** A private key at rest: its PKCS#8 bytes under a passphrase, bound to the public key that stands beside. */
const sealedKeySchema = z
  .strictObject({
    kind: z.literal('lightbox-sealed-key'),
    formatVersion: z.literal(1),
    publicKey: publicKeySchema,
    kdf,
    cipher,
    sealed,
  })
  .readonly();
export type SealedKey = z.infer<typeof sealedKeySchema>;

const keyHeader = (publicKey: string, sealing: Sealing): string =>
  canonicalJson({ kind: 'lightbox-sealed-key', formatVersion: 1, publicKey, ...sealing });

/** @throws LightboxError BAD_INPUT for a passphrase that is too short or too long. */
export async function sealKey({ publicKey, privateKey }: SigningKey, passphrase: string): Promise<SealedKey> {
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const parts = await sealText(pkcs8, passphrase, (sealing) => keyHeader(publicKey, sealing));
  return { kind: 'lightbox-sealed-key', formatVersion: 1, publicKey, ...parts };
}

/** @throws LightboxError STORE_CORRUPT when it is no sealed key; UNSEALING_FAILED as `unsealTruth`. */
export async function unsealKey(stored: unknown, passphrase: string): Promise<SigningKey> {
  const key = parsed(sealedKeySchema, stored, 'sealed key');
  const pkcs8 = await unsealText(key, passphrase, (sealing) => keyHeader(key.publicKey, sealing));
  return signingKeyFrom(Buffer.from(pkcs8, 'base64'));
}

function parsed<Schema extends z.ZodType>(schema: Schema, stored: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(stored);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join('.') ?? '';
  throw new LightboxError('STORE_CORRUPT', `The ${what} does not fit at "${field}".`, { field });
}
