import { z } from 'zod';

export const messageKeySchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9-]+)+$/, 'must be a message key');

/** A text of a study: a key of the product's message files, or plain text in the study's own language. */
export const labelSchema = z.union([
  z.strictObject({ key: messageKeySchema }),
  z.strictObject({ text: z.string().trim().min(1).max(500) }),
]);

export type Label = Readonly<z.infer<typeof labelSchema>>;

/** A label of the product's message files. */
export const keyed = (key: string): { readonly key: string } => ({ key });
