import { z } from 'zod';
import { PRECISION_NAMES, PROVIDER_NAMES } from '../base/generation-names.ts';
import { instantSchema, modelIdSchema, nameSchema, nothing, pixelsUrlSchema } from './common.ts';
import type { CallDefinition } from './define.ts';
import { modelDescriptionSchema } from './model-description.ts';

/**
 * `embedded`: part of the program. `registered`: added here. `changed`: a check found other files than were
 * registered. `missing`: its folder is not where it was.
 */
export const modelStateSchema = z.enum(['embedded', 'registered', 'changed', 'missing']);
export type ModelState = z.infer<typeof modelStateSchema>;

/** A model that images can be asked of. */
export const modelViewSchema = z.strictObject({
  id: modelIdSchema,
  name: z.string(),
  state: modelStateSchema,
  /** True for the embedded model: every screen that names it says "demonstration". */
  demonstration: z.boolean(),
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  maxTokens: z.number().int(),
  defaults: modelDescriptionSchema.shape.defaults,
  examplePrompts: z.array(z.string()),
  folder: z.string(),
  /** Null for the embedded model. */
  registration: z.strictObject({ at: instantSchema, by: z.string(), copied: z.boolean() }).nullable(),
  /** What stands in the way of using it and what to do; null where nothing is known to. */
  problem: z.string().nullable(),
});
export type ModelView = z.infer<typeof modelViewSchema>;

/** A folder chosen in the system's dialog or named by the program; main keeps its path. */
export const modelSelectionSchema = z.strictObject({ selectionId: z.string(), folderName: z.string() });
export type ModelSelection = z.infer<typeof modelSelectionSchema>;

export const modelInspectionSchema = z.strictObject({
  description: modelDescriptionSchema,
  suggestedName: nameSchema,
  /** The registration of this very folder, which a new one takes the place of. */
  replaces: z.strictObject({ id: modelIdSchema, name: z.string() }).nullable(),
  /** False where the folder lies among the program's own models already. */
  mayCopy: z.boolean(),
});
export type ModelInspection = z.infer<typeof modelInspectionSchema>;

/** An image drawn to see that a model works; it is shown and not kept. */
export const smokeImageSchema = z.strictObject({
  pixelsUrl: pixelsUrlSchema,
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  prompt: z.string(),
  steps: z.number().int(),
  seed: z.number().int(),
  provider: z.enum(PROVIDER_NAMES),
  precision: z.enum(PRECISION_NAMES),
  elapsedMs: z.number(),
});
export type SmokeImage = z.infer<typeof smokeImageSchema>;

/** How the files of a registered model compare with their registration. */
export const modelCheckSchema = z.strictObject({
  checkedFiles: z.number().int(),
  changes: z.array(z.strictObject({ file: z.string(), kind: z.enum(['different', 'missing', 'new']) })),
  /** Why the folder can no longer be read as a model; null where it can. */
  problem: z.string().nullable(),
});
export type ModelCheck = z.infer<typeof modelCheckSchema>;

const selected = z.strictObject({ selectionId: z.string() });
const named = z.strictObject({ modelId: modelIdSchema });

export const modelCalls = {
  /** The embedded model first, then those that were registered, by name. */
  'models.list': { role: 'coordinator', kind: 'query', input: nothing, output: z.array(modelViewSchema) },
  /** What a model is, with the SHA-256 of every file: as registered, or for the embedded one as it lies there. */
  'models.describe': { role: 'coordinator', kind: 'query', input: named, output: modelDescriptionSchema },
  /** Folders among the program's own models that nobody registered; the names are no ids. */
  'models.found': { role: 'coordinator', kind: 'query', input: nothing, output: z.array(z.string()) },
  'models.chooseFolder': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: modelSelectionSchema.nullable(),
  },
  'models.chooseFound': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ folderName: z.string() }),
    output: modelSelectionSchema,
  },
  /** The folder of a registered model, to register it anew. */
  'models.chooseRegistered': {
    role: 'coordinator',
    kind: 'command',
    input: named,
    output: modelSelectionSchema,
  },
  /** Reads and hashes the chosen folder. */
  'models.inspect': { role: 'coordinator', kind: 'command', input: selected, output: modelInspectionSchema },
  /** Draws one image with the model's own values in a few steps. */
  'models.smokeImage': { role: 'coordinator', kind: 'command', input: selected, output: smokeImageSchema },
  /** Registers a folder that was inspected and has drawn its smoke image. */
  'models.register': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ selectionId: z.string(), name: nameSchema, copy: z.boolean() }),
    output: modelViewSchema,
  },
  /** Hashes the files of a registered model again. */
  'models.verify': { role: 'coordinator', kind: 'command', input: named, output: modelCheckSchema },
  /** Stops an inspection, a smoke image, a registration or a verification. */
  'models.cancel': { role: 'coordinator', kind: 'command', input: nothing, output: nothing },
  /** Forgets a registered model; the program's own copy is deleted where that is asked for. */
  'models.remove': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ modelId: modelIdSchema, deleteCopy: z.boolean() }),
    output: nothing,
  },
} as const satisfies Record<string, CallDefinition>;
