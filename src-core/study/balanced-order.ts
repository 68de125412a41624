import { groupBy } from '../base/collections.ts';
import { type Random, shuffled, uniformInteger } from '../base/random.ts';
import type { Stratum } from './units.ts';

type KeyOf<T> = (item: T) => string;

/** Arm, then finding within the arm, then view within the finding. */
export function stratumKeys<T>(stratumOf: (item: T) => Stratum): readonly KeyOf<T>[] {
  return [(item) => stratumOf(item).arm, (item) => stratumOf(item).finding, (item) => stratumOf(item).view];
}

/** Blocks that `balancedOrder` cuts so many items in so many groups into: on average two of each group, or more. */
export function blockCountOf(items: number, groups: number): number {
  return Math.max(1, Math.floor(items / (2 * groups)));
}

/**
 * A random order in blocks that hold every group of the first key in its share: after each block every group is
 * within one item of its share of the whole. The items of one group stand in an order that is balanced in the same
 * way over the next key, and so on; those of the last key's groups in a random one. Where shares are no whole
 * numbers, chance decides which blocks take the surplus.
 */
export function balancedOrder<T>(random: Random, items: readonly T[], keys: readonly KeyOf<T>[]): T[] {
  const [key, ...rest] = keys;
  if (key === undefined) return shuffled(random, items);
  const queues = sortedGroups(items, key).map((members) => balancedOrder(random, members, rest));
  const blocks = blockCountOf(items.length, Math.max(1, queues.length));
  const offsets = queues.map(() => uniformInteger(random, blocks));
  const taken = queues.map(() => 0);
  const order: T[] = [];
  for (let block = 0; block < blocks; block += 1) {
    const turns = queues.flatMap((queue, group) => {
      const bound = (index: number): number =>
        Math.floor((index * queue.length + (offsets[group] ?? 0)) / blocks);
      return Array<number>(bound(block + 1) - bound(block)).fill(group);
    });
    for (const group of shuffled(random, turns)) {
      order.push(...(queues[group] ?? []).slice(taken[group] ?? 0, (taken[group] ?? 0) + 1));
      taken[group] = (taken[group] ?? 0) + 1;
    }
  }
  return order;
}

/**
 * Deals items into hands: every hand gets the same number within one, of all items and of each group of the first
 * key, of the first two, and so on. Which items come together is random.
 *
 * @param hands 1 or more.
 */
export function dealEvenly<T>(
  random: Random,
  items: readonly T[],
  keys: readonly KeyOf<T>[],
  hands: number,
): T[][] {
  const dealt: T[][] = Array.from({ length: hands }, () => []);
  // Each group is a run of the list, so that cards dealt in turn differ by one at most on every level.
  const start = uniformInteger(random, hands);
  nestedShuffle(random, items, keys).forEach((item, index) => {
    dealt[(start + index) % hands]?.push(item);
  });
  return dealt;
}

function nestedShuffle<T>(random: Random, items: readonly T[], keys: readonly KeyOf<T>[]): T[] {
  const [key, ...rest] = keys;
  if (key === undefined) return shuffled(random, items);
  return shuffled(random, sortedGroups(items, key)).flatMap((members) =>
    nestedShuffle(random, members, rest),
  );
}

/** Sorted by key, so that the order of the groups' first items does not matter to the draws. */
function sortedGroups<T>(items: readonly T[], key: KeyOf<T>): T[][] {
  return [...groupBy(items, key)]
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([, own]) => own);
}
