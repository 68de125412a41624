import type { GenerateRequest } from '../engine/engine-client.ts';
import type { AppPorts } from './ports.ts';

/** What the workstation's settings add to every request of the engine. */
export type GenerationSettings = Pick<GenerateRequest, 'threads' | 'memory' | 'preview'>;

/** The settings as they stand now, in the engine's words; asked for anew for each image. */
export function generationSettings({ store }: Pick<AppPorts, 'store'>): GenerationSettings {
  const { threads, memory, preview } = store.settings.get();
  return {
    memory,
    ...(threads === null ? {} : { threads }),
    ...(preview.kind === 'off'
      ? {}
      : { preview: { everySteps: preview.everySteps, decoded: preview.kind === 'decoded' } }),
  };
}
