import { LightboxError } from '../../base/errors.ts';
import type { CaseId, ReaderCaseId } from '../../base/ids.ts';
import { type Random, seededRandom, shuffled, uniformInteger } from '../../base/random.ts';
import type { Protocol1 } from './protocol.ts';

/** Where one reader meets a case. The coordinator's side: a reader is given `readerCaseId` alone. */
export interface AllocatedCase {
  /** From 1. */
  readonly position: number;
  readonly caseId: CaseId;
  readonly readerCaseId: ReaderCaseId;
}

/** Cases of the smallest arm in a block: 2 keeps a block unpredictable and the balance tight. */
const SMALLEST_ARM_PER_BLOCK = 2;

/**
 * `lightbox-order-1`, of protocols of format 1: the order in which one reader meets all cases, a function of the protocol's seed, its cases in their order,
 * and the reader's id. Arms are balanced along the order by blocks (`blockRandomised`).
 *
 * @param newReaderCaseId draws a random id (from a cryptographic source: the id must carry nothing).
 * @throws LightboxError NOT_FOUND for a reader who is not of the protocol, CONFLICT when an id is drawn twice.
 */
export function allocateReader(
  protocol: Pick<Protocol1, 'seed' | 'cases' | 'readers'>,
  readerId: string,
  newReaderCaseId: () => ReaderCaseId,
): AllocatedCase[] {
  if (!protocol.readers.some(({ id }) => id === readerId)) {
    throw new LightboxError('NOT_FOUND', `The study has no reader ${readerId}.`, { readerId });
  }
  const random = seededRandom(`lightbox-order-1/${protocol.seed}/${readerId}`);
  const drawn = new Set<ReaderCaseId>();
  return blockRandomised(random, protocol.cases, ({ arm }) => arm).map(({ caseId }, index) => {
    const readerCaseId = newReaderCaseId();
    if (drawn.has(readerCaseId)) {
      throw new LightboxError('CONFLICT', 'The same case id was drawn twice for one reader; freeze again.');
    }
    drawn.add(readerCaseId);
    return { position: index + 1, caseId, readerCaseId };
  });
}

/**
 * A random order in blocks that hold every arm in its share of the whole: after each block every arm is within
 * one case of its share. With n cases of the smallest arm there are floor(n / 2) blocks, at least one; where
 * shares are no whole numbers, chance decides which blocks take the surplus.
 */
export function blockRandomised<T>(random: Random, items: readonly T[], armOf: (item: T) => string): T[] {
  const arms = new Map<string, T[]>();
  for (const item of items) {
    const arm = arms.get(armOf(item));
    if (arm === undefined) arms.set(armOf(item), [item]);
    else arm.push(item);
  }
  // Sorted, so that the order of the arms' first cases does not matter to the draws.
  const queues = [...arms.entries()]
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([, members]) => shuffled(random, members));
  const smallest = Math.min(...queues.map(({ length }) => length));
  const blockCount = Math.max(1, Math.floor(smallest / SMALLEST_ARM_PER_BLOCK));
  const offsets = queues.map(() => uniformInteger(random, blockCount));
  const order: T[] = [];
  for (let block = 0; queues.length > 0 && block < blockCount; block += 1) {
    const members = queues.flatMap((queue, arm) => {
      const bound = (index: number): number =>
        Math.floor((index * queue.length + (offsets[arm] ?? 0)) / blockCount);
      return queue.slice(bound(block), bound(block + 1));
    });
    order.push(...shuffled(random, members));
  }
  return order;
}
