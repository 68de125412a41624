/** What the JSON columns hold; parsed on the way in and on the way out. */
import { z } from 'zod';
import type { JsonValue } from '../../src-core/base/canonical-json.ts';
import { jobRequestSchema } from '../../src-core/contract/generation-calls.ts';

export type { JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

export const jsonValueSchema: z.ZodType<JsonValue> = z.json();
export const jsonObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), jsonValueSchema);

export { jobRequestSchema };
/** What a generation job is asked for: the contract's request with the seed drawn. */
export type JobRequest = Readonly<z.infer<typeof jobRequestSchema>>;
