import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CaseId, FilmId } from '../base/ids.ts';
import { type AllocatedTrial, type AllocationSource, allocateReader } from './allocation.ts';
import { checkAllocation } from './allocation-check.ts';
import type { CaseRole } from './protocol.ts';
import { counter, TEST_PROTOCOL, testCase } from './test-study.ts';

interface GoldenSession {
  readonly phase: string;
  readonly training: readonly string[];
  readonly trials: readonly string[];
}

type GoldenCase = [string, string, CaseRole, string | null, string | null, string | null];

interface GoldenEntry {
  readonly name: string;
  readonly study: {
    readonly seed: number;
    readonly films: number;
    readonly cases: readonly GoldenCase[];
    readonly sets: readonly [string, [string, ...string[]]][] | null;
    readonly readers: readonly string[];
    readonly phases: readonly [string, number][];
    readonly training: string | null;
    readonly calibration: 'first-session' | 'every-session' | null;
    readonly attention: number | null;
    readonly repeats: AllocationSource['repeats'];
    readonly blocks: number | null;
  };
  readonly orders: Readonly<Record<string, readonly GoldenSession[]>>;
}

// Origin: tools/goldens/make_order_goldens.py, a second implementation of the generator and the rules.
const goldens: readonly GoldenEntry[] = JSON.parse(
  readFileSync(new URL('./goldens/order-2.json', import.meta.url), 'utf8'),
);

function sourceOf({ study }: GoldenEntry): AllocationSource {
  const sets = (study.sets ?? []).map(([setId, [target, ...foils]]) => ({
    setId,
    target: target as CaseId,
    foils: foils as CaseId[],
  }));
  return {
    seed: study.seed,
    design:
      study.films === 1
        ? { kind: 'single-film' }
        : study.films === 2
          ? { kind: 'pair', sets }
          : { kind: 'n-way', films: study.films, sets },
    cases: study.cases.map(([id, arm, role, finding, view, source]) =>
      testCase(id, arm, {
        caseId: id as CaseId,
        filmId: id as string as FilmId,
        role,
        finding,
        view,
        derivedFrom: source as FilmId | null,
      }),
    ),
    readers: study.readers.map((id) => ({ id, name: id, profile: null })),
    phases: study.phases.map(([id, sessions]) => ({
      kind: 'reading',
      id,
      purpose: 'informed',
      stages: ['film'],
      sessions,
      washout: { beforeDays: 0, betweenDays: 0 },
      questionnaire: null,
    })),
    training: study.training === null ? null : { phase: study.training, passShare: null, maxAttempts: 1 },
    calibration: study.calibration === null ? null : { placement: study.calibration },
    attention: study.attention === null ? null : { minDistance: study.attention, maxFailures: null },
    repeats: study.repeats,
    order: {
      ...TEST_PROTOCOL.order,
      readerOrder:
        study.blocks === null ? { kind: 'random' } : { kind: 'latin-square', blocks: study.blocks },
    },
  };
}

const written = (trials: readonly AllocatedTrial[]): string[] =>
  trials.map(({ kind, films }) => `${kind} ${films.map(({ caseId }) => caseId).join('+')}`);

describe('lightbox-order-2', () => {
  it.each(goldens.map((entry) => [entry.name, entry] as const))(
    'gives the golden order: %s',
    (_name, entry) => {
      const source = sourceOf(entry);
      const newId = counter('id');
      const allocations = source.readers.map(({ id }) => allocateReader(source, id, newId));
      for (const { readerId, sessions } of allocations) {
        expect(
          sessions.map(({ phase, training, trials }) => ({
            phase,
            training: written(training),
            trials: written(trials),
          })),
          readerId,
        ).toEqual(entry.orders[readerId]);
      }
      expect(checkAllocation(source, allocations)).toEqual([]);
    },
  );
});
