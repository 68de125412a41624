import { z } from 'zod';
import { errorPayloadSchema } from '../../src-core/contract/common.ts';
import { tokenReportSchema } from '../../src-core/contract/generation-calls.ts';
import { modelViewSchema } from '../../src-core/contract/model-calls.ts';

/** What the list of models says of a folder itself, beside where it lies and how it stands. */
export const modelFactsSchema = modelViewSchema.pick({
  demonstration: true,
  widthPx: true,
  heightPx: true,
  maxTokens: true,
  defaults: true,
  examplePrompts: true,
});
export type ModelFacts = z.infer<typeof modelFactsSchema>;

export const modelReadingRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('facts'), modelDir: z.string() }),
  z.strictObject({
    type: z.literal('prompt'),
    modelDir: z.string(),
    /** Names the folder's present content: the same key again needs no reading. */
    key: z.string(),
    text: z.string(),
  }),
]);
export type ModelReadingRequest = z.infer<typeof modelReadingRequestSchema>;

export const modelReadingAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('facts'), facts: modelFactsSchema }),
  z.strictObject({ type: z.literal('prompt'), report: tokenReportSchema }),
  z.strictObject({ type: z.literal('failed'), error: errorPayloadSchema }),
]);
export type ModelReadingAnswer = z.infer<typeof modelReadingAnswerSchema>;
