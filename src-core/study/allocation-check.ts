import { firstRepeated } from '../base/collections.ts';
import type { CaseId } from '../base/ids.ts';
import type { AllocatedSession, AllocatedTrial, AllocationSource, ReaderAllocation } from './allocation.ts';
import { blockFaults, withinOne } from './allocation-check-balance.ts';
import { squareFaults } from './allocation-check-square.ts';
import { type ReadingPhase, readingPhases } from './protocol.ts';

/** A protocol as the checks look at it, worked out apart from the allocation's own code. */
interface Plan {
  readonly protocol: AllocationSource;
  /** The cases of every unit, by the unit's id. */
  readonly units: ReadonlyMap<string, readonly CaseId[]>;
  readonly caseOf: ReadonlyMap<CaseId, AllocationSource['cases'][number]>;
  readonly roots: ReadonlyMap<CaseId, string>;
}

/**
 * Checks an allocation against everything its protocol promises, independently of how it was made. What is found is
 * a fault of the program, never of the protocol.
 *
 * @returns what does not hold, in sentences; empty: all of it does.
 */
export function checkAllocation(
  protocol: AllocationSource,
  allocations: readonly ReaderAllocation[],
): readonly string[] {
  const plan = planOf(protocol);
  const readers = protocol.readers.map(({ id }) => id);
  if (allocations.map(({ readerId }) => readerId).join('\n') !== readers.join('\n')) {
    return ['The allocations are not those of the readers, in their order.'];
  }
  const ids = allocations.flatMap(({ sessions }) =>
    sessions.flatMap(({ training, trials }) =>
      [...training, ...trials].flatMap(({ readerCaseId, films }) => [
        readerCaseId,
        ...films.map(({ readerFilmId }) => readerFilmId),
      ]),
    ),
  );
  const twice = firstRepeated<string>(ids);
  return [
    ...(twice === null ? [] : [`The id ${twice} is given twice.`]),
    ...allocations.flatMap((allocation) =>
      readerFaults(plan, allocation).map((fault) => `Reader ${allocation.readerId}: ${fault}`),
    ),
    ...(protocol.order.readerOrder.kind === 'latin-square'
      ? squareFaults(protocol, allocations, protocol.order.readerOrder.blocks)
      : []),
  ];
}

function planOf(protocol: AllocationSource): Plan {
  const units = new Map<string, readonly CaseId[]>(
    protocol.design.kind === 'single-film'
      ? protocol.cases.map(({ caseId }) => [caseId, [caseId]])
      : protocol.design.sets.map(({ setId, target, foils }) => [setId, [target, ...foils]]),
  );
  const caseOf = new Map(protocol.cases.map((entry) => [entry.caseId, entry]));
  return { protocol, units, caseOf, roots: rootsOf(protocol.cases) };
}

function readerFaults(plan: Plan, { sessions }: ReaderAllocation): string[] {
  const phases = readingPhases(plan.protocol);
  const expected = phases.flatMap(({ id, sessions: count }) => Array<string>(count).fill(id));
  const found = sessions.map(({ phase }) => phase);
  if (found.join() !== expected.join() || sessions.some(({ number }, index) => number !== index + 1)) {
    return [`the sessions are of the phases ${found.join(', ')}, not ${expected.join(', ')}.`];
  }
  return [
    ...sessions.flatMap((session) => sessionFaults(plan, session)),
    ...phases.flatMap((phase) =>
      phaseFaults(
        plan,
        phase,
        sessions.filter((session) => session.phase === phase.id),
      ),
    ),
  ];
}

function sessionFaults(plan: Plan, { number, training, trials }: AllocatedSession): string[] {
  const faults: string[] = [];
  for (const { unitId, films, readerCaseId } of [...training, ...trials]) {
    const own = plan.units.get(unitId) ?? [];
    if (own.length === 0 || sorted(own) !== sorted(films.map(({ caseId }) => caseId))) {
      faults.push(`the case ${readerCaseId} does not show the films of ${unitId}.`);
    }
  }
  const shown = new Set([...training, ...trials].map(({ unitId }) => unitId));
  const roots = [...shown].flatMap((unitId) => [
    ...new Set((plan.units.get(unitId) ?? []).map((caseId) => plan.roots.get(caseId) ?? '')),
  ]);
  const kin = firstRepeated(roots);
  if (kin !== null) faults.push(`session ${number} shows two films that come from ${kin}.`);
  const checks = placesOf(trials, 'attention');
  if (checks[0] === 0) faults.push(`session ${number} begins with an attention check.`);
  const distance = plan.protocol.attention?.minDistance ?? 1;
  if (checks.some((place, index) => index > 0 && place - (checks[index - 1] ?? 0) < distance)) {
    faults.push(`attention checks of session ${number} are closer than ${distance}.`);
  }
  const warmUp = placesOf(trials, 'calibration');
  if (warmUp.some((place, index) => place !== index)) {
    faults.push(`the calibration of session ${number} does not stand at its start.`);
  }
  return faults;
}

