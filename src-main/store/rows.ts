/** Turns SQLite's rows into the store's types. */
import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { BlobHash } from '../../src-core/base/ids.ts';
import type { Row } from './driver.ts';
import type { JsonObject, JsonValue } from './schemas.ts';
import { jsonObjectSchema, jsonValueSchema } from './schemas.ts';

/** A random id, branded. */
export const idColumn = <Id extends string>() =>
  z
    .string()
    .min(1)
    .transform((value) => value as Id);

export const blobColumn = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((value) => value as BlobHash);

export const flagColumn = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1);

/** JSON text whose parsed value the schema accepts. */
export const jsonColumn = <T>(schema: z.ZodType<T>) =>
  z.string().transform((text, context): T => {
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: z.prettifyError(parsed.error) });
    return z.NEVER;
  });

export const jsonObjectColumn = jsonColumn<JsonObject>(jsonObjectSchema);
export const jsonValueColumn = jsonColumn<JsonValue>(jsonValueSchema);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws LightboxError STORE_CORRUPT where a row is not what its table promises. */
export function parseRow<Schema extends z.ZodType>(
  schema: Schema,
  row: Row,
  table: string,
): z.output<Schema> {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw new LightboxError(
    'STORE_CORRUPT',
    `A row of ${table} cannot be read: ${z.prettifyError(parsed.error)}. Restore a backup.`,
    { table },
  );
}

const countRow = z.object({ count: z.int() });

/** The number a counting query gives. */
export function countOf(row: Row | undefined): number {
  return parseRow(countRow, row ?? {}, 'a count').count;
}

/** @throws LightboxError BAD_INPUT */
export function requireName(name: string, what: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new LightboxError('BAD_INPUT', `The name of ${what} is empty. Give it a name.`);
  return trimmed;
}

export function notFound(what: string, id: string): LightboxError {
  return new LightboxError('NOT_FOUND', `There is no ${what} with the id ${id}.`, { id });
}
