import { groupBy } from '../../base/collections.ts';
import { clusteredProportion } from '../../stats/proportion/clustered-proportion.ts';
import type { Statistic } from '../../stats/statistic.ts';
import type { Mark } from '../../study/answer-marks.ts';
import type { AnswerValue, Presence } from '../../study/answers.ts';
import type { InstrumentItem } from '../../study/instrument.ts';
import type { ReadingPhase } from '../../study/protocol.ts';
import {
  answerTo,
  armsOf,
  asEstimate,
  askedItems,
  mainReadings,
  phaseReadings,
  readersOf,
  type StudyContext,
  type StudyReading,
} from './context.ts';
import type { MarkAnalysis, MarkedFilm, PresenceAnalysis, SelectionAnalysis } from './item-types.ts';
import type { Estimate } from './study-analysis.ts';

type Of<Kind extends InstrumentItem['kind']> = Extract<InstrumentItem, { kind: Kind }>;

/** Forced choices and multi-selects by arm. A multi-select that hangs on another answer counts where it was asked. */
export function analyseSelections(context: StudyContext, phase: ReadingPhase): SelectionAnalysis[] {
  const readings = phaseReadings(context, phase.id);
  return askedItems(context.protocol, phase).flatMap((item) => {
    if (item.kind !== 'forced-choice' && item.kind !== 'multi-select') return [];
    const own = mainReadings(readings, item).filter((reading) => wasAsked(item, reading));
    return [
      {
        item: item.id,
        kind: item.kind,
        measure: item.measures,
        arms: armsOf(context.protocol, own).map((arm) => {
          const ofArm = own.filter((reading) => reading.arm === arm);
          const options = item.options.map(({ value }) => {
            const holds = (reading: StudyReading): boolean => isChosen(answerTo(reading, item.id), value);
            return {
              option: value,
              count: ofArm.filter(holds).length,
              share: shareOf(context, ofArm, holds),
            };
          });
          return { arm, readings: ofArm.length, options };
        }),
      },
    ];
  });
}

function isChosen(answer: AnswerValue, option: string): boolean {
  return answer === option || (isTextList(answer) && answer.includes(option));
}

export function isTextList(answer: AnswerValue): answer is readonly string[] {
  return Array.isArray(answer) && answer.every((entry) => typeof entry === 'string');
}

/** An empty multi-select is an answer where the question was before the reader. */
function wasAsked(item: Of<'forced-choice' | 'multi-select'>, reading: StudyReading): boolean {
  if (item.kind === 'forced-choice') return answerTo(reading, item.id) !== null;
  if ((reading.row.stages[item.stage]?.submittedAt ?? null) === null) return false;
  const { when } = item;
  if (when === null) return true;
  const given = answerTo(reading, when.item);
  if (given === null) return false;
  return (
    when.rule === 'answered' || when.values.some((value) => value === given || isChosen(given, String(value)))
  );
}

function shareOf(
  { level, methods }: StudyContext,
  own: readonly StudyReading[],
  holds: (reading: StudyReading) => boolean,
): Statistic<Estimate> {
  methods.use('two-way-clustered-share');
  const decisions = own.map((reading) => ({ ...reading, success: holds(reading) }));
  return asEstimate(clusteredProportion(decisions, 0.5, 'reader-and-case', level));
}

/** Findings that readers see, by arm. */
export function analysePresence(context: StudyContext, phase: ReadingPhase): PresenceAnalysis[] {
  const readings = phaseReadings(context, phase.id);
  return askedItems(context.protocol, phase).flatMap((item) => {
    if (item.kind !== 'presence') return [];
    const findings = item.findings.map(({ value: finding }) => ({
      finding,
      arms: armsOf(context.protocol, readings).map((arm) => {
        const own = readings.filter((reading) => reading.arm === arm && isLocked(reading, item.stage));
        const count = (state: Presence | null): number =>
          own.filter((reading) => presenceOf(answerTo(reading, item.id), finding) === state).length;
        const answered = own.filter((reading) => presenceOf(answerTo(reading, item.id), finding) !== null);
        return {
          arm,
          present: count('present'),
          absent: count('absent'),
          unsure: count('unsure'),
          unanswered: count(null),
          share: shareOf(
            context,
            answered,
            (reading) => presenceOf(answerTo(reading, item.id), finding) === 'present',
          ),
        };
      }),
    }));
    return [{ item: item.id, findings }];
  });
}

function isLocked({ row }: StudyReading, stage: string): boolean {
  return (row.stages[stage]?.submittedAt ?? null) !== null;
}

export function presenceOf(answer: AnswerValue, finding: string): Presence | null {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return null;
  const state = Object.entries(answer).find(([name]) => name === finding)?.[1];
  return state === 'present' || state === 'absent' || state === 'unsure' ? state : null;
}

/** Marks by arm, and every film that has some. */
export function analyseMarks(context: StudyContext, phase: ReadingPhase): MarkAnalysis[] {
  const readings = phaseReadings(context, phase.id);
  return askedItems(context.protocol, phase).flatMap((item) => {
    if (item.kind !== 'marks') return [];
    const own = readings.filter((reading) => isLocked(reading, item.stage));
    const marked = own.flatMap((reading) => {
      const marks = marksOf(answerTo(reading, item.id));
      return marks.length === 0 ? [] : [{ reading, marks }];
    });
    return [
      {
        item: item.id,
        arms: armsOf(context.protocol, own).map((arm) => {
          const ofArm = marked.filter(({ reading }) => reading.arm === arm);
          return {
            arm,
            readings: own.filter((reading) => reading.arm === arm).length,
            withMarks: ofArm.length,
            marks: ofArm.reduce((total, { marks }) => total + marks.length, 0),
          };
        }),
        films: markedFilms(context, marked),
      },
    ];
  });
}

function marksOf(answer: AnswerValue): readonly Mark[] {
  if (!Array.isArray(answer)) return [];
  return answer.filter((entry): entry is Mark => typeof entry === 'object');
}

/** In a set the mark says on which of its films it lies, as this reader saw them. */
function markedFilms(
  { protocol }: StudyContext,
  marked: readonly { readonly reading: StudyReading; readonly marks: readonly Mark[] }[],
): MarkedFilm[] {
  const cases = new Map(protocol.cases.map((entry) => [entry.caseId, entry]));
  const placed = marked.flatMap(({ reading, marks }) =>
    marks.flatMap((mark) => {
      const film = cases.get(reading.row.films[mark.film - 1] ?? reading.caseId);
      return film === undefined ? [] : [{ film, readerId: reading.readerId, mark }];
    }),
  );
  return [...groupBy(placed, ({ film }) => film)]
    .map(([{ caseId, filmId, arm }, own]) => ({
      caseId,
      filmId,
      arm,
      readers: readersOf(protocol, own).length,
      marks: own.map(({ readerId, mark }) => ({ readerId, mark })),
    }))
    .sort(
      (first, second) => second.marks.length - first.marks.length || (first.caseId < second.caseId ? -1 : 1),
    );
}
