import type { CaseId, FilmId } from '../base/ids.ts';
import type { CaseRole, Protocol, ProtocolCase } from './protocol.ts';

/** What is balanced over: of a set, the target's values, with the foils' arms beside the target's. */
export interface Stratum {
  readonly arm: string;
  readonly finding: string;
  readonly view: string;
}

/** What a reader is shown at once: one film, or the films of a set. */
export interface Unit {
  /** The case's id, or the set's. */
  readonly id: string;
  /** Of a set, the target first. */
  readonly cases: readonly CaseId[];
  readonly role: CaseRole;
  readonly stratum: Stratum;
  /** Units of one family never share a session: their films show the same anatomy, before and after an edit. */
  readonly family: string;
}

export type UnitSource = Pick<Protocol, 'design' | 'cases'>;

/** Films shown at once in this design. */
export function filmsAtOnce({
  design,
}: {
  readonly design:
    | { readonly kind: 'single-film' | 'pair' }
    | { readonly kind: 'n-way'; readonly films: number };
}): number {
  switch (design.kind) {
    case 'single-film':
      return 1;
    case 'pair':
      return 2;
    case 'n-way':
      return design.films;
  }
}

/**
 * The units of a protocol in the order of its cases or sets. A case that is missing is left out; the protocol's
 * validation names it.
 */
export function unitsOf({ design, cases }: UnitSource): Unit[] {
  const roots = filmRoots(cases);
  const rootOf = ({ filmId }: ProtocolCase): string => roots.get(filmId) ?? filmId;
  if (design.kind === 'single-film') {
    return cases.map((entry) => ({
      id: entry.caseId,
      cases: [entry.caseId],
      role: entry.role,
      stratum: stratumOf(entry, []),
      family: rootOf(entry),
    }));
  }
  const byId = new Map(cases.map((entry) => [entry.caseId, entry]));
  const found = (ids: readonly CaseId[]): ProtocolCase[] => ids.flatMap((id) => byId.get(id) ?? []);
  const members = design.sets.map(({ target, foils }) => found([target, ...foils]));
  const families = joinedFamilies(members.map((films) => films.map(rootOf)));
  return design.sets.flatMap(({ setId }, index) => {
    const [target, ...foils] = members[index] ?? [];
    if (target === undefined) return [];
    return {
      id: setId,
      cases: [target, ...foils].map(({ caseId }) => caseId),
      role: target.role,
      stratum: stratumOf(target, foils),
      family: families[index] ?? setId,
    };
  });
}

function stratumOf(target: ProtocolCase, foils: readonly ProtocolCase[]): Stratum {
  const foilArms = foils.map(({ arm }) => arm).sort();
  return {
    arm: [target.arm, ...foilArms].join(' | '),
    finding: target.finding ?? '',
    view: target.view ?? '',
  };
}

/** For each film, the film at the beginning of its row of edits. A circle of edits has one of its films as root. */
export function filmRoots(
  cases: readonly Pick<ProtocolCase, 'filmId' | 'derivedFrom'>[],
): ReadonlyMap<FilmId, FilmId> {
  const source = new Map(cases.map(({ filmId, derivedFrom }) => [filmId, derivedFrom]));
  return new Map(
    cases.map(({ filmId }) => {
      const seen = new Set<FilmId>([filmId]);
      let root = filmId;
      for (let next = source.get(root) ?? null; next !== null; next = source.get(next) ?? null) {
        if (seen.has(next)) {
          root = [...seen].sort()[0] ?? filmId;
          break;
        }
        seen.add(next);
        root = next;
      }
      return [filmId, root];
    }),
  );
}

/** Sets that share a film's family, directly or through others, become one family. */
function joinedFamilies(groups: readonly (readonly string[])[]): string[] {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    let at = key;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const [first, ...rest] of groups) {
    if (first === undefined) continue;
    for (const other of rest) {
      const [from, to] = [rootOf(other), rootOf(first)];
      if (from !== to) parent.set(from, to);
    }
  }
  return groups.map(([first]) => (first === undefined ? '' : rootOf(first)));
}
