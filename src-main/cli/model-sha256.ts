import { createHash } from 'node:crypto';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';

/**
 * One hash of all of a model's files, as the window's audit log holds it for each model that is added.
 * @param hashes SHA-256 by file
 */
export function modelSha256(hashes: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(canonicalJson(hashes)).digest('hex');
}
