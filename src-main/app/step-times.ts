import type { ProviderName } from '../../src-core/base/generation-names.ts';
import type { ProviderSetting } from '../../src-core/contract/settings-calls.ts';
import type { Store } from '../store/ports.ts';
import type { Computing } from './computing.ts';

/** What one inference step of a model takes here, as measured last on each provider. */
export class StepTimes {
  readonly #store: Store;
  readonly #computing: Computing;
  /** By model and provider, since the last measurement: a queue asks for many jobs at once. */
  readonly #known = new Map<string, number | null>();

  constructor(store: Store, computing: Computing) {
    this.#store = store;
    this.#computing = computing;
  }

  /**
   * Milliseconds; null where none was measured. `auto` stands for the provider that it means here; before the
   * providers were tried, for the one that was measured last.
   */
  of(modelId: string, setting: ProviderSetting): number | null {
    const provider = this.#computing.known(setting);
    const key = `${modelId} ${provider}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#store.queue.stepMs(modelId, provider);
    this.#known.set(key, found);
    return found;
  }

  /** @param provider what drew the image, whatever was asked for */
  record(modelId: string, provider: ProviderName, stepMs: number): void {
    this.#store.queue.recordStepMs(modelId, provider, stepMs);
    this.#known.clear();
  }
}
