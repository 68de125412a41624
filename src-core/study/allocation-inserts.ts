import { groupBy } from '../base/collections.ts';
import { type Random, shuffled, uniformInteger } from '../base/random.ts';
import type { TrialKind } from './allocation.ts';
import { balancedOrder, stratumKeys } from './balanced-order.ts';
import type { Protocol } from './protocol.ts';
import type { Unit } from './units.ts';

/** A unit at a place of a session; `first`: of a repeat, its first showing. */
export interface Placed {
  readonly unit: Unit;
  readonly kind: TrialKind;
  readonly first: Placed | null;
}

type Repeats = NonNullable<Protocol['repeats']>;

/** What is inserted after a place of a session. */
interface Insert {
  readonly session: number;
  readonly after: number;
  readonly entry: Placed;
}

/**
 * Spreads attention checks over a session: one in each of as many equal stretches, at a random place that leaves at
 * least `minDistance` places to the next; never first.
 */
export function placeAttention(
  random: Random,
  session: readonly Placed[],
  checks: readonly Unit[],
  minDistance: number,
): Placed[] {
  if (checks.length === 0) return [...session];
  const stretch = Math.floor(session.length / checks.length);
  const start = uniformInteger(random, session.length - stretch * checks.length + 1);
  return inserted(
    random,
    [session],
    shuffled(random, checks).map((unit, index) => ({
      session: 0,
      after: start + index * stretch + uniformInteger(random, Math.max(1, stretch - minDistance + 1)),
      entry: { unit, kind: 'attention', first: null },
    })),
  ).flat();
}

/**
 * Chooses cases to repeat, balanced over arm, finding and view, and places each at least `minDistance` places after
 * its first showing, counted over the sessions of the phase. A case repeated in a later session has no edit or
 * source in the study.
 */
export function placeRepeats(random: Random, sessions: readonly Placed[][], repeats: Repeats): Placed[][] {
  const inserts =
    repeats.placement === 'same-session'
      ? sameSession(random, sessions, repeats)
      : laterSession(random, sessions, repeats);
  return inserted(random, sessions, inserts);
}

function sameSession(
  random: Random,
  sessions: readonly Placed[][],
  { count, minDistance }: Repeats,
): Insert[] {
  const quota = evenQuota(random, count, sessions.length);
  return sessions.flatMap((session, index) => {
    // Later, nothing stands far enough behind. An insert behind place j ends at least j + 1 places on.
    const early = session.flatMap((entry, place) =>
      entry.kind === 'reading' && place + minDistance <= session.length ? [{ entry, place }] : [],
    );
    return chosen(random, early, quota[index] ?? 0).map(({ entry, place }) => {
      const earliest = place + minDistance - 1;
      return {
        session: index,
        after: earliest + uniformInteger(random, session.length - earliest),
        entry: { unit: entry.unit, kind: 'repeat', first: entry },
      };
    });
  });
}

function laterSession(
  random: Random,
  sessions: readonly Placed[][],
  { count, minDistance }: Repeats,
): Insert[] {
  const read = sessions.flat().filter(({ kind }) => kind === 'reading');
  const families = groupBy(read, ({ unit }) => unit.family);
  const early = sessions
    .slice(0, -1)
    .flatMap((session, index) =>
      session.flatMap((entry, place) =>
        entry.kind === 'reading' && families.get(entry.unit.family)?.length === 1
          ? [{ entry, place, session: index }]
          : [],
      ),
    );
  return chosen(random, early, count).map(({ entry, place, session }) => {
    const target = session + 1 + uniformInteger(random, sessions.length - session - 1);
    const between = sessions.slice(session, target).reduce((sum, { length }) => sum + length, -place - 1);
    // Behind the calibration, and never first.
    const warmUp = (sessions[target] ?? []).filter(({ kind }) => kind === 'calibration').length;
    const earliest = Math.max(0, warmUp - 1, minDistance - 2 - between);
    const length = sessions[target]?.length ?? 0;
    return {
      session: target,
      after: earliest + uniformInteger(random, length - earliest),
      entry: { unit: entry.unit, kind: 'repeat', first: entry },
    };
  });
}

function chosen<T extends { readonly entry: Placed }>(
  random: Random,
  from: readonly T[],
  count: number,
): T[] {
  return balancedOrder(
    random,
    from,
    stratumKeys(({ entry }) => entry.unit.stratum),
  ).slice(0, count);
}

function evenQuota(random: Random, count: number, parts: number): number[] {
  const extra = count % parts;
  return shuffled(
    random,
    Array.from({ length: parts }, (_, part) => Math.floor(count / parts) + (part < extra ? 1 : 0)),
  );
}

/** The sessions with every insert behind its place; several behind one place in random order. */
function inserted(
  random: Random,
  sessions: readonly (readonly Placed[])[],
  inserts: readonly Insert[],
): Placed[][] {
  const at = groupBy(shuffled(random, inserts), ({ session, after }) => `${session} ${after}`);
  return sessions.map((session, index) =>
    session.flatMap((entry, place) => [
      entry,
      ...(at.get(`${index} ${place}`) ?? []).map((insert) => insert.entry),
    ]),
  );
}
