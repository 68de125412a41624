import { readdir } from 'node:fs/promises';
import type { ModelId } from '../../src-core/base/ids.ts';
import { modelIdSchema } from '../../src-core/contract/common.ts';

const LONGEST_ID = 80;
/** Texts, values and checksums that stand beside a model's graphs and go along with a copy. */
const ACCOMPANYING =
  /^(defaults\.json|training_words\.json|README\.md|SHA256SUMS|(LICENSE|LICENCE|NOTICE)(\.(md|txt))?)$/i;

/** An id as near to a folder's name as ids allow, numbered where it is taken. */
export function modelIdFor(folderName: string, taken: ReadonlySet<string>): ModelId {
  const plain = folderName.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[.-]+/, '');
  const base = plain === '' ? 'model' : plain;
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : `-${number}`;
    const id = `${base.slice(0, LONGEST_ID - suffix.length)}${suffix}`;
    if (!taken.has(id)) return modelIdSchema.parse(id);
  }
}

/** Files at the top of a model folder that a copy takes along beside those the runtime reads. */
export async function accompanyingFiles(
  folder: string,
  files: readonly string[],
): Promise<readonly string[]> {
  const entries = await readdir(folder).catch(() => []);
  return entries.filter((name) => ACCOMPANYING.test(name) && !files.includes(name)).sort();
}
