import { LightboxError } from '../../src-core/base/errors.ts';
import type { WorkstationSettings } from '../../src-core/contract/settings-calls.ts';
import type { GenerateRequest } from '../engine/engine-client.ts';
import type { SettingsChange } from '../store/ports.ts';
import type { Computing } from './computing.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

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

/** How this workstation computes. */
export function settingsHandlers(ports: AppPorts, computing: Computing): HandlersOf<'settings'> {
  const { store, dialogs, engine } = ports;
  const change = (part: SettingsChange, actor: string): WorkstationSettings =>
    store.transaction(() => {
      const named = Object.entries(part).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value]],
      );
      store.audit.append({ actor, action: 'settings.change', details: Object.fromEntries(named) });
      return store.settings.change(part);
    });
  /** An engine that runs has loaded its libraries already: the next image starts a new one. */
  const setCudaFolder = (cudaFolder: string | null, actor: string): WorkstationSettings => {
    if (store.jobs.count(['running']) > 0) {
      throw new LightboxError(
        'CONFLICT',
        'A job is running, and the engine must start anew for other libraries. Wait for the job or cancel it first.',
      );
    }
    const settings = change({ cudaFolder }, actor);
    engine.unload();
    computing.forget();
    return settings;
  };
  return {
    'settings.get': () => store.settings.get(),
    'settings.change': (part, session) => change(part, signedIn(session).name),
    'settings.computing': () => computing.view(),
    'settings.tryProviders': () => {
      computing.forget();
      return computing.view();
    },
    'settings.chooseCudaFolder': async (_input, session) => {
      const actor = signedIn(session).name;
      const folder = await dialogs.openFolder('Folder of the CUDA libraries');
      return folder === null ? null : setCudaFolder(folder, actor);
    },
    'settings.forgetCudaFolder': (_input, session) => setCudaFolder(null, signedIn(session).name),
  };
}
