import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import json from './cuda-libraries.json' with { type: 'json' };
import { hashFile } from './file-hash.ts';

const librarySchema = z.strictObject({
  name: z.string().min(1),
  /**
   * `provider`: onnxruntime opens it. `preload`: opened by path beforehand, since the provider looks for it by
   * its name alone. `beside`: opened by one of the others, which looks in its own folder.
   */
  role: z.enum(['provider', 'preload', 'beside']),
  /** As pip names it, with the version. */
  package: z.string().min(1),
  /** Of every file that serves: some packages are built several times. */
  sha256: z.array(z.string().regex(/^[0-9a-f]{64}$/)).min(1),
});
export type CudaLibrary = Readonly<z.infer<typeof librarySchema>>;

const tableSchema = z.strictObject({
  onnxruntime: z.string(),
  cuda: z.string(),
  /** In the order that they are loaded in. */
  libraries: z.array(librarySchema),
});
export type CudaTable = Readonly<z.infer<typeof tableSchema>>;

/** The libraries that are loaded, by hash; made by tools/setup/cuda_libraries.py. */
export const CUDA_TABLE: CudaTable = tableSchema.parse(json);

export interface FoundLibrary {
  readonly library: CudaLibrary;
  readonly path: string;
}

/** As deep as pip installs: nvidia/cu13/lib/. */
const DEEPEST = 4;

/**
 * The table's libraries in a folder and the folders below it; of two with one name the first in order of path.
 * Every other file is left alone.
 * @throws LightboxError PROVIDER_UNAVAILABLE where the folder is missing or holds no provider library
 */
export async function findCudaLibraries(
  folder: string,
  table: CudaTable = CUDA_TABLE,
): Promise<FoundLibrary[]> {
  const isFolder = (await stat(folder).catch(() => null))?.isDirectory() ?? false;
  if (!isFolder) throw refusedLibrary(`there is no folder ${folder}`);
  const paths = await filesBelow(folder, DEEPEST);
  const found = table.libraries.flatMap((library) => {
    const path = paths.find((candidate) => candidate.endsWith(`/${library.name}`));
    return path === undefined ? [] : [{ library, path }];
  });
  for (const library of table.libraries) {
    if (library.role !== 'provider' || found.some((entry) => entry.library === library)) continue;
    throw refusedLibrary(`${folder} holds no ${library.name}: install ${library.package} into it`);
  }
  return found;
}

/**
 * Checks that each library is one of the table, byte by byte.
 * @param openedAt the path that it will be opened by, where that is a link
 * @throws LightboxError PROVIDER_UNAVAILABLE naming the file and the version that was expected
 */
export async function verifyCudaLibraries(
  found: readonly FoundLibrary[],
  openedAt: (found: FoundLibrary) => string = ({ path }) => path,
): Promise<void> {
  // The provider's own come last in the table and tell a wrong version soonest.
  for (const entry of [...found].reverse()) {
    const { library, path } = entry;
    const sha256 = await hashFile(openedAt(entry)).catch(() => null);
    if (sha256 === null) throw refusedLibrary(`${path} cannot be read`);
    if (library.sha256.includes(sha256)) continue;
    throw refusedLibrary(
      `${path} is not the library of ${library.package} that this version knows (its SHA-256 begins with ` +
        `${sha256.slice(0, 12)}): it was changed or is of another version. Install ${library.package} anew`,
    );
  }
}

/** Sorted by path, so that the same folder gives the same choice. */
async function filesBelow(folder: string, depth: number): Promise<string[]> {
  const files: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) files.push(...(await filesBelow(path, depth - 1)));
    else if (entry.isFile() || entry.isSymbolicLink()) files.push(path);
  }
  return files;
}

function refusedLibrary(reason: string): LightboxError {
  return new LightboxError('PROVIDER_UNAVAILABLE', reason, { provider: 'cuda', reason });
}
