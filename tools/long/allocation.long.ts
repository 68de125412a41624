import { expect, it } from 'vitest';
import { checkAllocation } from '../../src-core/study/allocation-check.ts';
import { allocationsOf, firstValidProtocols } from '../../src-core/study/test-protocols.ts';
import { leaveLongResult, longTestSeed } from './long-test.ts';

const NAME = 'Order of 10,000 random protocols';
const PROTOCOLS = 10_000;
const PART = 500;

it('every one of 10,000 random protocols that validate has an order that meets all it promises', () => {
  const startMs = performance.now();
  const seed = longTestSeed(NAME);
  const designs = new Map<string, number>();
  let trials = 0;
  let from = seed;
  for (let done = 0; done < PROTOCOLS; done += PART) {
    for (const found of firstValidProtocols(from, PART)) {
      const allocations = allocationsOf(found.protocol);
      expect(checkAllocation(found.protocol, allocations), `protocol of seed ${found.seed}`).toEqual([]);
      const { kind } = found.protocol.design;
      designs.set(kind, (designs.get(kind) ?? 0) + 1);
      trials += allocations.flatMap(({ sessions }) => sessions.flatMap((session) => session.trials)).length;
      from = found.seed + 1;
    }
    process.stderr.write(`[long] ${NAME}: ${done + PART} of ${PROTOCOLS}\n`);
  }
  const kinds = [...designs].map(([kind, count]) => `${count} ${kind}`).sort();
  leaveLongResult({
    name: NAME,
    outcome: `${PROTOCOLS} of ${PROTOCOLS} meet every constraint (${kinds.join(', ')}; ${trials} showings)`,
    seed,
    tookMs: performance.now() - startMs,
  });
});
