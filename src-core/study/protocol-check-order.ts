import { groupBy } from '../base/collections.ts';
import { type Protocol, type ReadingPhase, readingPhases } from './protocol.ts';
import { about, type ProtocolProblem, problem, type TopicalProblem } from './protocol-problem.ts';
import { type Unit, unitsOf } from './units.ts';

/**
 * Constraints of the order that cannot be met together, each with what it conflicts with. Sessions may differ by
 * one case and chance decides which is larger, so that the smaller size is what everything must fit.
 */
export function orderProblems(protocol: Protocol): TopicalProblem[] {
  const units = unitsOf(protocol);
  return [
    ...about('training', roleProblems(protocol, units)),
    ...readingPhases(protocol).flatMap((phase) => about('phases', onePhase(protocol, phase, units))),
    ...about('training', repeatProblems(protocol, units)),
    ...(protocol.order.version === 2
      ? []
      : about('order', [
          problem(
            `The order version ${protocol.order.version} is of protocols of format 1; this one takes version 2.`,
          ),
        ])),
  ];
}

/** A rule without its cases, or cases without their rule. */
function roleProblems(protocol: Protocol, units: readonly Unit[]): ProtocolProblem[] {
  const { training, calibration, attention, cases } = protocol;
  const rules = { training, calibration, attention };
  const problems: ProtocolProblem[] = [];
  for (const role of ['training', 'calibration', 'attention'] as const) {
    const count = units.filter((unit) => unit.role === role).length;
    if (rules[role] === null && count > 0) {
      problems.push(problem(`The study holds ${count} ${role} case(s), but the protocol has no ${role}.`));
    }
    if (rules[role] !== null && count === 0) {
      problems.push(problem(`The protocol has ${role}, but the study holds no ${role} case.`));
    }
  }
  if (training !== null && readingPhases(protocol).every(({ id }) => id !== training.phase)) {
    problems.push(
      problem(`The training belongs to the phase "${training.phase}", in which no cases are read.`, {
        phase: training.phase,
      }),
    );
  }
  const needsExpected = cases.filter(
    ({ role, expected }) =>
      Object.keys(expected ?? {}).length === 0 &&
      (role === 'attention' || (role === 'training' && training !== null && training.passShare !== null)),
  );
  // In a set one film's answers stand for all.
  const unitOf = new Map(units.flatMap((unit) => unit.cases.map((caseId) => [caseId, unit])));
  const answered = new Set(
    cases.flatMap(({ caseId, expected }) => (expected === null ? [] : [unitOf.get(caseId)])),
  );
  for (const { caseId, role } of needsExpected) {
    if (answered.has(unitOf.get(caseId))) continue;
    problems.push(problem(`The ${role} case ${caseId} has no expected answer.`, { caseId }));
  }
  return problems;
}

function onePhase(protocol: Protocol, phase: ReadingPhase, units: readonly Unit[]): ProtocolProblem[] {
  const { id, sessions } = phase;
  const read = units.filter(({ role }) => role === 'reading');
  const problems: ProtocolProblem[] = [];
  const add = (message: string, details: Record<string, string> = {}): void => {
    problems.push(problem(message, { phase: id, ...details }));
  };
  if (read.length < sessions) {
    add(`The phase "${id}" has ${sessions} sessions for ${read.length} case(s): each session needs one.`);
    return problems;
  }
  for (const [family, members] of groupBy(read, (unit) => unit.family)) {
    if (members.length <= sessions) continue;
    add(
      `The phase "${id}" has ${sessions} session(s), but ${list(members.map((unit) => unit.id))} show edits of one film or that film itself and may never share a session: it needs ${members.length} sessions, or fewer of them.`,
      { family },
    );
  }
  const smallest = Math.floor(read.length / sessions);
  const checks = units.filter(({ role }) => role === 'attention').length;
  const most = Math.ceil(checks / sessions);
  const distance = protocol.attention?.minDistance ?? 0;
  if (checks > 0 && Math.floor(smallest / Math.max(1, most)) < Math.max(1, distance)) {
    add(
      `The phase "${id}" has sessions of ${smallest} case(s), in which ${most} attention check(s) cannot stand ${distance} places apart: take fewer checks, a smaller distance, or fewer sessions.`,
    );
  }
  const { readerOrder } = protocol.order;
  if (readerOrder.kind === 'latin-square' && smallest < readerOrder.blocks) {
    add(
      `The Latin square has ${readerOrder.blocks} blocks, but a session of the phase "${id}" has ${smallest} case(s): take fewer blocks or sessions.`,
    );
  }
  return problems;
}

function repeatProblems({ repeats, phases }: Protocol, units: readonly Unit[]): ProtocolProblem[] {
  if (repeats === null) return [];
  const { count, minDistance, placement } = repeats;
  const phase = phases.find(({ id }) => id === repeats.phase);
  if (phase?.kind !== 'reading') {
    return [
      problem(`The repeats belong to the phase "${repeats.phase}", in which no cases are read.`, {
        phase: repeats.phase,
      }),
    ];
  }
  const { sessions } = phase;
  const read = units.filter(({ role }) => role === 'reading');
  if (read.length < sessions) return [];
  const smallest = Math.floor(read.length / sessions);
  const conflict = (message: string): ProtocolProblem[] => [problem(message, { phase: phase.id })];
  if (placement === 'same-session') {
    const room = Math.max(0, Math.min(smallest, smallest - minDistance + 1)) * sessions;
    const each = Math.ceil(count / sessions) * sessions;
    if (each <= room) return [];
    return conflict(
      `The phase "${phase.id}" has sessions of ${smallest} case(s), in which ${Math.ceil(count / sessions)} repeat(s) each cannot stand ${minDistance} places after their first showing: take fewer repeats, a smaller distance, or fewer sessions.`,
    );
  }
  if (sessions === 1) {
    return conflict(`The repeats come in a later session, but the phase "${phase.id}" has one session.`);
  }
  if (smallest < minDistance) {
    return conflict(
      `The repeats stand ${minDistance} places after their first showing, but a session of the phase "${phase.id}" has ${smallest} case(s).`,
    );
  }
  const families = groupBy(read, ({ family }) => family);
  const alone = read.filter(({ family }) => families.get(family)?.length === 1).length;
  const room = Math.max(0, alone - Math.ceil(read.length / sessions));
  if (count <= room) return [];
  return conflict(
    `The phase "${phase.id}" can repeat at most ${room} case(s) in a later session (of ${alone} without edits in the study, those of the last session have none after it); the protocol asks for ${count}.`,
  );
}

const list = (names: readonly string[]): string => names.join(', ');
