import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseId, FilmId, ReaderCaseId } from '../../base/ids.ts';
import { seededRandom } from '../../base/random.ts';
import { allocateReader, blockRandomised } from './allocation.ts';
import type { Protocol1 } from './protocol.ts';

type Case1 = Protocol1['cases'][number];

interface GoldenOrder {
  readonly seed: number;
  readonly readerId: string;
  readonly real: number;
  readonly synthetic: number;
  readonly order: readonly string[];
}

// Origin: tools/goldens/make_order_goldens.py, a second implementation of the generator and the rule.
const goldens: readonly GoldenOrder[] = JSON.parse(
  readFileSync(new URL('../goldens/order-1.json', import.meta.url), 'utf8'),
);

function caseOf(arm: Case1['arm'], id: string): Case1 {
  return { caseId: id as CaseId, filmId: `film-${id}` as FilmId, arm, text: 'text' };
}

function casesOf(real: number, synthetic: number): Case1[] {
  return [
    ...Array.from({ length: real }, (_, index) => caseOf('real', `r${index}`)),
    ...Array.from({ length: synthetic }, (_, index) => caseOf('synthetic', `s${index}`)),
  ];
}

function counter(): () => ReaderCaseId {
  let next = 0;
  return () => {
    next += 1;
    return `opaque-${next}` as ReaderCaseId;
  };
}

const readersOf = (id: string) => [{ id, name: id }];

describe('allocateReader', () => {
  it.each(goldens)('gives the order of the golden file: seed $seed, reader $readerId', (golden) => {
    const { seed, readerId, real, synthetic, order } = golden;
    const protocol = { seed, cases: casesOf(real, synthetic), readers: readersOf(readerId) };
    const allocation = allocateReader(protocol, readerId, counter());
    expect(allocation.map(({ caseId }) => caseId)).toEqual(order);
  });

  it('numbers positions from 1 and takes the reader case ids as they are drawn', () => {
    const protocol = { seed: 1, cases: casesOf(2, 2), readers: readersOf('a') };
    const allocation = allocateReader(protocol, 'a', counter());
    expect(allocation.map(({ position, readerCaseId }) => [position, readerCaseId])).toEqual([
      [1, 'opaque-1'],
      [2, 'opaque-2'],
      [3, 'opaque-3'],
      [4, 'opaque-4'],
    ]);
  });

  it('gives readers of one study different orders', () => {
    const readers = [...readersOf('a'), ...readersOf('b')];
    const protocol = { seed: 1, cases: casesOf(20, 20), readers };
    const order = (reader: string) => allocateReader(protocol, reader, counter()).map(({ caseId }) => caseId);
    expect(order('a')).not.toEqual(order('b'));
  });

  it('refuses a reader who is not of the study, and an id source that repeats itself', () => {
    const protocol = { seed: 1, cases: casesOf(1, 1), readers: readersOf('a') };
    expect(() => allocateReader(protocol, 'b', counter())).toThrow('no reader b');
    expect(() => allocateReader(protocol, 'a', () => 'same' as ReaderCaseId)).toThrow('drawn twice');
  });
});

describe('blockRandomised', () => {
  const armCounts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 });

  it('holds every case once', () => {
    fc.assert(
      fc.property(fc.integer(), armCounts, (seed, counts) => {
        const items = counts.flatMap((count, arm) =>
          Array.from({ length: count }, (_, at) => `${arm}/${at}`),
        );
        const order = blockRandomised(seededRandom(seed), items, (item) => item.split('/')[0] ?? '');
        expect([...order].sort()).toEqual([...items].sort());
      }),
    );
  });

  it('keeps every arm within one case of its share after each block', () => {
    fc.assert(
      fc.property(fc.integer(), armCounts, (seed, counts) => {
        const items = counts.flatMap((count, arm) => Array.from({ length: count }, () => String(arm)));
        const order = blockRandomised(seededRandom(seed), items, (item) => item);
        const blockCount = Math.max(1, Math.floor(Math.min(...counts) / 2));
        // The rule promises a place after each block where every arm has had floor or ceil of its share.
        for (let block = 1; block <= blockCount; block += 1) {
          const share = counts.map((count) => (count * block) / blockCount);
          const holds = order.some((_, at) =>
            share.every((expected, arm) => {
              const had = order.slice(0, at + 1).filter((item) => item === String(arm)).length;
              return Math.abs(had - expected) < 1;
            }),
          );
          expect(holds).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('cuts equal arms into blocks of two and two', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 20 }), (seed, half) => {
        const items = [...Array(2 * half).fill('real'), ...Array(2 * half).fill('synthetic')];
        const order = blockRandomised(seededRandom(seed), items, (item) => item);
        for (let at = 0; at < order.length; at += 4) {
          expect(order.slice(at, at + 4).sort()).toEqual(['real', 'real', 'synthetic', 'synthetic']);
        }
      }),
    );
  });

  it('puts each case first about equally often, whatever its arm', () => {
    const items = ['r0', 'r1', 'r2', 'r3', 's0', 's1', 's2', 's3'];
    const first = new Map<string, number>();
    for (let seed = 0; seed < 8000; seed += 1) {
      const [head = ''] = blockRandomised(seededRandom(seed), items, (item) => item.charAt(0));
      first.set(head, (first.get(head) ?? 0) + 1);
    }
    const chiSquare = items.reduce((sum, item) => sum + ((first.get(item) ?? 0) - 1000) ** 2 / 1000, 0);
    // Upper 0.1 % point of chi-square with 7 degrees of freedom: 24.32 (NIST/SEMATECH e-Handbook, 1.3.6.7.4).
    expect(chiSquare).toBeLessThan(24.32);
  });

  it('gives no order for no items', () => {
    expect(blockRandomised(seededRandom(1), [], () => 'real')).toEqual([]);
  });
});
