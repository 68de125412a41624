import { describe, expect, it } from 'vitest';
import type { CaseId } from '../base/ids.ts';
import { seededRandom } from '../base/random.ts';
import {
  type AllocatedSession,
  type AllocatedTrial,
  allocateAdjudication,
  allocateReader,
  type ReaderAllocation,
} from './allocation.ts';
import { checkAllocation } from './allocation-check.ts';
import { balancedOrder, dealEvenly } from './balanced-order.ts';
import { boundedFlow } from './bounded-flow.ts';
import { williamsRows } from './latin-square.ts';
import type { Protocol } from './protocol.ts';
import { readProtocol, validateProtocol } from './protocol-freeze.ts';
import { allocationsOf, firstValidProtocols, randomProtocol } from './test-protocols.ts';
import { counter, refusalOf, TEST_PROTOCOL, testArm, testCase } from './test-study.ts';

describe('allocateReader', () => {
  // npm run test:long tries 10,000.
  it('meets every stated constraint of 300 random protocols that validate', () => {
    for (const { seed, protocol } of firstValidProtocols(0, 300)) {
      expect(checkAllocation(protocol, allocationsOf(protocol)), `seed ${seed}`).toEqual([]);
    }
  });

  it('gives the same order for the same seed, and another for another seed or reader', () => {
    const [{ protocol } = { protocol: TEST_PROTOCOL }] = firstValidProtocols(
      0,
      1,
      ({ cases, readers }) => cases.length > 20 && readers.length > 1,
    );
    const order = (of: Protocol, reader = 0): string[] =>
      allocateReader(of, of.readers[reader]?.id ?? '', counter('id')).sessions.flatMap(({ trials }) =>
        trials.map(({ unitId }) => unitId),
      );
    expect(order(protocol)).toEqual(order(protocol));
    expect(order({ ...protocol, seed: protocol.seed + 1 })).not.toEqual(order(protocol));
    expect(order(protocol, 1)).not.toEqual(order(protocol));
  });

  it('does not depend on the order of the readers', () => {
    for (const { protocol } of firstValidProtocols(0, 20)) {
      const backwards = { ...protocol, readers: [...protocol.readers].reverse() };
      const [{ id } = { id: '' }] = protocol.readers;
      expect(allocateReader(backwards, id, counter('id'))).toEqual(
        allocateReader(protocol, id, counter('id')),
      );
    }
  });

  it('refuses a reader who is not of the study, and an id source that repeats itself', () => {
    expect(refusalOf(() => allocateReader(TEST_PROTOCOL, 'nobody', counter('id'))).code).toBe('NOT_FOUND');
    expect(refusalOf(() => allocateReader(TEST_PROTOCOL, 'reader-a', () => 'same')).code).toBe('CONFLICT');
  });

  it('refuses or carries out every random protocol: nothing that validates fails later', () => {
    let refused = 0;
    for (let seed = 100_000; seed < 100_400; seed += 1) {
      const protocol = readProtocol(randomProtocol(seed));
      try {
        validateProtocol(protocol);
      } catch {
        refused += 1;
        continue;
      }
      expect(() => allocationsOf(protocol), `seed ${seed}`).not.toThrow();
    }
    // Both happen often, so that neither is untested.
    expect(refused).toBeGreaterThan(50);
    expect(refused).toBeLessThan(350);
  });
});