function phaseFaults(plan: Plan, phase: ReadingPhase, sessions: readonly AllocatedSession[]): string[] {
  const { protocol } = plan;
  const name = `in the phase "${phase.id}"`;
  const faults: string[] = [];
  const requireOnce = (kind: 'reading' | 'attention', what: string): void => {
    const shown = sessions.flatMap(({ trials }) => unitsOfKind(trials, kind));
    if (sorted(shown) !== sorted(unitsOfRole(plan, kind)))
      faults.push(`${name} ${what} are not shown once each.`);
  };
  requireOnce('reading', 'the cases');
  requireOnce('attention', 'the attention checks');
  const perSession = (kind: 'reading' | 'attention') =>
    sessions.map(({ trials }) => unitsOfKind(trials, kind).map((unitId) => stratumPath(plan, unitId)));
  for (const kind of ['reading', 'attention'] as const) {
    if (!withinOne(perSession(kind)))
      faults.push(`${name} the ${kind} cases are not dealt evenly to sessions.`);
  }
  sessions.forEach(({ trials, training, number }, index) => {
    const first = index === 0;
    const warmUp = first || protocol.calibration?.placement === 'every-session';
    if (
      sorted(unitsOfKind(trials, 'calibration')) !== sorted(warmUp ? unitsOfRole(plan, 'calibration') : [])
    ) {
      faults.push(`${name} the calibration of session ${number} is not what it should be.`);
    }
    const lesson = first && protocol.training?.phase === phase.id ? unitsOfRole(plan, 'training') : [];
    if (sorted(unitsOfKind(training, 'training')) !== sorted(lesson) || training.length !== lesson.length) {
      faults.push(`${name} the training of session ${number} is not what it should be.`);
    }
    if (protocol.order.readerOrder.kind === 'random') {
      const order = unitsOfKind(trials, 'reading').map((unitId) => stratumPath(plan, unitId));
      faults.push(...blockFaults(order).map((fault) => `${name}, session ${number}: ${fault}`));
    }
  });
  return [...faults, ...repeatFaults(plan, phase, sessions, name), ...placeFaults(plan, sessions, name)];
}

function repeatFaults(
  { protocol: { repeats } }: Plan,
  phase: ReadingPhase,
  sessions: readonly AllocatedSession[],
  name: string,
): string[] {
  const all = sessions.flatMap(({ trials, number }) => trials.map((trial) => ({ trial, number })));
  const again = all.flatMap((entry, place) => (entry.trial.kind === 'repeat' ? [{ ...entry, place }] : []));
  const wanted = repeats?.phase === phase.id ? repeats.count : 0;
  const faults =
    again.length === wanted ? [] : [`${name} ${again.length} cases are repeated, not ${wanted}.`];
  if (firstRepeated(again.map(({ trial }) => trial.unitId)) !== null)
    faults.push(`${name} a case is repeated twice.`);
  for (const { trial, number, place } of again) {
    const firstPlace = all.findIndex((entry) => entry.trial.readerCaseId === trial.repeatOf);
    const first = all[firstPlace];
    if (first === undefined || first.trial.unitId !== trial.unitId || first.trial.kind !== 'reading') {
      faults.push(`${name} the repeat ${trial.readerCaseId} repeats nothing.`);
    } else if (place - firstPlace < (repeats?.minDistance ?? 0)) {
      faults.push(`${name} the repeat ${trial.readerCaseId} is too close to its first showing.`);
    } else if ((first.number === number) !== (repeats?.placement === 'same-session')) {
      faults.push(`${name} the repeat ${trial.readerCaseId} is in the wrong session.`);
    }
  }
  const strays = all.filter(({ trial }) => trial.kind !== 'repeat' && trial.repeatOf !== null);
  return strays.length === 0
    ? faults
    : [...faults, `${name} a case that is no repeat names a first showing.`];
}

/** Of sets, each place holds the target equally often. */
function placeFaults(plan: Plan, sessions: readonly AllocatedSession[], name: string): string[] {
  if (plan.protocol.design.kind === 'single-film') return [];
  const trials = sessions.flatMap((session) => session.trials);
  const places = trials[0]?.films.length ?? 0;
  const byPlace = Array.from({ length: places }, (_, place) =>
    trials
      .filter(({ unitId, films }) => films[place]?.caseId === plan.units.get(unitId)?.[0])
      .map(({ unitId }) => stratumPath(plan, unitId)),
  );
  const held = byPlace.flat().length === trials.length;
  return held && withinOne(byPlace) ? [] : [`${name} the places do not hold the target equally often.`];
}

/** For each case, the film at the beginning of its row of edits, as far as the study and its cases name it. */
function rootsOf(cases: AllocationSource['cases']): ReadonlyMap<CaseId, string> {
  const byFilm = new Map(cases.map((entry) => [entry.filmId, entry]));
  return new Map(
    cases.map((entry) => {
      let root = entry.filmId;
      let source = entry.derivedFrom;
      for (let steps = 0; source !== null && steps < cases.length; steps += 1) {
        root = source;
        source = byFilm.get(source)?.derivedFrom ?? null;
      }
      return [entry.caseId, root];
    }),
  );
}

/** Arm, finding and view of a unit's target; of a set, the foils' arms with the target's. */
function stratumPath({ units, caseOf }: Plan, unitId: string): readonly string[] {
  const [target, ...foils] = (units.get(unitId) ?? []).map((caseId) => caseOf.get(caseId));
  const arms = [target?.arm ?? '', ...foils.map((foil) => foil?.arm ?? '').sort()];
  return [arms.join('+'), target?.finding ?? '', target?.view ?? ''];
}

function unitsOfRole({ units, caseOf }: Plan, role: string): string[] {
  return [...units].flatMap(([unitId, [first]]) =>
    first !== undefined && caseOf.get(first)?.role === role ? [unitId] : [],
  );
}

function unitsOfKind(trials: readonly AllocatedTrial[], wanted: AllocatedTrial['kind']): string[] {
  return trials.filter(({ kind }) => kind === wanted).map(({ unitId }) => unitId);
}

function placesOf(trials: readonly AllocatedTrial[], wanted: AllocatedTrial['kind']): number[] {
  return trials.flatMap(({ kind }, place) => (kind === wanted ? [place] : []));
}

const sorted = (values: readonly string[]): string => [...values].sort().join('\n');
