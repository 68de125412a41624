import { z } from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import { LightboxError } from '../base/errors.ts';
import type { CaseId, ReaderCaseId, ReaderFilmId } from '../base/ids.ts';
import { type ReaderAllocation, TRIAL_KINDS } from './allocation.ts';
import { archiveIdSchema, sha256Schema } from './archive-manifest.ts';
import type { Sha256Hex } from './audit-chain.ts';
import type { Protocol } from './protocol.ts';
import { thawProtocol } from './protocol-freeze.ts';

const base64Schema = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64');

/**
 * Truth and allocation under the coordinator's passphrase. The key is argon2id of the passphrase, the cipher
 * AES-256-GCM over the UTF-8 bytes of `truthText`, with `sealedHeader` as associated data, so that neither header nor
 * content can be exchanged. The least costs are OWASP's (Password Storage Cheat Sheet, 2024).
 */
export const sealedTruthSchema = z
  .strictObject({
    kind: z.literal('lightbox-sealed-truth'),
    formatVersion: z.literal(1),
    studyId: archiveIdSchema,
    protocolHash: sha256Schema,
    kdf: z.strictObject({
      name: z.literal('argon2id'),
      /** Of the algorithm, 0x13. */
      version: z.literal(19),
      memoryKiB: z.int().min(19_456).max(4_194_304),
      iterations: z.int().min(2).max(100),
      parallelism: z.int().min(1).max(16),
      /** 16 bytes or more, base64. */
      salt: base64Schema.min(24),
    }),
    cipher: z.strictObject({
      name: z.literal('aes-256-gcm'),
      /** 12 bytes, base64; never used twice with one key. */
      nonce: base64Schema.length(16),
    }),
    /** Ciphertext followed by the 16 bytes of the tag, base64. */
    sealed: base64Schema.min(24),
  })
  .readonly();
export type SealedTruth = z.infer<typeof sealedTruthSchema>;

/** The associated data of the cipher: everything but what is sealed. */
export function sealedHeader({
  kind,
  formatVersion,
  studyId,
  protocolHash,
  kdf,
  cipher,
}: Omit<SealedTruth, 'sealed'>): string {
  return canonicalJson({ kind, formatVersion, studyId, protocolHash, kdf, cipher });
}

const { kdf, cipher, sealed, studyId, protocolHash } = sealedTruthSchema.unwrap().shape;

/** The readers' orders of one adjudication, which is drawn after the truth was sealed: under the same passphrase. */
export const sealedAdjudicationSchema = z
  .strictObject({
    kind: z.literal('lightbox-sealed-adjudication'),
    formatVersion: z.literal(1),
    studyId,
    protocolHash,
    phase: z.string().min(1).max(100),
    kdf,
    cipher,
    sealed,
  })
  .readonly();
export type SealedAdjudication = z.infer<typeof sealedAdjudicationSchema>;

/** As `sealedHeader`. */
export function adjudicationHeader({
  sealed: _sealed,
  ...header
}: Omit<SealedAdjudication, 'sealed'> & { readonly sealed?: string }): string {
  return canonicalJson(header);
}

const branded = <T extends string>() =>
  z
    .string()
    .min(1)
    .max(100)
    .transform((id) => id as T);

const trialSchema = z.strictObject({
  readerCaseId: branded<ReaderCaseId>(),
  unitId: z.string().min(1).max(100),
  kind: z.enum(TRIAL_KINDS),
  films: z.array(z.strictObject({ readerFilmId: branded<ReaderFilmId>(), caseId: branded<CaseId>() })).min(1),
  repeatOf: branded<ReaderCaseId>().nullable(),
});

const allocationSchema = z.strictObject({
  readerId: z.string().min(1).max(100),
  sessions: z.array(
    z.strictObject({
      number: z.int().min(1),
      phase: z.string().min(1).max(100),
      training: z.array(trialSchema),
      trials: z.array(trialSchema),
    }),
  ),
});

const adjudicationSchema = z.array(allocationSchema);

/** What is sealed of an adjudication: a session more of each of its readers. */
export function adjudicationText(sessions: readonly ReaderAllocation[]): string {
  const plain: z.input<typeof adjudicationSchema> = JSON.parse(JSON.stringify(sessions));
  return canonicalJson(plain);
}

/** @throws LightboxError STORE_CORRUPT when it is no adjudication. */
export function readAdjudication(text: string): readonly ReaderAllocation[] {
  return parsedText(adjudicationSchema, text, 'sealed adjudication');
}

/** The orders with the adjudications' sessions at their ends. */
export function withAdjudications(
  allocations: readonly ReaderAllocation[],
  adjudications: readonly (readonly ReaderAllocation[])[],
): ReaderAllocation[] {
  return allocations.map(({ readerId, sessions }) => ({
    readerId,
    sessions: [
      ...sessions,
      ...adjudications
        .flat()
        .filter((added) => added.readerId === readerId)
        .flatMap((added) => added.sessions),
    ],
  }));
}

const truthSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** Canonical JSON of the frozen protocol, which the protocol's hash is of. */
  protocol: z.string().min(2),
  allocations: z.array(allocationSchema),
});

export interface Truth {
  readonly protocol: Protocol;
  readonly allocations: readonly ReaderAllocation[];
}

/** What is sealed: the frozen protocol as it was hashed, with its seed and its cases' truth, and all allocations. */
export function truthText(protocolContent: string, allocations: readonly ReaderAllocation[]): string {
  const plain: z.input<typeof truthSchema> = JSON.parse(
    JSON.stringify({ formatVersion: 1, protocol: protocolContent, allocations }),
  );
  return canonicalJson(plain);
}

/**
 * Reads unsealed truth and proves that it belongs to the study.
 * @throws LightboxError STORE_CORRUPT when it is no truth, CHAIN_BROKEN when it is of another protocol.
 */
export function readTruth(text: string, hash: string, sha256Hex: Sha256Hex): Truth {
  const { protocol, allocations } = parsedText(truthSchema, text, 'sealed truth');
  return { protocol: thawProtocol(protocol, hash, sha256Hex), allocations };
}

function parsedText<Schema extends z.ZodType>(schema: Schema, text: string, what: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LightboxError('STORE_CORRUPT', `The ${what} of the study is no JSON.`, {}, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new LightboxError('STORE_CORRUPT', `The ${what} of the study does not fit at "${field}".`, {
    field,
  });
}