describe('checkAllocation finds', () => {
  const cases = [
    ...Array.from({ length: 12 }, (_, index) =>
      testCase(`r${index}`, 'real', { finding: index % 2 === 0 ? 'Edema' : 'Effusion' }),
    ),
    ...Array.from({ length: 12 }, (_, index) =>
      testCase(`e${index}`, 'edited', { derivedFrom: `film-r${index}` as never, finding: 'Edema' }),
    ),
    testCase('t0', 'real', { role: 'training' }),
    testCase('c0', 'real', { role: 'calibration' }),
    testCase('a0', 'real', { role: 'attention', expected: { realism: 1 } }),
    testCase('a1', 'real', { role: 'attention', expected: { realism: 1 } }),
  ];
  const protocol = validateProtocol({
    ...TEST_PROTOCOL,
    arms: [testArm('real', 'real', cases), testArm('edited', 'edited', cases)],
    cases,
    phases: TEST_PROTOCOL.phases.map((phase) => ({ ...phase, sessions: 2 })),
    training: { phase: 'reading', passShare: null, maxAttempts: 1 },
    calibration: { placement: 'first-session' },
    attention: { minDistance: 3, maxFailures: null },
    repeats: { phase: 'reading', count: 4, minDistance: 5, placement: 'same-session' },
  });
  const sound = allocationsOf(protocol);

  /** The allocation with one session of the first reader changed. */
  function faultsOf(
    change: (trials: AllocatedTrial[], session: AllocatedSession) => AllocatedTrial[],
    at = 0,
  ): string {
    const [first, ...rest] = sound as [ReaderAllocation, ...ReaderAllocation[]];
    const sessions = first.sessions.map((session, index) =>
      index === at ? { ...session, trials: change([...session.trials], session) } : session,
    );
    return checkAllocation(protocol, [{ ...first, sessions }, ...rest]).join('\n');
  }
  const placeOf = (trials: readonly AllocatedTrial[], kind: AllocatedTrial['kind']): number =>
    trials.findIndex((trial) => trial.kind === kind);
  const moved = (trials: AllocatedTrial[], from: number, to: number): AllocatedTrial[] => {
    trials.splice(to, 0, ...trials.splice(from, 1));
    return trials;
  };

  it('nothing in a sound allocation', () => {
    expect(checkAllocation(protocol, sound)).toEqual([]);
  });

  it.each<[string, (trials: AllocatedTrial[], session: AllocatedSession) => AllocatedTrial[]]>([
    [
      'the cases are not shown once each',
      (trials) => trials.filter(({ kind }, at) => kind !== 'reading' || at > 5),
    ],
    ['calibration of session 1 does not stand at its start', (trials) => moved(trials, 0, 3)],
    ['calibration of session 1 is not what it should be', (trials) => trials.slice(1)],
    ['begins with an attention check', (trials) => moved(trials, placeOf(trials, 'attention'), 0)],
    [
      'is too close to its first showing',
      (trials) => {
        const again = placeOf(trials, 'repeat');
        const first = trials.findIndex(({ readerCaseId }) => readerCaseId === trials[again]?.repeatOf);
        return moved(trials, again, first + 1);
      },
    ],
    ['3 cases are repeated, not 4', (trials) => trials.filter((_, at) => at !== placeOf(trials, 'repeat'))],
    [
      'repeats nothing',
      (trials) =>
        trials.map((trial) => (trial.kind === 'repeat' ? { ...trial, repeatOf: 'other' as never } : trial)),
    ],
    [
      'is not balanced in blocks',
      (trials) => {
        const read = trials.filter(({ kind }) => kind === 'reading');
        const sorted = [...read].sort((one, two) => (one.unitId < two.unitId ? -1 : 1));
        return trials.map((trial) => (trial.kind === 'reading' ? (sorted.shift() ?? trial) : trial));
      },
    ],
    [
      'does not show the films of',
      (trials) =>
        trials.map((trial) => ({
          ...trial,
          films: trial.films.map((film) => ({ ...film, caseId: 'case-r0' as CaseId })),
        })),
    ],
    ['is given twice', (trials) => trials.map((trial) => ({ ...trial, readerCaseId: 'same' as never }))],
  ])('%s', (words, change) => {
    expect(faultsOf(change)).toContain(words);
  });

  it('a film and its edit in one session', () => {
    const other = sound[0]?.sessions[1]?.trials.filter(({ kind }) => kind === 'reading') ?? [];
    const found = faultsOf((trials) => [...trials, ...other]);
    expect(found).toMatch(/session 1 shows two films that come from film-r\d+/);
    expect(found).toContain('not dealt evenly');
  });

  it('a training left out, and readers left out', () => {
    const [first, ...rest] = sound as [ReaderAllocation, ...ReaderAllocation[]];
    const untaught = { ...first, sessions: first.sessions.map((session) => ({ ...session, training: [] })) };
    expect(checkAllocation(protocol, [untaught, ...rest]).join()).toContain('training of session 1 is not');
    expect(checkAllocation(protocol, rest).join()).toContain('not those of the readers');
  });

  it('places and squares that do not rotate', () => {
    const [pair] = firstValidProtocols(0, 1, ({ design }) => design.kind === 'pair');
    const [square] = firstValidProtocols(
      0,
      1,
      ({ order, readers }) => order.readerOrder.kind === 'latin-square' && readers.length > 3,
    );
    if (pair === undefined || square === undefined) throw new Error('No such random protocol was found.');
    const oneSided = allocationsOf(pair.protocol).map((allocation) => ({
      ...allocation,
      sessions: allocation.sessions.map((session) => ({
        ...session,
        trials: session.trials.map((trial) => ({
          ...trial,
          films: [...trial.films].sort((one, two) => (one.caseId < two.caseId ? -1 : 1)),
        })),
      })),
    }));
    expect(checkAllocation(pair.protocol, oneSided).join()).toContain('do not hold the target equally often');
    const [leader, ...others] = allocationsOf(square.protocol) as [ReaderAllocation, ...ReaderAllocation[]];
    const alike = others.map(({ readerId }) => ({ ...leader, readerId }));
    expect(checkAllocation(square.protocol, [leader, ...alike]).join()).toContain('do not rotate');
  });
});

