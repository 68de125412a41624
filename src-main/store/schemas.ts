/** What the JSON columns hold; parsed on the way in and on the way out. */
import { z } from 'zod';

export const jsonValueSchema = z.json();
export type JsonValue = z.infer<typeof jsonValueSchema>;
export const jsonObjectSchema = z.record(z.string(), jsonValueSchema);
export type JsonObject = z.infer<typeof jsonObjectSchema>;

/** One generation job: `count` images whose seeds are derived from `seed` and the image's index. */
export const jobRequestSchema = z.strictObject({
  prompt: z.string(),
  negative: z.string(),
  seed: z.int().min(0),
  count: z.int().min(1).max(1000),
  steps: z.int().min(1).max(1000),
  guidance: z.number().min(0).max(100),
  scheduler: z.string().min(1),
  /** The model's id: its folder's name or path. */
  model: z.string().min(1),
  /** Execution provider, or `auto`. */
  provider: z.string().min(1),
  /** Null: the model's own size. */
  width: z.int().min(8).max(4096).nullable(),
  height: z.int().min(8).max(4096).nullable(),
});
export type JobRequest = Readonly<z.infer<typeof jobRequestSchema>>;
