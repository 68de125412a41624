import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FilmId } from '../base/ids.ts';
import { attentionReport } from './attention.ts';
import { composeSets, selectFilms } from './choose-cases.ts';
import { disputedUnits } from './disagreement.ts';
import type { ProtocolCase } from './protocol.ts';
import { validateProtocol } from './protocol-freeze.ts';
import { readerPlan } from './reader-plan.ts';
import type { ResultRow } from './results.ts';
import { replaySession } from './session.ts';
import type { SessionEvent } from './session-events.ts';
import { nextStep } from './session-steps.ts';
import { allocationsOf } from './test-protocols.ts';
import { eventFor, secondsIn } from './test-session.ts';
import { refusalOf, TEST_PROTOCOL, testArm, testCase } from './test-study.ts';

const films = Array.from({ length: 30 }, (_, index) => `film-${index}` as FilmId);

describe('selectFilms', () => {
  it('draws the same films for a seed, whatever order they come in, and others for another', () => {
    const drawn = selectFilms(films, 10, 5);
    expect(new Set(drawn).size).toBe(10);
    expect(selectFilms([...films].reverse(), 10, 5)).toEqual(drawn);
    expect(selectFilms(films, 10, 6)).not.toEqual(drawn);
    expect(selectFilms(films, 30, 1)).toEqual([...films].sort());
  });

  it('draws every film about equally often', () => {
    const counts = new Map<FilmId, number>();
    for (let seed = 0; seed < 3000; seed += 1) {
      for (const film of selectFilms(films, 10, seed)) counts.set(film, (counts.get(film) ?? 0) + 1);
    }
    const chiSquare = films.reduce((sum, film) => sum + ((counts.get(film) ?? 0) - 1000) ** 2 / 1000, 0);
    // Upper 0.1 % point of chi-square with 29 degrees of freedom: 58.30 (NIST/SEMATECH e-Handbook, 1.3.6.7.4).
    expect(chiSquare).toBeLessThan(58.3);
  });

  it('refuses to draw more than there are', () => {
    expect(refusalOf(() => selectFilms(films, 31, 1)).message).toContain('31 films are to be drawn');
  });
});

describe('composeSets', () => {
  const some = (
    count: number,
    arm: string,
    change: (index: number) => Partial<ProtocolCase>,
  ): ProtocolCase[] =>
    Array.from({ length: count }, (_, index) => testCase(`${arm}-${index}`, arm, change(index)));

  it('puts together films of one finding, view and role, each once, and never a film with its edit', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 4 }), (seed, size) => {
        const finding = (index: number) => ['Edema', 'Effusion'][index % 2] ?? null;
        const cases = [
          ...some(12, 'real', (index) => ({ finding: finding(index), view: 'AP' })),
          ...some(20, 'edited', (index) => ({
            finding: finding(index),
            view: 'AP',
            derivedFrom: `film-real-${index % 12}` as FilmId,
          })),
        ];
        const { sets, unused } = composeSets(cases, size, ({ arm }) => arm === 'real', seed);
        const members = sets.flatMap(({ target, foils }) => [target, ...foils]);
        expect([...members, ...unused].sort()).toEqual(cases.map(({ caseId }) => caseId).sort());
        const of = (id: string): ProtocolCase | undefined => cases.find(({ caseId }) => caseId === id);
        for (const { target, foils } of sets) {
          expect(of(target)?.arm).toBe('real');
          expect(foils).toHaveLength(size - 1);
          for (const foil of foils) {
            expect(of(foil)).toMatchObject({ arm: 'edited', finding: of(target)?.finding });
            expect(of(foil)?.derivedFrom).not.toBe(of(target)?.filmId);
          }
        }
        expect(composeSets([...cases].reverse(), size, ({ arm }) => arm === 'real', seed).sets).toEqual(sets);
      }),
      { numRuns: 50 },
    );
  });
});

describe('disputedUnits', () => {
  const row = (caseId: string, answers: ResultRow['answers'], presentation = 'reading') =>
    ({ caseId, answers, presentation }) as ResultRow;
  const rule = (item: string, least: number) => ({ disagreement: { item, least } });

  it('are those whose scales lie apart by the least difference, or whose choices differ', () => {
    const rows = [
      row('a', { realism: 2, verdict: 'real' }),
      row('a', { realism: 4, verdict: 'real' }),
      row('b', { realism: 3, verdict: 'real' }),
      row('b', { realism: 4, verdict: 'synthetic' }),
      // Neither a repeat nor what is not answered makes a dispute.
      row('c', { realism: 1, verdict: 'real' }),
      row('c', { realism: 5, verdict: 'synthetic' }, 'repeat'),
      row('c', { realism: null, verdict: null }),
    ];
    const single = { design: { kind: 'single-film' } } as const;
    expect(disputedUnits(single, rule('realism', 2), rows)).toEqual(['a']);
    expect(disputedUnits(single, rule('realism', 1), rows)).toEqual(['a', 'b']);
    expect(disputedUnits(single, rule('verdict', 1), rows)).toEqual(['b']);
    const sets = [{ setId: 'set-1', target: 'b' as never, foils: ['x' as never] }];
    expect(disputedUnits({ design: { kind: 'pair', sets } }, rule('verdict', 1), rows)).toEqual(['set-1']);
  });
});

describe('attentionReport', () => {
  it('counts the checks whose expected answers were given, and those that were not', () => {
    const checks = [4, 1, 4].map((realism, index) =>
      testCase(`check-${index}`, 'real', { role: 'attention', expected: { realism } }),
    );
    const cases = [...TEST_PROTOCOL.cases, ...checks];
    const protocol = validateProtocol({
      ...TEST_PROTOCOL,
      cases,
      arms: TEST_PROTOCOL.arms.map(({ id, kind }) => testArm(id, kind, cases)),
      attention: { minDistance: 1, maxFailures: 0 },
    });
    const [allocation] = allocationsOf(protocol);
    if (allocation === undefined) throw new Error('no allocation');
    const plan = readerPlan(protocol, allocation);
    // A reader of the test histories calls every film a 4.
    const events: SessionEvent[] = [];
    for (let step = 0; step < 60; step += 1) {
      const due = nextStep(plan, replaySession(plan, events), 'run', secondsIn(step));
      const event = eventFor(due, 'run', secondsIn(step), `s${step}`);
      if (event !== null) events.push(event);
    }
    const session = (taken: number) => ({
      readerId: 'reader-a',
      allocation,
      state: replaySession(plan, events.slice(0, taken)),
    });
    expect(attentionReport(protocol, session(events.length))).toEqual({
      readerId: 'reader-a',
      passed: 2,
      failed: 1,
      exceeded: true,
    });
    expect(attentionReport(protocol, session(1))).toMatchObject({ passed: 0, failed: 0, exceeded: false });
  });
});