describe('the parts of the order', () => {
  it('balancedOrder holds every item once, and dealEvenly too', () => {
    const items = Array.from({ length: 23 }, (_, index) => index);
    const keys = [(item: number) => String(item % 3), (item: number) => String(item % 2)];
    expect([...balancedOrder(seededRandom(1), items, keys)].sort((a, b) => a - b)).toEqual(items);
    expect(
      dealEvenly(seededRandom(1), items, keys, 4)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual(items);
    expect(balancedOrder(seededRandom(1), [], keys)).toEqual([]);
  });

  it('balancedOrder puts each item first about equally often, whatever its group', () => {
    const items = ['r0', 'r1', 'r2', 'r3', 's0', 's1', 's2', 's3'];
    const first = new Map<string, number>();
    for (let seed = 0; seed < 8000; seed += 1) {
      const [head = ''] = balancedOrder(seededRandom(seed), items, [(item) => item.charAt(0)]);
      first.set(head, (first.get(head) ?? 0) + 1);
    }
    const chiSquare = items.reduce((sum, item) => sum + ((first.get(item) ?? 0) - 1000) ** 2 / 1000, 0);
    // Upper 0.1 % point of chi-square with 7 degrees of freedom: 24.32 (NIST/SEMATECH e-Handbook, 1.3.6.7.4).
    expect(chiSquare).toBeLessThan(24.32);
  });

  it.each([1, 2, 3, 4, 5, 6, 9, 12])('williamsRows(%i) is Latin and balanced for what comes before', (n) => {
    const rows = williamsRows(n);
    const times = rows.length / n;
    expect(times).toBe(n === 1 || n % 2 === 0 ? 1 : 2);
    const follows = new Map<string, number>();
    for (let place = 0; place < n; place += 1) {
      const column = rows.map((row) => row[place]);
      for (let treatment = 0; treatment < n; treatment += 1) {
        expect(column.filter((value) => value === treatment)).toHaveLength(times);
      }
    }
    for (const row of rows) {
      row.slice(1).forEach((treatment, index) => {
        const pair = `${row[index]} ${treatment}`;
        follows.set(pair, (follows.get(pair) ?? 0) + 1);
      });
    }
    expect(follows.size).toBe(n * (n - 1));
    expect(new Set(follows.values()).size).toBeLessThanOrEqual(1);
  });

  it('boundedFlow keeps lower bounds, and says where none can', () => {
    const edge = (from: number, to: number, low: number, high: number) => ({ from, to, low, high });
    // By hand: 2 units through 0 -> 1 -> 3 and 0 -> 2 -> 3, at least one on each side.
    expect(
      boundedFlow(4, [edge(0, 1, 1, 2), edge(0, 2, 1, 1), edge(1, 3, 0, 1), edge(2, 3, 0, 5)], 0, 3),
    ).toEqual([1, 1, 1, 1]);
    expect(boundedFlow(3, [edge(0, 1, 2, 2), edge(1, 2, 0, 1)], 0, 2)).toBeNull();
  });
});

describe('allocateAdjudication', () => {
  it('shows the disputed cases once each, in an order of the reader, with new ids', () => {
    const disputed = ['case-real-1', 'case-synthetic-2'];
    const trials = allocateAdjudication(TEST_PROTOCOL, 'adjudication', 'reader-a', disputed, counter('id'));
    expect(trials.map(({ unitId }) => unitId).sort()).toEqual(disputed);
    expect(trials.every(({ kind, repeatOf }) => kind === 'adjudication' && repeatOf === null)).toBe(true);
    expect(
      refusalOf(() => allocateAdjudication(TEST_PROTOCOL, 'adjudication', 'reader-a', ['x'], counter('id')))
        .code,
    ).toBe('NOT_FOUND');
  });
});
