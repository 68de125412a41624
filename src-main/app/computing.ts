import type { ProviderName } from '../../src-core/base/generation-names.ts';
import { resolveProvider } from '../../src-core/base/provider-choice.ts';
import type { Computing as ComputingView, ProviderSetting } from '../../src-core/contract/settings-calls.ts';
import type { EngineInfo } from '../engine/engine-client.ts';
import type { DrawingEngine } from './ports.ts';

/** What this machine can compute with: tried once, and again when somebody asks or the libraries change. */
export class Computing {
  readonly #engine: DrawingEngine;
  #info: Promise<EngineInfo> | null = null;
  #last: EngineInfo | null = null;

  constructor(engine: DrawingEngine) {
    this.#engine = engine;
  }

  /** @throws LightboxError ENGINE_* */
  async view(): Promise<ComputingView> {
    const { onnxruntimeVersion, providers, threads } = await this.#tried();
    return {
      onnxruntimeVersion,
      providers: providers.map(({ name, available, reason }) => ({ name, available, reason })),
      automaticProvider: resolveProvider('auto', providers),
      automaticThreads: threads,
    };
  }

  /** The provider that a setting means here; nothing is tried for one that is named. @throws LightboxError ENGINE_* */
  async provider(setting: ProviderSetting): Promise<ProviderName> {
    return setting === 'auto' ? resolveProvider(setting, (await this.#tried()).providers) : setting;
  }

  /** As `provider`, from what was tried so far; null where that does not tell. */
  known(setting: ProviderSetting): ProviderName | null {
    if (setting !== 'auto') return setting;
    return this.#last === null ? null : resolveProvider(setting, this.#last.providers);
  }

  /** The next question tries again. */
  forget(): void {
    this.#info = null;
  }

  #tried(): Promise<EngineInfo> {
    const trying = this.#info ?? this.#engine.info();
    this.#info = trying;
    trying.then(
      (info) => {
        this.#last = info;
      },
      () => {
        if (this.#info === trying) this.#info = null;
      },
    );
    return trying;
  }
}
