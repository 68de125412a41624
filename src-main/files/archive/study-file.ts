import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../../src-core/base/canonical-json.ts';
import type { ReaderFilmId } from '../../../src-core/base/ids.ts';
import {
  corrupt,
  MANIFEST_NAME,
  type Member,
  manifestText,
  parseMember,
  publicKeySchema,
  SIGNATURE_NAME,
  type VerifySignature,
} from '../../../src-core/study/archive-manifest.ts';
import type { ChainRow, Sha256Hex } from '../../../src-core/study/audit-chain.ts';
import {
  filmName,
  type OpenedPackage,
  openPackage,
  PACKAGE_FORMAT_VERSION,
  type PackageManifest,
  type PackageTexts,
  PLAN_NAME,
  requireContent,
  TEXTS_NAME,
} from '../../../src-core/study/package-format.ts';
import { plannedFilms, type ReaderPlan } from '../../../src-core/study/reader-plan.ts';
import {
  EVENTS_NAME,
  type OpenedReadings,
  openReadings,
  READINGS_FORMAT_VERSION,
  type ReadingsManifest,
} from '../../../src-core/study/readings-format.ts';
import { openArchive, type ReadArchive } from './read-archive.ts';
import { type ArchiveSource, memberSource, writeArchive } from './write-archive.ts';

/** Who signs what is packed: Ed25519 over the UTF-8 bytes of a text, base64. */
export interface Signer {
  readonly publicKey: string;
  sign(text: string): string;
}

export interface PackageContent {
  readonly about: Omit<PackageManifest, 'kind' | 'formatVersion' | 'members' | 'coordinatorKey'>;
  readonly plan: ReaderPlan;
  readonly texts: PackageTexts;
  /** The reader's chain, where the coordinator let the reader go on in it. */
  readonly rows?: readonly ChainRow[];
  /** The grey values of a film, one byte a pixel; asked for once, when its turn comes. */
  readonly film: (id: ReaderFilmId) => Promise<Uint8Array>;
}

/**
 * Packs what one reader needs into a `.lightbox` file, whole or not at all. One film at a time is in memory.
 *
 * @throws LightboxError FILE_CORRUPT when the content is not what the plan needs, naming the member; DISK_FULL,
 * FILE_UNWRITABLE; what `film` throws.
 */
export async function writePackageFile(
  target: string,
  { about, plan, texts, rows = [], film }: PackageContent,
  signer: Signer,
): Promise<void> {
  const members: Member[] = [];
  const add = (name: string, content: Uint8Array): Uint8Array => {
    members.push(memberOf(name, content));
    return content;
  };
  const written = [
    [PLAN_NAME, bytesOf(canonicalJson(plan))],
    ...(Object.keys(texts).length > 0 ? [[TEXTS_NAME, bytesOf(canonicalJson(texts))] as const] : []),
    ...(rows.length > 0 ? [[EVENTS_NAME, chainBytes(rows)] as const] : []),
  ] as const;
  for (const [name, content] of written) add(name, content);
  await writeArchive(target, [
    ...[...plannedFilms(plan)].map((id) =>
      memberSource(filmName(id), async () => add(filmName(id), await film(id))),
    ),
    ...written.map(([name, content]) => memberSource(name, () => content)),
    // "films/" comes before "manifest" in the alphabet: by now every film is hashed.
    ...signed(signer, () => {
      const manifest: PackageManifest = {
        ...about,
        kind: 'lightbox-package',
        formatVersion: PACKAGE_FORMAT_VERSION,
        members,
        coordinatorKey: signer.publicKey,
      };
      requireContent(manifest, plan, texts);
      return manifestText<PackageManifest>(manifest);
    }),
  ]);
}

export interface ReadingsContent {
  readonly about: Pick<
    ReadingsManifest,
    'studyId' | 'protocolHash' | 'readerId' | 'packageId' | 'writtenAt' | 'writtenWith'
  >;
  /** The whole chain, at least its first row. */
  readonly rows: readonly [ChainRow, ...ChainRow[]];
}

/**
 * Packs what a reader did into a `.readings` file, whole or not at all.
 * @throws LightboxError DISK_FULL, FILE_UNWRITABLE.
 */
