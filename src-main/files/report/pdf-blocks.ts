import type { ContentStack } from 'pdfmake/interfaces';
import type {
  ReportBlock,
  ReportChecklist,
  ReportSection,
  ReportTable,
} from '../../../src-core/report/document.ts';
import { itemsAreNumbered } from '../../../src-core/report/numbering.ts';
import { HEIGHT_PT, WIDTH_PT } from './page.ts';
import type { Placed, PlacedContent } from './pdf-flow.ts';
import { INK, LINE_HEIGHT, PROSE_INDENT_PT, TEXT_SIZE_PT, TONE_PADDING_PT, toneLayout } from './pdf-style.ts';
import { pdfTable } from './pdf-table.ts';
import { placedFigure, type ReportParts } from './placed-figure.ts';
import type { PrintableTexts } from './printable-text.ts';
import { tableRows } from './table-rows.ts';
import { LINE_HEIGHT_EM, textHeightPt } from './text-height.ts';
import { TONE_WORDS } from './words.ts';

export interface PdfParts extends ReportParts {
  readonly texts: PrintableTexts;
}

const TEXT_WIDTH_PT = WIDTH_PT.portrait;
/** Of a figure: leaves room for its caption and for headlines. */
const HIGHEST_PT = 0.78 * HEIGHT_PT.portrait;
/** With its caption; else the caption flows. */
const FIGURE_PT = 0.9 * HEIGHT_PT.portrait;
const CONTENTS_MARGIN: Record<'section' | 'heading', [number, number, number, number]> = {
  section: [0, 2, 0, 0],
  heading: [14, 0, 0, 0],
};
/** Of the words in a box, so that the longest word breaks. */
const TONE_WIDTH_PT = TEXT_WIDTH_PT - PROSE_INDENT_PT - 2 * TONE_PADDING_PT;
/** What is kept whole must fit on a page, or it would be lost; longer prose may as well be broken. */
const WHOLE_PROSE_PT = 0.25 * HEIGHT_PT.portrait;
/** Around the words in a box. */
const TONE_SPACE_PT = 22;
/** With which prose that flows begins. */
const FEW_LINES_PT = 3 * LINE_HEIGHT_EM * LINE_HEIGHT * TEXT_SIZE_PT;

export function pdfSection(section: ReportSection, index: number, parts: PdfParts): Placed[] {
  const id = `section-${index + 1}`;
  const title = {
    text: parts.texts.heading(section.title),
    id,
    style: 'section',
    tocItem: true,
    tocMargin: CONTENTS_MARGIN.section,
    outline: true,
    outlineExpanded: false,
  };
  const blocks = section.blocks.flatMap((block, place) => pdfBlock(block, `${id}-${place + 1}`, id, parts));
  return [upright(title, 'headline', textHeightPt(title.text, 'section', TEXT_WIDTH_PT)), ...blocks];
}

const upright = (content: PlacedContent, keep: Placed['keep'], heightPt: number): Placed => ({
  content,
  orientation: 'portrait',
  keep,
  heightPt,
});

function pdfBlock(block: ReportBlock, id: string, sectionId: string, parts: PdfParts): Placed[] {
  const { texts } = parts;
  switch (block.kind) {
    case 'heading': {
      const text = texts.heading(block.text);
      return [
        upright(heading(text, id, sectionId), 'headline', textHeightPt(text, 'heading', TEXT_WIDTH_PT)),
      ];
    }
    case 'paragraph':
      return [paragraph(block, texts)];
    case 'list': {
      const ul = block.items.map((item) => ({ text: texts.text(item), marginBottom: 2 }));
      // References carry their numbers.
      const type = itemsAreNumbered(block.items) ? { type: 'none' as const } : {};
      return [upright({ ul, style: 'prose', ...type }, 'flowing', FEW_LINES_PT)];
    }
    case 'figure':
      return [figure(block, parts)];
    case 'table':
    case 'checklist':
      return table(block, parts);
  }
}

const heading = (text: string, id: string, sectionId: string): PlacedContent => ({
  text,
  id,
  style: 'heading',
  tocItem: true,
  tocMargin: CONTENTS_MARGIN.heading,
  tocStyle: 'contentsHeading',
  tocNumberStyle: 'contentsHeading',
  outline: true,
  outlineParentId: sectionId,
});

function table(block: ReportTable | ReportChecklist, { texts, numbers }: PdfParts): Placed[] {
  const { caption, columns, groups, notes } = tableRows(block);
  const printable = {
    caption: texts.text(caption),
    columns: columns.map(({ label, align }) => ({ label: texts.text(label), align })),
    groups: groups.map(({ heading: title, rows }) => ({
      heading: title === null ? null : texts.text(title),
      rows: rows.map((cells) => cells.map((cell) => texts.text(cell))),
    })),
    notes: notes.map((note) => texts.text(note)),
  };
  return pdfTable(printable, numbers.get(block) ?? '');
}

function paragraph(
  { tone, text }: Extract<ReportBlock, { kind: 'paragraph' }>,
  texts: PrintableTexts,
): Placed {
  const printable = texts.text(text);
  const heightPt =
    TONE_SPACE_PT + textHeightPt(`${TONE_WORDS.caution}. ${printable}`, 'prose', TONE_WIDTH_PT);
  const whole = heightPt < WHOLE_PROSE_PT;
  const placed = (content: PlacedContent): Placed =>
    whole
      ? upright({ ...content, unbreakable: true }, 'whole', heightPt)
      : upright(content, 'flowing', FEW_LINES_PT);
  if (tone === 'plain') return placed({ text: printable, style: 'prose' });
  const words = [{ text: `${TONE_WORDS[tone]}. `, bold: true, color: INK[tone] }, printable];
  return placed({
    table: { widths: [TONE_WIDTH_PT], body: [[{ text: words, fillColor: INK[`${tone}Page`] }]] },
    layout: toneLayout(INK[tone]),
    margin: [0, 4, PROSE_INDENT_PT, 8],
  });
}

function figure(block: Extract<ReportBlock, { kind: 'figure' }>, parts: PdfParts): Placed {
  const { figure: described, drawing } = placedFigure(block, parts);
  const { texts } = parts;
  const size = printedSize(drawing);
  const shrink = Math.min(1, TEXT_WIDTH_PT / size.width, HIGHEST_PT / size.height);
  const [drawnPt, spacePt] = [size.height * shrink, 30];
  const number = parts.numbers.get(block) ?? '';
  const [title, caption] = [texts.text(described.title), texts.text(described.caption)];
  const wordsPt = textHeightPt(`${number}. ${title}. ${caption}`, 'caption', TEXT_WIDTH_PT);
  const whole = drawnPt + spacePt + wordsPt < FIGURE_PT;
  const content: ContentStack = {
    unbreakable: whole,
    margin: [0, 8, 0, 10],
    stack: [
      { svg: texts.text(drawing), width: size.width * shrink, height: drawnPt },
      {
        style: 'caption',
        marginTop: 4,
        text: [{ text: `${number}. ${title}. `, bold: true }, caption],
      },
    ],
  };
  return upright(content, whole ? 'whole' : 'flowing', drawnPt + spacePt + (whole ? wordsPt : 0));
}

/** Width and height of an SVG file in points, which is what renderFigure writes. */
function printedSize(svg: string): { width: number; height: number } {
  const [tag = ''] = /<svg[^>]*>/.exec(svg) ?? [];
  const side = (name: string): number =>
    Number(new RegExp(`\\s${name}="([\\d.]+)(?:pt)?"`).exec(tag)?.[1] ?? TEXT_WIDTH_PT);
  return { width: side('width'), height: side('height') };
}
