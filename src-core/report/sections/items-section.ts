import { cell, heading, table } from '../blocks/blocks.ts';
import { drawn, joined, type Part, type SectionPart, sectionOf, supplement, words } from '../blocks/part.ts';
import type { FigureOf } from '../figure.ts';
import type { MarkAnalysis, MarkedFilm, PresenceAnalysis, SelectionAnalysis } from '../study/item-types.ts';
import type { PhaseAnalysis } from '../study/phase-analysis.ts';
import { capital, count, percent, rangeText, shareOf, spelled } from '../words/numbers.ts';
import { itemKey, itemName, labelText, phaseKey, phaseTitle, type StudyContext } from './context.ts';

/** More films than this are drawn nowhere. */
const MOST_FILMS = 6;
/** And more than this in the supplement. */
const MOST_FILMS_HERE = 2;

/** What readers chose, saw and marked. */
export function itemsSection(context: StudyContext, phase: PhaseAnalysis): SectionPart {
  const id = `answers-${phaseKey(context, phase.phase)}`;
  return sectionOf(
    id,
    phaseTitle(context, 'Findings, reasons and marks', phase.phase),
    joined(
      ...phase.selections.map((entry) => selectionPart(context, id, entry)),
      ...phase.presence.map((entry) => presencePart(context, id, entry)),
      ...phase.marks.map((entry) => marksPart(context, id, entry)),
    ),
  );
}

function selectionPart(context: StudyContext, id: string, { item, kind, arms }: SelectionAnalysis): Part {
  const name = itemName(context, item);
  return words(
    table({
      id: `${id}-${itemKey(context, item)}`,
      caption: `${capital(name)} by arm`,
      columns: ['Option', '>Readings', '>CI'],
      rows: arms.flatMap(({ arm, readings, options }) =>
        options.map(({ option, count: number, share }, index) => ({
          ...(index === 0 ? { group: arm } : {}),
          cells: [
            optionText(context, item, option),
            shareOf(number, readings),
            cell(share, ({ interval }) => rangeText(interval, percent)),
          ],
        })),
      ),
      notes: [
        `${kind === 'multi-select' ? 'Several options may be chosen in one reading. ' : ''}CI: clustered by readers and cases.`,
      ],
    }),
  );
}

function optionText({ analysis }: StudyContext, itemId: string, value: string): string {
  const item = analysis.design.items.find(({ id }) => id === itemId);
  const options =
    item?.kind === 'forced-choice' || item?.kind === 'multi-select'
      ? item.options
      : item?.kind === 'presence'
        ? item.findings
        : [];
  return labelText(options.find((option) => option.value === value)?.label ?? null, value);
}

function presencePart(context: StudyContext, id: string, { item, findings }: PresenceAnalysis): Part {
  return words(
    table({
      id: `${id}-${itemKey(context, item)}`,
      caption: `${capital(itemName(context, item))} that readers see, by arm`,
      columns: ['Arm', '>Present', '>CI', '>Absent', '>Unsure', '>Not answered'],
      rows: findings.flatMap(({ finding, arms }) =>
        arms.map(({ arm, present, absent, unsure, unanswered, share }, index) => ({
          ...(index === 0 ? { group: capital(optionText(context, item, finding)) } : {}),
          cells: [
            arm,
            shareOf(present, present + absent + unsure),
            cell(share, ({ interval }) => rangeText(interval, percent)),
            String(absent),
            String(unsure),
            String(unanswered),
          ],
        })),
      ),
      notes: ['CI: clustered by readers and cases.'],
    }),
  );
}

function marksPart(context: StudyContext, id: string, { item, arms, films }: MarkAnalysis): Part {
  const key = `${id}-${itemKey(context, item)}`;
  const shown = films.slice(0, MOST_FILMS);
  const maps = shown.map((film, index) => drawn(markFigure(context, `${key}-film-${index + 1}`, film)));
  return joined(
    words(
      heading(`${capital(itemName(context, item))} on the films`),
      table({
        id: `${key}-arms`,
        caption: 'Marks by arm',
        columns: ['Arm', '>Readings with marks', '>Marks'],
        rows: arms.map(({ arm, readings, withMarks, marks }) => ({
          cells: [arm, shareOf(withMarks, readings), String(marks)],
        })),
      }),
    ),
    ...maps.slice(0, MOST_FILMS_HERE),
    supplement(
      shown.length === 0
        ? words()
        : words(
            table({
              id: `${key}-films`,
              caption: 'Films with the most marks',
              columns: [
                'Case',
                'Reader',
                'Shape',
                '>x (px)',
                '>y (px)',
                '>Width (px)',
                '>Height (px)',
                'Comment',
              ],
              rows: shown.flatMap((film) => markRows(context, film)),
              notes:
                films.length > shown.length
                  ? [
                      `The first ${shown.length} of ${films.length} films with marks; the exports hold all. Pixels of the shown square, from its upper left corner.`,
                    ]
                  : ['Pixels of the shown square, from its upper left corner.'],
            }),
          ),
      ...maps.slice(MOST_FILMS_HERE),
    ),
  );
}

function markRows({ nameOf }: StudyContext, { caseId, arm, marks }: MarkedFilm) {
  return marks.map(({ readerId, mark }, index) => ({
    ...(index === 0 ? { group: `${caseId}, ${arm}` } : {}),
    cells: [
      caseId,
      nameOf(readerId),
      mark.shape,
      mark.x.toFixed(0),
      mark.y.toFixed(0),
      mark.shape === 'box' ? mark.width.toFixed(0) : '',
      mark.shape === 'box' ? mark.height.toFixed(0) : '',
      mark.comment ?? '',
    ],
  }));
}

function markFigure(
  { nameOf, films, analysis }: StudyContext,
  id: string,
  film: MarkedFilm,
): FigureOf<'mark-map'> {
  const { caseId, arm, marks, readers, filmId } = film;
  const filmPng = films.get(filmId) ?? null;
  return {
    kind: 'mark-map',
    id,
    title: `Marks on ${caseId}`,
    caption: `${count(marks.length, 'mark')} of ${count(readers, 'reader')} on the film of ${caseId} (arm ${spelled(arm)})${filmPng === null ? '; the film itself is not drawn' : ''}. Points and boxes as they were set; there are no intervals.`,
    alt: `Film ${caseId} with ${count(marks.length, 'mark')} set by ${count(readers, 'reader')}.`,
    matrixSizePx: analysis.design.matrixSizePx,
    filmPng,
    marks: marks.map(({ readerId, mark }) => ({
      reader: nameOf(readerId),
      label: mark.comment ?? '',
      x: mark.x,
      y: mark.y,
      width: mark.shape === 'box' ? mark.width : null,
      height: mark.shape === 'box' ? mark.height : null,
    })),
  };
}
