import { caution, plain, table } from '../blocks/blocks.ts';
import { drawn, joined, type Part, type SectionPart, sectionOf, supplement, words } from '../blocks/part.ts';
import type { FigureOf } from '../figure.ts';
import { count, decimal, listed, shareOf, spelled, timeText } from '../words/numbers.ts';
import type { StudyContext } from './context.ts';

/** More missing readings than this are named in the supplement. */
const NAMED_HERE = 12;
/** And more than this are counted by reader alone. */
const MOST_NAMED = 200;

/** Where the films come from, who read what, and what is missing. */
export function flowSection(context: StudyContext): SectionPart {
  const { flow } = context.analysis;
  const excluded = flow.excluded.filter(({ readings }) => readings > 0);
  return sectionOf(
    'flow',
    'Flow of cases and readings',
    joined(
      drawn(flowFigure(context)),
      words(
        armTable(context),
        excluded.length === 0
          ? null
          : plain(
              `Shown, and in no main analysis: ${listed(excluded.map(({ presentation, readings }) => count(readings, `${spelled(presentation)} reading`)))}.`,
            ),
        readerTable(context),
      ),
      missingPart(context),
      amendmentsPart(context),
    ),
  );
}

function flowFigure({ analysis }: StudyContext): FigureOf<'flow'> | null {
  const { flow, design } = analysis;
  if (flow.arms.length === 0) return null;
  const real = (arm: string) => {
    const kind = design.arms.find(({ id }) => id === arm)?.kind;
    return kind === 'real' || kind === 'follow-up';
  };
  const left = (entries: readonly (readonly [string, number])[]) =>
    entries.flatMap(([reason, number]) => (number > 0 ? [{ reason, count: number }] : []));
  return {
    kind: 'flow',
    id: 'flow',
    title: 'Flow of films',
    caption: `From films made or imported to films read, a column for each of ${count(flow.arms.length, 'arm')}. What left on the way stands at the side. "Read" counts films that at least one reader has read completely; the numbers are counts and have no intervals.`,
    alt: flow.arms
      .map(
        (arm) =>
          `${arm.arm}: ${arm.generated} ${real(arm.arm) ? 'imported' : 'made'}, ${arm.used} used, ${arm.casesRead} read.`,
      )
      .join(' '),
    arms: flow.arms.map((arm) => ({
      label: arm.arm,
      steps: [
        {
          label: real(arm.arm) ? 'Imported' : 'Made',
          count: arm.generated,
          left: left([['rejected', arm.rejected]]),
        },
        {
          label: 'Kept',
          count: arm.kept,
          left: left([['not used in this study', Math.max(0, arm.kept - arm.used)]]),
        },
        {
          label: 'Used',
          count: arm.used,
          left: left([
            ['training', arm.roles.training],
            ['calibration', arm.roles.calibration],
            ['attention checks', arm.roles.attention],
          ]),
        },
        {
          label: 'For reading',
          count: arm.roles.reading,
          left: left([['read completely by nobody', Math.max(0, arm.roles.reading - arm.casesRead)]]),
        },
        { label: 'Read', count: arm.casesRead, left: [] },
      ],
    })),
  };
}

function armTable({ analysis }: StudyContext) {
  return table({
    id: 'flow-arms',
    caption: 'Films and readings by arm',
    columns: [
      'Arm',
      '>Made or imported',
      '>Rejected',
      '>Kept',
      '>Used',
      '>Training',
      '>Calibration',
      '>Attention',
      '>For reading',
      '>Read',
      '>Complete readings',
    ],
    rows: analysis.flow.arms.map((arm) => ({
      cells: [
        arm.arm,
        ...[arm.generated, arm.rejected, arm.kept, arm.used].map(String),
        ...[arm.roles.training, arm.roles.calibration, arm.roles.attention, arm.roles.reading].map(String),
        String(arm.casesRead),
        shareOf(arm.readings.complete, arm.readings.expected),
      ],
    })),
    notes: ['"Read": films that at least one reader has read completely in some phase.'],
  });
}

function readerTable({ analysis, nameOf }: StudyContext) {
  const { flow, design } = analysis;
  const profile = (id: string) => design.readers.find((reader) => reader.id === id)?.profile ?? null;
  return table({
    id: 'flow-readers',
    caption: 'Readers',
    columns: [
      'Reader',
      '>Years of experience',
      'Subspecialty',
      'Status',
      '>Complete readings',
      '>Interrupted',
      '>Changed answers',
      '>Attention checks failed',
      '>Away (min)',
    ],
    rows: flow.readers.map((reader) => {
      const own = profile(reader.readerId);
      const { attention } = reader;
      return {
        cells: [
          nameOf(reader.readerId),
          own?.experienceYears === null || own === null ? 'not stated' : String(own.experienceYears),
          own?.subspecialty ?? 'not stated',
          spelled(reader.status),
          shareOf(reader.readings.complete, reader.readings.expected),
          String(reader.readings.interrupted),
          String(reader.revisions),
          attention === null
            ? 'none asked'
            : `${attention.failed}/${attention.passed + attention.failed}${attention.exceeded ? ', above the limit' : ''}`,
          decimal(reader.awaySeconds / 60, 1),
        ],
      };
    }),
    notes: [
      'Interrupted: complete, after the case was left and opened again at a later sign-in. Changed answers are counted; the first ones are analysed. Away: paused or idle while a case stood open; it is in no reading time.',
    ],
  });
}

function missingPart({ analysis, nameOf }: StudyContext): Part {
  const { missing, readings } = analysis.flow;
  if (missing.length === 0) return words(plain('Every reading that was planned is complete.'));
  const here = missing.slice(0, NAMED_HERE);
  const there = missing.slice(NAMED_HERE, MOST_NAMED);
  const named = (id: string, caption: string, entries: typeof missing, notes: readonly string[] = []) =>
    table({
      id,
      caption,
      columns: ['Reader', 'Phase', 'Case', 'Arm', 'How far'],
      rows: entries.map(({ readerId, phase, caseId, arm, progress }) => ({
        cells: [nameOf(readerId), phase, caseId, arm, spelled(progress)],
      })),
      notes,
    });
  const caption = 'Readings that are missing or not complete';
  return joined(
    words(
      caution(
        `${count(missing.length, 'reading')} of ${readings.expected} ${missing.length === 1 ? 'is' : 'are'} missing or not complete. They are in no analysis of what they lack, and nothing was put in their place.`,
      ),
      named(
        'flow-missing',
        caption,
        here,
        there.length === 0 ? [] : [`The first ${NAMED_HERE} of ${missing.length}.`],
      ),
    ),
    there.length === 0
      ? words()
      : supplement(
          words(
            named(
              'flow-missing-more',
              `${caption}, from the ${NAMED_HERE + 1}th on`,
              there,
              missing.length > MOST_NAMED
                ? [`Up to the ${MOST_NAMED}th of ${missing.length}; the JSON export holds all.`]
                : [],
            ),
          ),
        ),
  );
}

function amendmentsPart({ analysis }: StudyContext): Part {
  const { amendments } = analysis.flow;
  if (amendments.length === 0) return words(plain('The frozen protocol was not amended.'));
  return words(
    table({
      id: 'flow-amendments',
      caption: 'Amendments to the frozen protocol',
      columns: ['When', 'By', 'What', 'Why'],
      rows: amendments.map(({ at, by, text, reason }) => ({ cells: [timeText(at), by, text, reason] })),
    }),
  );
}
