import { z } from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import {
  archiveIdSchema,
  corrupt,
  MANIFEST_NAME,
  type Member,
  memberSchema,
  parseMember,
  publicKeySchema,
  requireMembers,
  requireSignature,
  sha256Schema,
  signatureSchema,
  signedManifest,
  type VerifySignature,
} from './archive-manifest.ts';
import { type ChainRow, chainRow, GENESIS_HASH, type Sha256Hex, verifyChain } from './audit-chain.ts';
import { type SessionEvent, sessionEventSchema } from './session-events.ts';

/**
 * A `.readings` file: what one reader did, back to the coordinator. Members: `manifest.json`, `manifest.sig` (by the
 * reader's key) and `events.json`, a JSON list of the chain's rows. The chain's first row states whose it is; each
 * further row is one event. A later file of the same reader holds the earlier rows and more.
 */
export const READINGS_FORMAT_VERSION = 1;
export const EVENTS_NAME = 'events.json';

export const chainRowSchema = z.strictObject({
  prev: sha256Schema,
  content: z.string().min(2),
  hash: sha256Schema,
});

/** The first row of a reader's chain: it binds the chain to study, protocol, reader and key. */
export const chainHeaderSchema = z.strictObject({
  type: z.literal('readings'),
  formatVersion: z.literal(READINGS_FORMAT_VERSION),
  studyId: archiveIdSchema,
  protocolHash: sha256Schema,
  readerId: archiveIdSchema,
  publicKey: publicKeySchema,
});
export type ChainHeader = Readonly<z.infer<typeof chainHeaderSchema>>;

export const readingsManifestSchema = z
  .strictObject({
    kind: z.literal('lightbox-readings'),
    formatVersion: z.literal(READINGS_FORMAT_VERSION),
    studyId: archiveIdSchema,
    protocolHash: sha256Schema,
    readerId: archiveIdSchema,
    /** The package that was read last. */
    packageId: archiveIdSchema,
    writtenAt: z.iso.datetime(),
    writtenWith: z.strictObject({ product: z.string().min(1), version: z.string().min(1) }),
    /** Rows of the chain and its last hash. */
    length: z.int().min(1),
    head: sha256Schema,
    members: z.array(memberSchema).min(1),
    /** The reader's, as in the chain's first row. */
    publicKey: publicKeySchema,
  })
  .readonly();
export type ReadingsManifest = z.infer<typeof readingsManifestSchema>;

/** The coordinator's receipt: the readings up to `head` were here then. What came before can no longer be altered. */
export const receiptSchema = z
  .strictObject({
    kind: z.literal('lightbox-receipt'),
    formatVersion: z.literal(1),
    studyId: archiveIdSchema,
    readerId: archiveIdSchema,
    length: z.int().min(1),
    head: sha256Schema,
    receivedAt: z.iso.datetime(),
    coordinatorKey: publicKeySchema,
    signature: signatureSchema,
  })
  .readonly();
export type Receipt = z.infer<typeof receiptSchema>;

/** What the signature of a receipt is made of. */
export function signedReceipt(receipt: Omit<Receipt, 'signature'>): string {
  const { kind, formatVersion } = receipt;
  return signedManifest(kind, formatVersion, canonicalJson(receipt));
}

/** A chain's first row. */
export function chainStart(sha256Hex: Sha256Hex, header: ChainHeader): ChainRow {
  return chainRow(sha256Hex, GENESIS_HASH, canonicalJson(header));
}

/** The row of the next event of a chain. */
export function eventRow(sha256Hex: Sha256Hex, last: ChainRow, event: SessionEvent): ChainRow {
  return chainRow(sha256Hex, last.hash, canonicalJson(event));
}

/** A `.readings` archive as it was read. */
export interface ReadReadings {
  readonly manifest: string;
  readonly signature: string;
  readonly events: string;
  readonly members: readonly Member[];
}

export interface OpenedReadings {
  readonly manifest: ReadingsManifest;
  readonly header: ChainHeader;
  readonly rows: readonly ChainRow[];
  readonly events: readonly SessionEvent[];
}

/**
 * Verifies a readings archive by itself: signature, members, chain, events.
 * @throws LightboxError FILE_CORRUPT with `details.member` naming what was altered; FILE_UNSUPPORTED.
 */
export function openReadings(
  archive: ReadReadings,
  sha256Hex: Sha256Hex,
  verify: VerifySignature,
): OpenedReadings {
  const manifest = parseMember(
    MANIFEST_NAME,
    archive.manifest,
    readingsManifestSchema,
    READINGS_FORMAT_VERSION,
  );
  const signed = signedManifest('lightbox-readings', READINGS_FORMAT_VERSION, archive.manifest);
  requireSignature(verify, manifest.publicKey, signed, archive.signature);
  requireMembers(manifest.members, archive.members);
  const rows = parseMember(
    EVENTS_NAME,
    archive.events,
    z.array(chainRowSchema).min(1),
    READINGS_FORMAT_VERSION,
  );
  const verdict = verifyChain(sha256Hex, rows);
  if (!verdict.ok) throw corrupt(EVENTS_NAME, `is broken: ${verdict.message}`);
  if (verdict.head !== manifest.head || verdict.length !== manifest.length) {
    throw corrupt(EVENTS_NAME, 'does not end where the manifest says');
  }
  const { header, events } = readChain(rows);
  const same =
    header.studyId === manifest.studyId &&
    header.protocolHash === manifest.protocolHash &&
    header.readerId === manifest.readerId &&
    header.publicKey === manifest.publicKey;
  if (!same) throw corrupt(EVENTS_NAME, 'is of another study, reader or key than the manifest says');
  return { manifest, header, rows, events };
}

/**
 * The header and the events of a verified chain.
 * @throws LightboxError FILE_CORRUPT naming the row that is none.
 */
export function readChain(rows: readonly ChainRow[]): {
  readonly header: ChainHeader;
  readonly events: readonly SessionEvent[];
} {
  const [first, ...rest] = rows;
  const name = (index: number): string => `${EVENTS_NAME} (row ${index + 1})`;
  return {
    header: parseMember(name(0), first?.content ?? '', chainHeaderSchema, READINGS_FORMAT_VERSION),
    events: rest.map(({ content }, index) =>
      parseMember(name(index + 1), content, sessionEventSchema, READINGS_FORMAT_VERSION),
    ),
  };
}
