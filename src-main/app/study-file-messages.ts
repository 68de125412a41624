import { z } from 'zod';
import { errorPayloadSchema } from '../../src-core/contract/common.ts';
import { archiveIdSchema, publicKeySchema, sha256Schema } from '../../src-core/study/archive-manifest.ts';
import { packageManifestSchema } from '../../src-core/study/package-format.ts';
import { readerPlanSchema } from '../../src-core/study/reader-plan.ts';
import { chainRowSchema, readingsManifestSchema } from '../../src-core/study/readings-format.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');
/** By reader case id. */
const texts = z.record(z.string(), z.string());
/** PKCS#8: the thread belongs to the process that holds the key anyway. */
const signingKey = bytes;
const rows = z.array(chainRowSchema);
const packageAbout = packageManifestSchema
  .unwrap()
  .omit({ kind: true, formatVersion: true, members: true, coordinatorKey: true });
const readingsAbout = readingsManifestSchema.unwrap().pick({
  studyId: true,
  protocolHash: true,
  readerId: true,
  packageId: true,
  writtenAt: true,
  writtenWith: true,
});

export const studyFileRequestSchema = z.discriminatedUnion('type', [
  /** Films are asked for one by one while it goes on: `film-wanted`, answered by `film` or `stop`. */
  z.strictObject({
    type: z.literal('write-package'),
    target: z.string(),
    about: packageAbout,
    plan: readerPlanSchema,
    texts,
    rows,
    signingKey,
  }),
  z.strictObject({ type: z.literal('film'), pixels: bytes }),
  z.strictObject({ type: z.literal('stop'), error: errorPayloadSchema }),
  /** Opens and verifies; what was opened before is closed. */
  z.strictObject({ type: z.literal('open'), path: z.string() }),
  /** A film of the package that is open, by its id there. */
  z.strictObject({ type: z.literal('read-film'), token: z.string(), film: z.string() }),
  /** Judges the readings that are open; `held` are the rows that are here already. */
  z.strictObject({
    type: z.literal('merge'),
    token: z.string(),
    plan: readerPlanSchema.nullable(),
    studyId: archiveIdSchema,
    protocolHash: sha256Schema,
    held: rows,
  }),
  z.strictObject({ type: z.literal('close') }),
  z.strictObject({
    type: z.literal('write-readings'),
    target: z.string(),
    about: readingsAbout,
    rows,
    signingKey,
  }),
]);
export type StudyFileRequest = z.infer<typeof studyFileRequestSchema>;

export const studyFileAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('film-wanted'), film: z.string(), done: z.int(), total: z.int() }),
  z.strictObject({ type: z.literal('written'), sha256: sha256Schema, bytes: z.int() }),
  z.strictObject({
    type: z.literal('package'),
    token: z.string(),
    manifest: packageManifestSchema,
    plan: readerPlanSchema,
    texts,
    rows,
  }),
  z.strictObject({
    type: z.literal('readings'),
    token: z.string(),
    studyId: archiveIdSchema,
    protocolHash: sha256Schema,
    readerId: archiveIdSchema,
    publicKey: publicKeySchema,
    length: z.int(),
    head: sha256Schema,
  }),
  z.strictObject({ type: z.literal('film'), pixels: bytes }),
  /** The whole chain as it is to be held, and how many of its rows are new. */
  z.strictObject({ type: z.literal('merged'), rows, added: z.int() }),
  z.strictObject({ type: z.literal('closed') }),
  z.strictObject({ type: z.literal('failed'), error: errorPayloadSchema }),
]);
export type StudyFileAnswer = z.infer<typeof studyFileAnswerSchema>;
