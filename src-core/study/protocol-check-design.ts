import { firstRepeated } from '../base/collections.ts';
import { itemsOfStage } from './instrument.ts';
import {
  type Protocol,
  type ProtocolCase,
  type ProtocolPhase,
  readingPhases,
  type Truth,
  truthOf,
} from './protocol.ts';
import { about, type ProtocolProblem, problem, type TopicalProblem } from './protocol-problem.ts';
import { filmRoots, filmsAtOnce } from './units.ts';

/** What does not fit between design, instrument, phases, readers and endpoints. */
export function designProblems(protocol: Protocol): TopicalProblem[] {
  return [
    ...about('readers', readerProblems(protocol)),
    ...about('design', setProblems(protocol)),
    ...about('design', choiceItemProblems(protocol)),
    ...about('phases', phaseProblems(protocol)),
    ...about('training', expectedProblems(protocol)),
    ...about('endpoints', endpointProblems(protocol)),
    ...about('phases', instructionProblems(protocol)),
  ];
}

function readerProblems({ readers, phases }: Protocol): ProtocolProblem[] {
  if (readers.length === 0) return [problem('The study has no reader; choose at least one.')];
  const twice = firstRepeated(readers.map(({ id }) => id));
  const strangers = phases.flatMap((phase) =>
    phase.kind === 'adjudication'
      ? phase.readers.filter((id) => readers.every((reader) => reader.id !== id)).map((id) => ({ phase, id }))
      : [],
  );
  return [
    ...(twice === null ? [] : [problem(`The reader ${twice} is chosen twice.`, { readerId: twice })]),
    ...strangers.map(({ phase, id }) =>
      problem(`The phase "${phase.id}" names the reader ${id}, who is not of the study.`, { readerId: id }),
    ),
  ];
}

function setProblems(protocol: Protocol): ProtocolProblem[] {
  const { design, cases } = protocol;
  if (design.kind === 'single-film') return [];
  const byId = new Map(cases.map((entry) => [entry.caseId, entry]));
  const setTwice = firstRepeated(design.sets.map(({ setId }) => setId));
  const members = design.sets.flatMap(({ target, foils }) => [target, ...foils]);
  const memberTwice = firstRepeated(members);
  const used = new Set(members);
  return [
    ...(setTwice === null ? [] : [problem(`The set ${setTwice} is there twice.`, { setId: setTwice })]),
    ...(memberTwice === null
      ? []
      : [problem(`The case ${memberTwice} stands in two sets or twice in one.`, { caseId: memberTwice })]),
    ...cases
      .filter(({ caseId }) => !used.has(caseId))
      .map(({ caseId }) => problem(`The case ${caseId} stands in no set.`, { caseId })),
    ...design.sets.flatMap((set) => {
      const ids = [set.target, ...set.foils];
      const missing = ids.filter((id) => !byId.has(id));
      if (missing.length > 0) {
        return missing.map((caseId) =>
          problem(`The set ${set.setId} names the case ${caseId}, which does not exist.`, { caseId }),
        );
      }
      return oneSet(
        protocol,
        set.setId,
        ids.flatMap((id) => byId.get(id) ?? []),
      );
    }),
  ];
}

function oneSet(protocol: Protocol, setId: string, films: readonly ProtocolCase[]): ProtocolProblem[] {
  const problems: ProtocolProblem[] = [];
  const add = (what: string): void => {
    problems.push(problem(`The set ${setId} ${what}`, { setId }));
  };
  const wanted = filmsAtOnce(protocol);
  if (films.length !== wanted) add(`holds ${films.length} film(s); this design shows ${wanted}.`);
  if (new Set(films.map(({ role }) => role)).size > 1) add('mixes cases of different roles.');
  const roots = filmRoots(protocol.cases);
  if (firstRepeated(films.map(({ filmId }) => roots.get(filmId))) !== null) {
    add('shows a film beside its own source or edit; the two never share a session.');
  }
  if (
    protocol.instrument.stages.some(({ shows }) => shows === 'film-and-text') &&
    new Set(films.map(({ text }) => text)).size > 1
  ) {
    add('holds films of different texts, and the instrument shows one text for the set.');
  }
  const asks = protocol.instrument.items.flatMap((item) => (item.kind === 'film-choice' ? [item.asks] : []));
  const [target, ...foils] = films.map(({ arm }) => truthOfArm(protocol, arm));
  for (const wantedTruth of new Set(asks)) {
    if (wantedTruth === 'preference') continue;
    const other: Truth = wantedTruth === 'real' ? 'synthetic' : 'real';
    if (target !== wantedTruth || foils.some((truth) => truth !== other)) {
      add(`must hold one ${wantedTruth} film as its target and ${other} ones beside it.`);
    }
  }
  return problems;
}

function truthOfArm({ arms }: Protocol, id: string): Truth | null {
  const arm = arms.find((declared) => declared.id === id);
  return arm === undefined ? null : truthOf(arm);
}

function choiceItemProblems(protocol: Protocol): ProtocolProblem[] {
  const films = filmsAtOnce(protocol);
  const items = protocol.instrument.items.filter((item) => item.kind === 'film-choice');
  if (films === 1) {
    return items.map(({ id }) =>
      problem(`The item "${id}" chooses among films, but this design shows one at a time.`, { item: id }),
    );
  }
  const unfit = items.filter((item) => item.films !== films);
  return [
    ...(items.length === 0
      ? [problem(`The design shows ${films} films at once, but the instrument has no item that chooses one.`)]
      : []),
    ...unfit.map((item) =>
      problem(`The item "${item.id}" chooses among ${item.films} films; this design shows ${films}.`, {
        item: item.id,
      }),
    ),
  ];
}

