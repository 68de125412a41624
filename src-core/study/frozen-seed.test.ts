import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { allocateReader } from './allocation.ts';
import { frozenSeed } from './frozen-seed.ts';
import { counter, TEST_PROTOCOL } from './test-study.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the seed of a frozen protocol', () => {
  it('is a whole number of 52 bits that neither the seed of the draft nor the salt gives alone', () => {
    const seeds = [
      frozenSeed(3, 'salt', sha256Hex),
      frozenSeed(3, 'other', sha256Hex),
      frozenSeed(4, 'salt', sha256Hex),
    ];
    expect(new Set(seeds).size).toBe(3);
    for (const seed of seeds) {
      expect(Number.isSafeInteger(seed)).toBe(true);
      expect(seed).toBeLessThan(2 ** 52);
    }
  });

  it('must be secret: with it, the arms stand at the same places whatever the ids of the cases are', () => {
    const armsInOrder = (prefix: string): string[] => {
      const newId = counter(prefix);
      const cases = TEST_PROTOCOL.cases
        .map((entry) => ({
          ...entry,
          caseId: `${prefix}-${sha256Hex(prefix + entry.caseId)}` as typeof entry.caseId,
        }))
        .sort((one, other) => (one.caseId < other.caseId ? -1 : 1));
      const armOf = new Map(cases.map(({ caseId, arm }) => [caseId, arm]));
      const { sessions } = allocateReader(
        { ...TEST_PROTOCOL, cases },
        TEST_PROTOCOL.readers[0]?.id ?? '',
        newId,
      );
      return sessions.flatMap(({ trials }) =>
        trials.map(({ films: [film] }) => (film && armOf.get(film.caseId)) ?? ''),
      );
    };
    expect(armsInOrder('a')).toEqual(armsInOrder('b'));
  });
});
