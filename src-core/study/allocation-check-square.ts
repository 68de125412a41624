import { groupBy } from '../base/collections.ts';
import type { AllocationSource, ReaderAllocation } from './allocation.ts';
import { readingPhases } from './protocol.ts';

/**
 * Whether sessions and blocks are the same for all readers and each stands at each place equally often within one.
 * A block is known by the cases it holds: of a session's cases, each block holds the same number within one.
 */
export function squareFaults(
  protocol: AllocationSource,
  allocations: readonly ReaderAllocation[],
  blocks: number,
): string[] {
  return readingPhases(protocol).flatMap(({ id }) => {
    const perReader = allocations.map(({ sessions }) =>
      sessions
        .filter(({ phase }) => phase === id)
        .map(({ trials }) => trials.filter(({ kind }) => kind === 'reading').map(({ unitId }) => unitId)),
    );
    const sessionFaults = rotates(perReader.map((sessions) => sessions.map(nameOf)))
      ? []
      : [`The sessions of the phase "${id}" do not rotate over the readers.`];
    const bySession = groupBy(perReader.flat(), nameOf);
    const blockFaults = [...bySession.values()].flatMap((orders) =>
      blocksRotate(orders, blocks)
        ? []
        : [`The blocks of a session of the phase "${id}" do not rotate over the readers.`],
    );
    return [...sessionFaults, ...blockFaults];
  });
}

/** Every reader meets the same parts, and each part stands at each place equally often within one. */
function rotates(orders: readonly (readonly string[])[]): boolean {
  const parts = new Set(orders.flat());
  if (orders.some((order) => order.length !== parts.size || new Set(order).size !== parts.size)) return false;
  const places = orders[0]?.length ?? 0;
  return Array.from({ length: places }, (_, place) => place).every((place) => {
    const counts = [...parts].map((part) => orders.filter((order) => order[place] === part).length);
    return Math.max(...counts) - Math.min(...counts) <= 1;
  });
}

/**
 * Blocks may differ by one case, so that where one ends is not known beforehand: some way to cut the first reader's
 * order must give blocks of which every reader's order is made and which rotate.
 */
function blocksRotate(orders: readonly (readonly string[])[], blocks: number): boolean {
  const first = orders[0] ?? [];
  for (const lengths of cuts(first.length, blocks)) {
    const wanted = new Set(cutAt(first, lengths));
    const cut = orders.map((order) => cutInto(order, wanted));
    if (cut.every((order) => order !== null) && rotates(cut)) return true;
  }
  return false;
}

/** The order cut into the wanted blocks, or null where it is made of other ones. */
function cutInto(order: readonly string[], wanted: ReadonlySet<string>): string[] | null {
  const lengths = new Set([...wanted].map((name) => name.split('\n').length));
  const found: string[] = [];
  for (let at = 0; at < order.length; ) {
    const start = at;
    const names = [...lengths].map((length) => ({
      length,
      name: nameOf(order.slice(start, start + length)),
    }));
    const block = names.find(({ name }) => wanted.has(name));
    if (block === undefined) return null;
    found.push(block.name);
    at += block.length;
  }
  return found;
}

function cutAt(order: readonly string[], lengths: readonly number[]): string[] {
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return nameOf(order.slice(at - length, at));
  });
}

/** Every row of block lengths that differ by one at most and sum up to `total`. */
function* cuts(total: number, blocks: number): Generator<number[]> {
  const small = Math.floor(total / blocks);
  for (let bits = 0; bits < 2 ** blocks; bits += 1) {
    const lengths = Array.from({ length: blocks }, (_, index) => small + ((bits >> index) & 1));
    if (lengths.reduce((sum, length) => sum + length, 0) === total) yield lengths;
  }
}

const nameOf = (units: readonly string[]): string => [...units].sort().join('\n');
