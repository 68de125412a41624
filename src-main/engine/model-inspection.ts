import { LightboxError } from '../../src-core/base/errors.ts';
import type { ModelDescription } from '../../src-core/contract/model-description.ts';
import { createPromptTokenizer } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { readChecksums, verifyChecksums } from './checksum-file.ts';
import { checkGraphs } from './graph-checks.ts';
import { describeFolder } from './model-description.ts';
import { hashModelFiles, hasModelFile, sizeOfFiles } from './model-files.ts';
import { componentFiles, type ModelFolder, readModelFolder, readModelGraphs } from './model-folder.ts';
import type { InspectionProgress } from './protocol.ts';

export interface InspectionHooks {
  progress(progress: InspectionProgress): void;
  /** Asked between pieces of files: true ends the work with CANCELLED. */
  cancelled(): boolean;
}

/** Progress is told about as often as somebody can read it. */
const PROGRESS_BYTES = 16 * 1024 * 1024;

/**
 * Reads a model folder, checks that its parts fit together, hashes every file, and says what it is. Graphs are not
 * loaded: what onnxruntime thinks of them shows with the first image.
 * @throws LightboxError MODEL_NOT_FOUND, MODEL_INVALID, MODEL_UNSUPPORTED, MODEL_CHANGED (a file is not what
 *   SHA256SUMS states), naming file and reason; CANCELLED
 */
export async function inspectModel(path: string, hooks: InspectionHooks): Promise<ModelDescription> {
  const folder = await readModelFolder(path);
  const graphs = readModelGraphs(folder);
  const tasks = checkGraphs(folder, graphs);
  tryTokenizer(folder);
  const files = await componentFiles(folder, graphs);
  const checksums = await readChecksums(folder.directory);
  const further = await furtherFiles(folder.directory, checksums, files);
  const hashed = await hashWithProgress(folder.directory, [...files, ...further], hooks);
  if (checksums !== null) verifyChecksums(folder.directory, hashed, checksums);
  const unstated = checksums === null ? [] : files.filter((file) => !checksums.has(file));
  return describeFolder(folder, graphs, {
    tasks,
    components: hashed.filter(({ file }) => files.includes(file)),
    checksums: checksums === null ? null : { unstated },
  });
}

/** Reading leaves a tokenizer unbuilt: a first prompt shows what its library makes of the files. */
function tryTokenizer({ tokenizer }: ModelFolder): void {
  try {
    createPromptTokenizer(tokenizer).encode('Chest radiograph.');
  } catch (error) {
    if (error instanceof LightboxError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LightboxError('MODEL_INVALID', `tokenizer: no prompt can be encoded: ${reason}.`, {
      file: 'tokenizer',
    });
  }
}

/** Files that SHA256SUMS states beside those that the runtime reads; ones that were not copied are left out. */
async function furtherFiles(
  directory: string,
  checksums: ReadonlyMap<string, string> | null,
  files: readonly string[],
): Promise<string[]> {
  const further: string[] = [];
  for (const file of checksums?.keys() ?? []) {
    if (!files.includes(file) && (await hasModelFile(directory, file))) further.push(file);
  }
  return further;
}

async function hashWithProgress(
  directory: string,
  files: readonly string[],
  { progress, cancelled }: InspectionHooks,
): ReturnType<typeof hashModelFiles> {
  const totalBytes = await sizeOfFiles(directory, files);
  let doneBytes = 0;
  let toldBytes = 0;
  const tell = (file: string): void => {
    toldBytes = doneBytes;
    progress({ doneBytes, totalBytes, file });
  };
  return hashModelFiles(directory, files, {
    read: (file, bytes) => {
      doneBytes += bytes;
      if (doneBytes - toldBytes >= PROGRESS_BYTES || doneBytes === totalBytes) tell(file);
    },
    cancelled,
  });
}
