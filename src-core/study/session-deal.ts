import { groupBy } from '../base/collections.ts';
import { LightboxError } from '../base/errors.ts';
import { type Random, shuffled } from '../base/random.ts';
import { dealEvenly, stratumKeys } from './balanced-order.ts';
import { type BoundedEdge, boundedFlow } from './bounded-flow.ts';
import type { Unit } from './units.ts';

const UNIT_KEYS = stratumKeys(({ stratum }: Unit) => stratum);

/**
 * Deals units to sessions: no two of a family in one session, and in every session the same number within one of
 * all units, of each arm, of each finding within an arm, and of each view within that.
 *
 * Such a deal exists whenever no family is larger than the number of sessions: units are the edges of a bipartite
 * graph between families and strata, and a balanced colouring of its edges is one (de Werra, 1971); each session is
 * one colour, taken off as a whole flow between the floor and the ceiling of every group's share.
 *
 * @throws LightboxError STUDY_INVALID for a family larger than the number of sessions.
 */
export function dealSessions(random: Random, units: readonly Unit[], sessions: number): Unit[][] {
  const families = groupBy(units, ({ family }) => family);
  const largest = Math.max(0, ...[...families.values()].map(({ length }) => length));
  if (largest <= 1) return dealEvenly(random, units, UNIT_KEYS, sessions);
  if (largest > sessions) {
    throw new LightboxError(
      'STUDY_INVALID',
      `${largest} cases show edits of one film, for ${sessions} session(s).`,
    );
  }
  const dealt: Unit[][] = [];
  let rest = shuffled(random, units);
  for (let left = sessions; left > 1; left -= 1) {
    const taken = new Set(oneSession(rest, left));
    dealt.push(rest.filter((unit) => taken.has(unit)));
    rest = rest.filter((unit) => !taken.has(unit));
  }
  return shuffled(random, [...dealt, rest]);
}

/** A share of 1 / `left` of the units, of every group, with at most one unit of a family. */
function oneSession(units: readonly Unit[], left: number): Unit[] {
  const nodes = new Map<string, number>([
    ['source', 0],
    ['sink', 1],
  ]);
  const nodeOf = (name: string): number => {
    const known = nodes.get(name);
    if (known !== undefined) return known;
    nodes.set(name, nodes.size);
    return nodes.size - 1;
  };
  const share = (count: number) => ({ low: Math.floor(count / left), high: Math.ceil(count / left) });
  const unitEdges = units.map(
    (unit): BoundedEdge => ({
      from: nodeOf(`stratum ${pathOf(unit, 3)}`),
      to: nodeOf(`family ${unit.family}`),
      low: 0,
      high: 1,
    }),
  );
  const groupEdges = [0, 1, 2, 3].flatMap((depth) =>
    [...groupBy(units, (unit) => pathOf(unit, depth))].map(([path, members]): BoundedEdge => {
      const [first] = members;
      const above = depth === 0 || first === undefined ? 'source' : `stratum ${pathOf(first, depth - 1)}`;
      return { from: nodeOf(above), to: nodeOf(`stratum ${path}`), ...share(members.length) };
    }),
  );
  const familyEdges = [...groupBy(units, ({ family }) => family)].map(
    ([family, members]): BoundedEdge => ({
      from: nodeOf(`family ${family}`),
      to: nodeOf('sink'),
      ...share(members.length),
    }),
  );
  const flow = boundedFlow(nodes.size, [...unitEdges, ...groupEdges, ...familyEdges], 0, 1);
  if (flow === null) throw new LightboxError('INTERNAL', 'No balanced session was found, though one exists.');
  return units.filter((_, index) => flow[index] === 1);
}

/** A name for a unit's group at a depth: 0 all units, 1 its arm, 2 its finding in the arm, 3 its view in that. */
function pathOf({ stratum: { arm, finding, view } }: Unit, depth: number): string {
  return JSON.stringify([arm, finding, view].slice(0, depth));
}