export async function writeReadingsFile(
  target: string,
  { about, rows }: ReadingsContent,
  signer: Signer,
): Promise<void> {
  const content = chainBytes(rows);
  const manifest: ReadingsManifest = {
    ...about,
    kind: 'lightbox-readings',
    formatVersion: READINGS_FORMAT_VERSION,
    length: rows.length,
    head: (rows.at(-1) ?? rows[0]).hash,
    members: [memberOf(EVENTS_NAME, content)],
    publicKey: signer.publicKey,
  };
  await writeArchive(target, [
    memberSource(EVENTS_NAME, () => content),
    ...signed(signer, () => manifestText<ReadingsManifest>(manifest)),
  ]);
}

/** Manifest and signature; `make` runs when everything before them in the alphabet is packed. */
function signed(
  signer: Signer,
  make: () => { readonly text: string; readonly signed: string },
): ArchiveSource[] {
  let signature = '';
  return [
    memberSource(MANIFEST_NAME, () => {
      const { text, signed: toSign } = make();
      signature = signer.sign(toSign);
      return bytesOf(text);
    }),
    memberSource(SIGNATURE_NAME, () => bytesOf(signature)),
  ];
}

interface StudyFile {
  /** Of all members, manifest and signature included. */
  readonly members: readonly Member[];
  close(): Promise<void>;
}

export interface PackageFile extends OpenedPackage, StudyFile {
  readonly kind: 'package';
  /** The grey values of a film, hashed again. @throws LightboxError FILE_CORRUPT, NOT_FOUND. */
  film(id: ReaderFilmId): Promise<Uint8Array>;
}

export interface ReadingsFile extends OpenedReadings, StudyFile {
  readonly kind: 'readings';
}

const headSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('lightbox-package'), coordinatorKey: publicKeySchema }),
  z.looseObject({ kind: z.literal('lightbox-readings'), publicKey: publicKeySchema }),
]);

/**
 * Opens a `.lightbox` or `.readings` file and verifies all of it: names, sizes, hashes, signature, content, chain, and
 * that no byte is in it that is not accounted for. Close it after use.
 *
 * @param trustedKey of whom it must come from: the coordinator's for a package, the reader's for readings; null: the
 * key that it names itself, which proves that it is whole and not whom it is from.
 * @throws LightboxError as `openArchive`; FILE_CORRUPT with `details.member` naming what was altered, or without where
 * it is none of the members; FILE_UNSUPPORTED for a later format.
 */
export async function openStudyFile(
  filePath: string,
  { verify, sha256Hex }: { readonly verify: VerifySignature; readonly sha256Hex: Sha256Hex },
  trustedKey: string | null = null,
): Promise<PackageFile | ReadingsFile> {
  const archive = await openArchive(filePath);
  try {
    const opened = verified(archive, verify, sha256Hex, trustedKey);
    await archive.requireExact();
    return opened;
  } catch (error) {
    await archive.close();
    throw error;
  }
}

function verified(
  archive: ReadArchive,
  verify: VerifySignature,
  sha256Hex: Sha256Hex,
  trustedKey: string | null,
): PackageFile | ReadingsFile {
  const manifest = archive.text(MANIFEST_NAME);
  const signature = archive.text(SIGNATURE_NAME);
  const head = parseMember(MANIFEST_NAME, manifest, headSchema, 1);
  const key = head.kind === 'lightbox-package' ? head.coordinatorKey : head.publicKey;
  if (trustedKey !== null && key !== trustedKey) {
    throw corrupt(MANIFEST_NAME, 'is signed by another key than the trusted one: it is from somebody else');
  }
  const members = archive.members.filter(({ name }) => name !== MANIFEST_NAME && name !== SIGNATURE_NAME);
  const common = { members: archive.members, close: archive.close };
  if (head.kind === 'lightbox-readings') {
    const events = archive.text(EVENTS_NAME);
    return {
      kind: 'readings',
      ...common,
      ...openReadings({ manifest, signature, events, members }, sha256Hex, verify),
    };
  }
  const plan = archive.text(PLAN_NAME);
  const textOf = (name: string): string | null =>
    members.some((member) => member.name === name) ? archive.text(name) : null;
  const [texts, events] = [textOf(TEXTS_NAME), textOf(EVENTS_NAME)];
  return {
    kind: 'package',
    ...common,
    ...openPackage({ manifest, signature, plan, texts, events, members }, verify, trustedKey),
    film: (id) => archive.bytes(filmName(id)),
  };
}

function memberOf(name: string, content: Uint8Array): Member {
  return { name, sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
}

const chainBytes = (rows: readonly ChainRow[]): Uint8Array =>
  bytesOf(canonicalJson(rows.map(({ prev, content, hash }) => ({ prev, content, hash }))));

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');
