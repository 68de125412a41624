import { z } from 'zod';
import { PROVIDER_NAMES } from '../base/generation-names.ts';
import { nothing } from './common.ts';
import type { CallDefinition } from './define.ts';
import { pixelsPerMmSchema } from './display-calls.ts';

/** `auto` takes the first provider of the platform's order that works. */
export const providerSettingSchema = z.enum(['auto', ...PROVIDER_NAMES]);
export type ProviderSetting = z.infer<typeof providerSettingSchema>;

/** What is shown of an image while it is drawn, every so many steps; `decoded` costs a full decode each time. */
export const previewSettingSchema = z.strictObject({
  kind: z.enum(['off', 'latent', 'decoded']),
  everySteps: z.number().int().min(1).max(100),
});
export type PreviewSetting = z.infer<typeof previewSettingSchema>;

/** How this workstation computes. */
export const workstationSettingsSchema = z.strictObject({
  provider: providerSettingSchema,
  /** Threads onnxruntime computes with; null leaves it to the machine. */
  threads: z.number().int().min(1).max(256).nullable(),
  /** `in-turn` keeps one graph of a model in memory at a time. */
  memory: z.enum(['resident', 'in-turn']),
  preview: previewSettingSchema,
  /** Folder of the CUDA provider's libraries, absolute; null where none was chosen. */
  cudaFolder: z.string().min(1).nullable(),
  /** Device pixels per millimetre of each display that was measured, by its key. */
  displays: z.record(z.string(), pixelsPerMmSchema),
});
export type WorkstationSettings = z.infer<typeof workstationSettingsSchema>;

/** What holds until somebody changes it. */
export const DEFAULT_SETTINGS: WorkstationSettings = {
  provider: 'auto',
  threads: null,
  memory: 'resident',
  preview: { kind: 'latent', everySteps: 5 },
  cudaFolder: null,
  displays: {},
};

/** What trying each provider on this machine said, in the platform's order. */
export const computingSchema = z.strictObject({
  onnxruntimeVersion: z.string(),
  providers: z.array(
    z.strictObject({
      name: z.enum(PROVIDER_NAMES),
      available: z.boolean(),
      /** Why, in words. */
      reason: z.string(),
    }),
  ),
  /** What `auto` means here. */
  automaticProvider: z.enum(PROVIDER_NAMES),
  automaticThreads: z.number().int(),
});
export type Computing = z.infer<typeof computingSchema>;

export const settingsCalls = {
  'settings.get': {
    role: 'coordinator',
    kind: 'query',
    input: nothing,
    output: workstationSettingsSchema,
  },
  'settings.change': {
    role: 'coordinator',
    kind: 'command',
    input: workstationSettingsSchema.omit({ cudaFolder: true, displays: true }).partial(),
    output: workstationSettingsSchema,
  },
  'settings.computing': { role: 'coordinator', kind: 'query', input: nothing, output: computingSchema },
  /** Tries every provider again. */
  'settings.tryProviders': { role: 'coordinator', kind: 'command', input: nothing, output: computingSchema },
  /** Null when the dialog was closed. */
  'settings.chooseCudaFolder': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: workstationSettingsSchema.nullable(),
  },
  'settings.forgetCudaFolder': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: workstationSettingsSchema,
  },
} as const satisfies Record<string, CallDefinition>;
