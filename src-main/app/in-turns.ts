import { setImmediate as nextTurn } from 'node:timers/promises';
import { LightboxError } from '../../src-core/base/errors.ts';

const TURN_MS = 10;

/**
 * Maps a long list without holding main up: other work gets its turn every few milliseconds.
 * @throws what `map` throws; LightboxError CANCELLED once the signal is aborted.
 */
export async function mapInTurns<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Result,
  signal?: AbortSignal,
): Promise<Result[]> {
  const results: Result[] = [];
  let begun = performance.now();
  for (const item of items) {
    if (signal?.aborted === true) throw new LightboxError('CANCELLED', 'Cancelled.');
    if (performance.now() - begun > TURN_MS) {
      await nextTurn();
      begun = performance.now();
    }
    results.push(map(item));
  }
  return results;
}
