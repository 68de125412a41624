import { z } from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import { firstRepeated } from '../base/collections.ts';
import { LightboxError } from '../base/errors.ts';

/** Ed25519 over the UTF-8 bytes of `text`; key and signature are base64 of the raw 32 and 64 bytes. */
export type VerifySignature = (publicKey: string, text: string, signature: string) => boolean;

export const publicKeySchema = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be a public key');
export const signatureSchema = z.string().regex(/^[A-Za-z0-9+/]{86}==$/, 'must be a signature');
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256');
export const archiveIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, 'must be an id');

/** A member as the manifest states it. */
export const memberSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)?\.(json|raw)$/, 'must be a plain name'),
  sha256: sha256Schema,
  bytes: z.int().min(0),
});
export type Member = Readonly<z.infer<typeof memberSchema>>;

/** The manifest lists every other member but its signature, by name, each once. */
export const MANIFEST_NAME = 'manifest.json';
export const SIGNATURE_NAME = 'manifest.sig';

/** What is signed of a manifest: its kind and format before its text, so that no signature fits anything else. */
export function signedManifest(kind: string, formatVersion: number, text: string): string {
  return `${kind}-${formatVersion}\n${text}`;
}

/** Members in the order they are listed and packed: by name, which carries nothing. */
function orderedMembers(members: readonly Member[]): Member[] {
  return [...members].sort((first, second) => (first.name < second.name ? -1 : 1));
}

/** The text of a manifest, and what its signature is made of. */
export function manifestText<
  Manifest extends Readonly<{ kind: string; formatVersion: number; members: readonly Member[] }>,
>(manifest: Manifest): { readonly text: string; readonly signed: string } {
  const text = canonicalJson({ ...manifest, members: orderedMembers(manifest.members) });
  return { text, signed: signedManifest(manifest.kind, manifest.formatVersion, text) };
}

/**
 * Compares what an archive holds with what its manifest states.
 *
 * @param found every member but the manifest and its signature, as it was read.
 * @throws LightboxError FILE_CORRUPT with `details.member` naming the one that was altered, is missing, or is there
 * though the manifest does not list it.
 */
export function requireMembers(listed: readonly Member[], found: readonly Member[]): void {
  const twice =
    firstRepeated([...listed.map(({ name }) => name)]) ?? firstRepeated(found.map(({ name }) => name));
  if (twice !== null) throw corrupt(twice, 'is there twice');
  const held = new Map(found.map((member) => [member.name, member]));
  for (const { name, sha256, bytes } of listed) {
    const member = held.get(name);
    if (member === undefined) throw corrupt(name, 'is missing');
    if (member.sha256 !== sha256 || member.bytes !== bytes) {
      throw corrupt(name, 'was altered: its SHA-256 is not that of the manifest');
    }
    held.delete(name);
  }
  for (const name of held.keys()) throw corrupt(name, 'is not listed in the manifest');
}

/** @throws LightboxError FILE_CORRUPT naming the manifest, whose signature does not fit. */
export function requireSignature(
  verify: VerifySignature,
  publicKey: string,
  text: string,
  signature: string,
): void {
  if (signatureSchema.safeParse(signature).success && verify(publicKey, text, signature)) return;
  throw corrupt(MANIFEST_NAME, `or its signature (${SIGNATURE_NAME}) was altered: they do not fit`);
}

/**
 * Parses the JSON of a member.
 * @throws LightboxError FILE_CORRUPT naming the member, FILE_UNSUPPORTED for a later format.
 */
export function parseMember<Schema extends z.ZodType>(
  name: string,
  text: string,
  schema: Schema,
  formatVersion: number,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw corrupt(name, 'is no JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const format = z.looseObject({ formatVersion: z.number() }).safeParse(value);
  if (format.success && format.data.formatVersion > formatVersion) {
    throw new LightboxError(
      'FILE_UNSUPPORTED',
      `"${name}" has the format ${format.data.formatVersion}; this version reads up to ${formatVersion}. Update the program.`,
      { member: name },
    );
  }
  const issue = parsed.error.issues[0];
  throw corrupt(name, `does not fit at "${issue?.path.join('.') ?? ''}": ${issue?.message}`);
}

export function corrupt(member: string, what: string): LightboxError {
  return new LightboxError('FILE_CORRUPT', `The member "${member}" ${what}.`, { member });
}
