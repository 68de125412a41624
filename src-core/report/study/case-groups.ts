import type { CaseId } from '../../base/ids.ts';
import type { Protocol } from '../../study/protocol.ts';
import { filmRoots } from '../../study/units.ts';

/**
 * Cases that belong together: of one patient, of one prompt, of one film and its edits, or shown in one set; directly or
 * through others. A group is named by the first of its cases, by id.
 */
export function caseGroups({
  cases,
  design,
}: Pick<Protocol, 'cases' | 'design'>): ReadonlyMap<CaseId, string> {
  const roots = filmRoots(cases);
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    let at = key;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  const join = (one: string, other: string): void => {
    const [first, second] = [rootOf(one), rootOf(other)].sort();
    if (first !== second && first !== undefined && second !== undefined) parent.set(second, first);
  };
  for (const { caseId, patient, prompt, filmId } of cases) {
    if (patient !== null) join(`case ${caseId}`, `patient ${patient}`);
    if (prompt !== null) join(`case ${caseId}`, `prompt ${prompt}`);
    join(`case ${caseId}`, `film ${roots.get(filmId) ?? filmId}`);
  }
  if (design.kind !== 'single-film') {
    for (const { target, foils } of design.sets) {
      for (const foil of foils) join(`case ${target}`, `case ${foil}`);
    }
  }
  const names = new Map<string, string>();
  const sorted = cases.map(({ caseId }) => caseId).sort();
  for (const caseId of sorted) {
    const root = rootOf(`case ${caseId}`);
    if (!names.has(root)) names.set(root, caseId);
  }
  return new Map(sorted.map((caseId) => [caseId, names.get(rootOf(`case ${caseId}`)) ?? caseId]));
}
