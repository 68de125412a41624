import type { z } from 'zod';
import { LightboxError } from '../base/errors.ts';

/**
 * Parses the text of a JSON file that Python wrote. Its json module writes Infinity and NaN, which JSON does
 * not have (diffusers' `"lambda_min_clipped": -Infinity`): they become strings of the same name.
 * @throws LightboxError MODEL_INVALID naming the file
 */
export function parseModelJson(text: string, fileName: string): unknown {
  const body = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(body);
  } catch {
    // Python's numbers, or no JSON: the second try tells.
  }
  const standard = body.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  try {
    return JSON.parse(standard);
  } catch (cause) {
    throw new LightboxError(
      'MODEL_INVALID',
      `${fileName}: not JSON. Copy the model folder again as it was exported.`,
      { file: fileName, field: 'the whole file' },
      { cause },
    );
  }
}

/** Checks parsed JSON. @throws LightboxError MODEL_INVALID naming file and field */
export function parseFields<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  fileName: string,
): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? 'the whole file' : issue.path.join('.');
  throw invalidField(fileName, field, issue?.message ?? 'invalid');
}

/** A file whose content cannot be used as it is. */
export function invalidField(fileName: string, field: string, what: string): LightboxError {
  return new LightboxError(
    'MODEL_INVALID',
    `${fileName}: ${field}: ${what}. Copy the model folder again as it was exported.`,
    { file: fileName, field },
  );
}

/** A sound file of something that this product does not do. */
export function unsupported(fileName: string, field: string, found: string): LightboxError {
  return new LightboxError('MODEL_UNSUPPORTED', `${fileName}: ${field}: ${found} is not supported here.`, {
    file: fileName,
    field,
  });
}
