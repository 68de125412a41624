import { groupBy } from '../base/collections.ts';

/** Arm, finding and view: groups within groups. */
export type Path = readonly string[];

const DEPTHS = [0, 1, 2, 3];
const nameAt = (path: Path, depth: number): string => JSON.stringify(path.slice(0, depth));

/** Whether the hands hold the same number within one of everything, and of each group at every depth. */
export function withinOne(hands: readonly (readonly Path[])[]): boolean {
  return DEPTHS.every((depth) => {
    const names = new Set(hands.flat().map((path) => nameAt(path, depth)));
    return [...names].every((name) => {
      const counts = hands.map((hand) => hand.filter((path) => nameAt(path, depth) === name).length);
      return Math.max(...counts) - Math.min(...counts) <= 1;
    });
  });
}

/** Groups that do not keep to their share along an order: at the end of each block, within one of it. */
export function blockFaults(order: readonly Path[]): string[] {
  return DEPTHS.slice(0, 3).flatMap((depth) =>
    [...groupBy(order, (path) => nameAt(path, depth))].flatMap(([name, members]) =>
      keepsShares(members.map((path) => path[depth] ?? ''))
        ? []
        : [`the order within ${name} is not balanced in blocks.`],
    ),
  );
}

/** For every block there is a place in the order up to which each group has had its share, within one. */
function keepsShares(order: readonly string[]): boolean {
  const totals = new Map([...groupBy(order, (name) => name)].map(([name, own]) => [name, own.length]));
  const blocks = Math.max(1, Math.floor(order.length / (2 * Math.max(1, totals.size))));
  const had = new Map<string, number>();
  let block = 1;
  for (const name of order) {
    had.set(name, (had.get(name) ?? 0) + 1);
    const reached = [...totals].every(
      ([group, total]) => Math.abs((had.get(group) ?? 0) - (total * block) / blocks) < 1,
    );
    if (reached) block += 1;
  }
  return block > blocks;
}