function phaseProblems(protocol: Protocol): ProtocolProblem[] {
  const { phases, instrument } = protocol;
  const problems: ProtocolProblem[] = [];
  const reading = readingPhases(protocol);
  const twice = firstRepeated(phases.map(({ id }) => id));
  if (twice !== null) problems.push(problem(`The phase "${twice}" is there twice.`, { phase: twice }));
  if (reading.length === 0) return [...problems, problem('The study has no phase in which cases are read.')];
  phases.forEach((phase, index) => {
    const later = phases.slice(index + 1);
    if (phase.kind === 'adjudication' && later.some(({ kind }) => kind === 'reading')) {
      problems.push(
        problem(`The adjudication "${phase.id}" comes before a phase that is still to be read.`, {
          phase: phase.id,
        }),
      );
    }
    if (phase.purpose === 'blinded' && phases.slice(0, index).some(({ purpose }) => purpose === 'informed')) {
      problems.push(
        problem(
          `The phase "${phase.id}" is blinded to the purpose, but an earlier phase has told it to the readers.`,
          { phase: phase.id },
        ),
      );
    }
    problems.push(...onePhase(protocol, phase));
  });
  const asked = reading.flatMap(({ stages }) => stages);
  const expected = instrument.stages.map(({ id }) => id);
  if (asked.join() !== expected.join()) {
    problems.push(
      problem(
        `The phases ask the stages ${list(asked)}; the instrument has ${list(expected)}: each is asked once, in the instrument's order.`,
      ),
    );
  }
  return problems;
}

function onePhase({ instrument }: Protocol, phase: ProtocolPhase): ProtocolProblem[] {
  const { id, purpose, stages } = phase;
  const order = instrument.stages.map((stage) => stage.id);
  const ranks = stages.map((stage) => order.indexOf(stage));
  if (ranks.includes(-1) || ranks.some((rank, index) => index > 0 && rank <= (ranks[index - 1] ?? 0))) {
    return [
      problem(`The phase "${id}" asks ${list(stages)}, which are no stages of the instrument in its order.`, {
        phase: id,
      }),
    ];
  }
  const items = stages.flatMap((stage) => itemsOfStage(instrument, stage));
  const telling =
    purpose === 'informed'
      ? []
      : items.filter(
          (item) =>
            item.measures === 'verdict' || (item.kind === 'film-choice' && item.asks !== 'preference'),
        );
  const across = items.filter(({ when }) => when !== null && items.every((item) => item.id !== when.item));
  const disputed = phase.kind === 'adjudication' ? phase.disagreement.item : null;
  const disputedItem = instrument.items.find((item) => item.id === disputed);
  return [
    ...telling.map((item) =>
      problem(`The phase "${id}" is blinded to the purpose, but its item "${item.id}" tells it.`, {
        phase: id,
        item: item.id,
      }),
    ),
    ...across.map((item) =>
      problem(
        `The item "${item.id}" depends on "${item.when?.item}", which another phase than "${id}" asks.`,
        {
          phase: id,
          item: item.id,
        },
      ),
    ),
    ...(disputed !== null && disputedItem?.kind !== 'likert' && disputedItem?.kind !== 'forced-choice'
      ? [
          problem(`The phase "${id}" takes disagreement from "${disputed}", which is no scale or choice.`, {
            phase: id,
            item: disputed,
          }),
        ]
      : []),
  ];
}

/** Expected answers fit items that the case's readers are asked. */
function expectedProblems({ cases, instrument, training, phases }: Protocol): ProtocolProblem[] {
  const phase = phases.find(({ id }) => id === training?.phase);
  return cases.flatMap(({ caseId, role, expected }) => {
    const stages = role === 'training' ? (phase?.stages ?? []) : instrument.stages.map(({ id }) => id);
    const asked = stages.flatMap((stage) => itemsOfStage(instrument, stage));
    const unknown = Object.keys(expected ?? {}).filter((id) => asked.every((item) => item.id !== id));
    return unknown.map((item) =>
      problem(`The ${role} case ${caseId} expects an answer to "${item}", which it is not asked.`, {
        caseId,
        item,
      }),
    );
  });
}

function endpointProblems({ endpoints }: Protocol): ProtocolProblem[] {
  const twice = firstRepeated(endpoints.map(({ id }) => id));
  const primary = endpoints.filter((endpoint) => endpoint.primary);
  return [
    ...(twice === null ? [] : [problem(`The endpoint "${twice}" is there twice.`, { endpoint: twice })]),
    ...(endpoints.length > 0 && primary.length !== 1
      ? [
          problem(
            `The study names ${primary.length} primary endpoints (${list(primary.map(({ id }) => id))}); it needs one.`,
          ),
        ]
      : []),
  ];
}

function instructionProblems({ gates, phases }: Protocol): ProtocolProblem[] {
  return Object.keys(gates.instructions ?? {})
    .filter((id) => phases.every((phase) => phase.id !== id))
    .map((phase) =>
      problem(`There are instructions for the phase "${phase}", which does not exist.`, { phase }),
    );
}

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ') || 'none';
