import { groupBy } from '../../base/collections.ts';
import { clusteredProportion, meanReaderProportion } from '../../stats/proportion/clustered-proportion.ts';
import { forcedChoice } from '../../stats/proportion/forced-choice.ts';
import { undefinedBecause } from '../../stats/statistic.ts';
import type { ReadingPhase } from '../../study/protocol.ts';
import {
  answerTo,
  askedItems,
  asTested,
  phaseReadings,
  type StudyContext,
  type StudyReading,
} from './context.ts';
import { holmOver } from './holm-over.ts';
import type { ChoiceAnalysis } from './item-types.ts';

/** One choice among films. `case` is the group of the set's cases. */
export interface Choice extends StudyReading {
  /** From 1. */
  readonly chosen: number;
  readonly target: number;
  readonly success: boolean;
  readonly options: number;
}

/** The choices of a phase; null where none is asked. */
export function choicesOf(context: StudyContext, phase: ReadingPhase) {
  const item = askedItems(context.protocol, phase).find((asked) => asked.kind === 'film-choice');
  if (item?.kind !== 'film-choice') return null;
  const choices = phaseReadings(context, phase.id).flatMap((reading): Choice[] => {
    const chosen = answerTo(reading, item.id);
    const target = reading.row.targetPlace;
    if (typeof chosen !== 'number' || target === null) return [];
    return [{ ...reading, chosen, target, success: chosen === target, options: item.films }];
  });
  return { item, choices };
}

/** The film chosen of those shown side by side, against chance. */
export function analyseChoice(context: StudyContext, phase: ReadingPhase): ChoiceAnalysis | null {
  const asked = choicesOf(context, phase);
  if (asked === null) return null;
  const { item, choices } = asked;
  const { level, methods } = context;
  const chance = 1 / item.films;
  methods.use(
    'two-way-clustered-share',
    'one-way-clustered-share',
    'mean-of-readers',
    'wilson-interval',
    'clopper-pearson-interval',
    'exact-binomial-test',
    'forced-choice-skill',
    'holm',
  );
  const by = (way: 'reader' | 'case' | 'reader-and-case', own: readonly Choice[] = choices) =>
    asTested(clusteredProportion(own, chance, way, level));
  const skill = forcedChoice(choices, level);
  return {
    item: item.id,
    asks: item.asks,
    films: item.films,
    chance,
    choices: choices.length,
    overall: {
      byReaders: by('reader'),
      byCases: by('case'),
      byBoth: by('reader-and-case'),
      meanOfReaders: asTested(meanReaderProportion(choices, chance, level)),
    },
    skill: skill.defined ? skill.value.skill : skill,
    dPrime: skill.defined ? skill.value.dPrime : skill,
    readers: readersAlone(context, choices),
    groups: groupsOf(context, choices).map(({ own, ...group }) => ({
      ...group,
      choices: own.length,
      right: own.filter(({ success }) => success).length,
      share: own.length === 0 ? undefinedBecause('there is no choice') : by('reader-and-case', own),
    })),
    positions: Array.from({ length: item.films }, (_, index) => ({
      place: index + 1,
      chosen: choices.filter(({ chosen }) => chosen === index + 1).length,
      targets: choices.filter(({ target }) => target === index + 1).length,
      right: choices.filter(({ success, target }) => success && target === index + 1).length,
    })),
    chosenByArm: chosenByArm(context, choices),
  };
}

function readersAlone(
  { protocol, level }: StudyContext,
  choices: readonly Choice[],
): ChoiceAnalysis['readers'] {
  const found = forcedChoice(choices, level);
  const alone = found.defined ? found.value.readers : [];
  const idOf = new Map(choices.map(({ reader, readerId }) => [reader, readerId]));
  const order = protocol.readers.map(({ id }) => id);
  const entries = alone.map(({ reader, share, pValue }) => ({
    readerId: idOf.get(reader) ?? reader,
    share,
    pValue: pValue.defined ? pValue.value : null,
  }));
  entries.sort((first, second) => order.indexOf(first.readerId) - order.indexOf(second.readerId));
  return holmOver(
    entries,
    () => '',
    ({ pValue }) => pValue,
  );
}

function groupsOf({ protocol }: StudyContext, choices: readonly Choice[]) {
  const armOf = new Map(protocol.cases.map(({ caseId, arm }) => [caseId, arm]));
  const besides = ({ row }: Choice): string => {
    const foils = row.films
      .filter((caseId) => caseId !== row.caseId)
      .map((caseId) => armOf.get(caseId) ?? '');
    return [row.arm, ...[...new Set(foils)].sort()].join(' | ');
  };
  const keys = [
    ['arm', besides],
    ['finding', ({ finding }: Choice) => finding],
    ['view', ({ view }: Choice) => view],
    ['session', ({ session }: Choice) => String(session)],
  ] as const;
  return keys.flatMap(([by, keyOf]) =>
    [...groupBy(choices, keyOf)]
      .sort(([first], [second]) => ((first ?? '') < (second ?? '') ? -1 : 1))
      .map(([group, own]) => ({ by, group, own })),
  );
}

function chosenByArm({ protocol }: StudyContext, choices: readonly Choice[]): ChoiceAnalysis['chosenByArm'] {
  const armOf = new Map(protocol.cases.map(({ caseId, arm }) => [caseId, arm]));
  return protocol.arms
    .map(({ id }) => ({
      arm: id,
      shown: choices.reduce(
        (total, { row }) => total + row.films.filter((caseId) => armOf.get(caseId) === id).length,
        0,
      ),
      chosen: choices.filter(({ row, chosen }) => {
        const caseId = row.films[chosen - 1];
        return caseId !== undefined && armOf.get(caseId) === id;
      }).length,
    }))
    .filter(({ shown }) => shown > 0);
}
