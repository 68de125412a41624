import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../../src-core/base/errors.ts';
import { sha256Schema } from '../../../src-core/diffusion/recipe.ts';

/** Beside the images of a table: what all its shards have in common. It holds no times. */
export const RUN_RECORD_FILE = 'run.json';

const settingSchema = z.union([z.string(), z.number(), z.null()]);
const runRecordSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** SHA-256 of the table's bytes. */
  table: sha256Schema,
  /** Into how many shards its rows are dealt. */
  shards: z.int().min(1),
  model: z.strictObject({ name: z.string(), components: z.record(z.string(), sha256Schema) }),
  /** What holds for rows that say nothing else. Null: the machine's own. */
  settings: z.record(z.string(), settingSchema),
  productVersion: z.string(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/**
 * What a folder says it holds; null where it says nothing.
 * @throws LightboxError CONFLICT where the record cannot be read
 */
export async function readRunRecord(directory: string): Promise<RunRecord | null> {
  const file = path.join(directory, RUN_RECORD_FILE);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw unusable(file, error);
  });
  if (text === null) return null;
  try {
    return runRecordSchema.parse(JSON.parse(text));
  } catch (error) {
    throw unusable(file, error);
  }
}

export function runRecordText(record: RunRecord): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(record)), null, 2)}\n`;
}

/**
 * Lets a run go on only in a folder that it began.
 * @throws LightboxError CONFLICT naming everything that is another than it was
 */
export function requireSameRun(recorded: RunRecord, wanted: RunRecord, directory: string): void {
  const reasons = differences(recorded, wanted);
  if (reasons.length === 0) return;
  throw new LightboxError(
    'CONFLICT',
    `${directory} holds another run: ${reasons.join('; ')}. Use another folder, or run it as it was.`,
    { directory },
  );
}

function differences(recorded: RunRecord, wanted: RunRecord): string[] {
  const reasons: string[] = [];
  const compare = (what: string, then: string | number | null, now: string | number | null): void => {
    if (then !== now) reasons.push(`${what} was ${shown(then)} and is ${shown(now)}`);
  };
  if (recorded.table !== wanted.table) reasons.push('the table has changed');
  compare('the number of shards', recorded.shards, wanted.shards);
  compare('the model', recorded.model.name, wanted.model.name);
  const [then, now] = [recorded.model.components, wanted.model.components];
  const files = keysOf(then, now).filter((file) => then[file] !== now[file]);
  if (files.length > 0) reasons.push(`the model's ${files.join(', ')} changed`);
  for (const name of keysOf(recorded.settings, wanted.settings))
    compare(name, recorded.settings[name] ?? null, wanted.settings[name] ?? null);
  compare('the program', recorded.productVersion, wanted.productVersion);
  return reasons;
}

function keysOf(first: object, second: object): string[] {
  return [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
}

function shown(value: string | number | null): string {
  return value === null ? 'not set' : JSON.stringify(value);
}

function unusable(file: string, cause: unknown): LightboxError {
  const message = `${file} is no record of a run that this version can read. Use another folder.`;
  return new LightboxError('CONFLICT', message, { file }, { cause });
}
