import { z } from 'zod';
import type { ReaderCaseId } from '../base/ids.ts';
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
  signedManifest,
  type VerifySignature,
} from './archive-manifest.ts';
import type { ChainRow } from './audit-chain.ts';
import { plannedFilms, plannedTrials, type ReaderPlan, readerPlanSchema } from './reader-plan.ts';
import { chainRowSchema, EVENTS_NAME } from './readings-format.ts';

/**
 * A `.lightbox` package: all that one reader needs at another workstation, and no truth. Members, stored
 * uncompressed and in the order of their names:
 *
 * - `manifest.json`: canonical JSON of the manifest; `manifest.sig`: the coordinator's signature of it, base64;
 * - `plan.json`: canonical JSON of the reader's plan (reader-plan.ts);
 * - `texts.json`: by reader case id, the texts, where a stage of the plan shows them;
 * - `events.json`: where the coordinator let the reader go on, the reader's own chain with that row, so that it goes on
 *   from there; in no other package;
 * - `films/<reader film id>.raw`: grey values, one byte a pixel, all of one length.
 */
export const PACKAGE_FORMAT_VERSION = 1;
export const PLAN_NAME = 'plan.json';
export const TEXTS_NAME = 'texts.json';
export const filmName = (readerFilmId: string): string => `films/${readerFilmId}.raw`;

export const packageManifestSchema = z
  .strictObject({
    kind: z.literal('lightbox-package'),
    formatVersion: z.literal(PACKAGE_FORMAT_VERSION),
    packageId: archiveIdSchema,
    studyId: archiveIdSchema,
    /** Of the frozen protocol, which is not in the package. */
    protocolHash: sha256Schema,
    reader: z.strictObject({ id: archiveIdSchema, name: z.string().min(1).max(200) }),
    createdAt: z.iso.datetime(),
    createdWith: z.strictObject({ product: z.string().min(1), version: z.string().min(1) }),
    members: z.array(memberSchema).min(1),
    coordinatorKey: publicKeySchema,
  })
  .readonly();
export type PackageManifest = z.infer<typeof packageManifestSchema>;

const textsSchema = z.record(z.string().min(1).max(100), z.string().min(1).max(4000));
export type PackageTexts = Readonly<Record<ReaderCaseId, string>>;

/** An archive as it was read, without the bytes of its films. */
export interface ReadPackage {
  readonly manifest: string;
  readonly signature: string;
  readonly plan: string;
  /** Null where the archive has no texts. */
  readonly texts: string | null;
  /** Null where the archive has no chain. */
  readonly events?: string | null;
  /** Every member but the manifest and its signature, hashed as it was read. */
  readonly members: readonly Member[];
}

export interface OpenedPackage {
  readonly manifest: PackageManifest;
  readonly plan: ReaderPlan;
  readonly texts: PackageTexts;
  /** The reader's chain as the coordinator holds it; empty in most packages. */
  readonly rows: readonly ChainRow[];
}

/**
 * Verifies a package as a whole and reads it.
 *
 * @param trustedKey the coordinator's key where this workstation knows it already; null: the manifest's own, to be
 * shown to the reader and remembered.
 * @throws LightboxError FILE_CORRUPT with `details.member` naming what was altered, is missing or is too much;
 * FILE_UNSUPPORTED for a later format.
 */
export function openPackage(
  archive: ReadPackage,
  verify: VerifySignature,
  trustedKey: string | null = null,
): OpenedPackage {
  const manifest = parseMember(
    MANIFEST_NAME,
    archive.manifest,
    packageManifestSchema,
    PACKAGE_FORMAT_VERSION,
  );
  const signed = signedManifest('lightbox-package', PACKAGE_FORMAT_VERSION, archive.manifest);
  requireSignature(verify, trustedKey ?? manifest.coordinatorKey, signed, archive.signature);
  requireMembers(manifest.members, archive.members);
  const plan = parseMember(PLAN_NAME, archive.plan, readerPlanSchema, 1);
  const texts = parseMember(TEXTS_NAME, archive.texts ?? '{}', textsSchema, 1);
  const rows = parseMember(EVENTS_NAME, archive.events ?? '[]', z.array(chainRowSchema), 1);
  requireContent(manifest, plan, texts);
  return { manifest, plan, texts, rows };
}

/**
 * Checks that a package holds what its plan needs and nothing else: each film once, all of one length, and a text
 * for each case where the plan shows texts. Main calls it on what it packs, too.
 * @throws LightboxError FILE_CORRUPT naming the member.
 */
export function requireContent(manifest: PackageManifest, plan: ReaderPlan, texts: PackageTexts): void {
  const films = new Set([...plannedFilms(plan)].map(filmName));
  const shows = showsTexts(plan);
  const length = plan.matrixSizePx * plan.matrixSizePx;
  for (const { name, bytes } of manifest.members) {
    if (name === PLAN_NAME || name === EVENTS_NAME || (name === TEXTS_NAME && shows)) continue;
    if (!films.delete(name)) throw corrupt(name, 'belongs to no case of the plan');
    if (bytes !== length) throw corrupt(name, `has ${bytes} bytes, not the ${length} of every film`);
  }
  for (const name of films) throw corrupt(name, 'is needed by the plan and missing');
  const wanted = new Set<string>(shows ? plannedTrials(plan).map(({ readerCaseId }) => readerCaseId) : []);
  for (const id of Object.keys(texts)) {
    if (!wanted.delete(id)) throw corrupt(TEXTS_NAME, `holds a text of the case ${id}, which shows none`);
  }
  for (const id of wanted) throw corrupt(TEXTS_NAME, `lacks the text of the case ${id}`);
}

const showsTexts = ({ instrument }: ReaderPlan): boolean =>
  instrument.stages.some((stage) => stage.shows === 'film-and-text');

/** Of the texts that are held for a reader, those that a plan shows: no text is handed out before its phase. */
export function textsOfPlan(plan: ReaderPlan, held: PackageTexts): PackageTexts {
  if (!showsTexts(plan)) return {};
  return Object.fromEntries(
    plannedTrials(plan).flatMap(({ readerCaseId }) => {
      const text = held[readerCaseId];
      return text === undefined ? [] : [[readerCaseId, text]];
    }),
  );
}
