import type { ContentStack } from 'pdfmake/interfaces';
import type {
  ReportBlock,
  ReportChecklist,
  ReportSection,
  ReportTable,
} from '../../../src-core/report/document.ts';
import type { Placed, PlacedContent } from './pdf-flow.ts';
import { INK, PROSE_INDENT_PT, TONE_PADDING_PT, toneLayout } from './pdf-style.ts';
import { HEADLINE, pdfTable } from './pdf-table.ts';
import { placedFigure, type ReportParts } from './placed-figure.ts';
import type { PrintableTexts } from './printable-text.ts';
import { isNumbered, tableRows } from './table-rows.ts';
import { PAGE_PT, TEXT_WIDTH_PT } from './table-setting.ts';
import { TONE_WORDS } from './words.ts';

export interface PdfParts extends ReportParts {
  readonly texts: PrintableTexts;
}

const PAGE_HEIGHT_PT = PAGE_PT.height - PAGE_PT.top - PAGE_PT.bottom;
/** Of a figure: leaves room for its caption and for headlines. */
const HIGHEST_PT = 0.78 * PAGE_HEIGHT_PT;
const CONTENTS_MARGIN: Record<'section' | 'heading', [number, number, number, number]> = {
  section: [0, 2, 0, 0],
  heading: [14, 0, 0, 0],
};
/** Of the words in a box, so that the longest word breaks. */
const TONE_WIDTH_PT = TEXT_WIDTH_PT - PROSE_INDENT_PT - 2 * TONE_PADDING_PT;
/** What is kept whole must fit on a page, or it would be lost: some 14 lines, or one headline of five. */
const isShort = (text: string, most = 1200): boolean => text.length + 90 * text.split('\n').length < most;
const HEADLINE_LETTERS = 450;

export function pdfSection(section: ReportSection, index: number, parts: PdfParts): Placed[] {
  const id = `section-${index + 1}`;
  const title = {
    text: parts.texts.heading(section.title),
    id,
    style: 'section',
    headlineLevel: HEADLINE.section,
    tocItem: true,
    tocMargin: CONTENTS_MARGIN.section,
    outline: true,
    outlineExpanded: false,
  };
  const blocks = section.blocks.flatMap((block, place) => pdfBlock(block, `${id}-${place + 1}`, id, parts));
  return [upright(title, headlineOrText(section.title)), ...blocks];
}

const headlineOrText = (text: string): Placed['keep'] =>
  isShort(text, HEADLINE_LETTERS) ? 'headline' : 'flowing';

const upright = (content: PlacedContent, keep: Placed['keep'] = 'flowing'): Placed => ({
  content,
  orientation: 'portrait',
  keep,
});

function pdfBlock(block: ReportBlock, id: string, sectionId: string, parts: PdfParts): Placed[] {
  const { texts } = parts;
  switch (block.kind) {
    case 'heading':
      return [upright(heading(texts.heading(block.text), id, sectionId), headlineOrText(block.text))];
    case 'paragraph':
      return [upright(paragraph(block, texts), isShort(block.text) ? 'whole' : 'flowing')];
    case 'list': {
      const ul = block.items.map((item) => ({ text: texts.text(item), marginBottom: 2 }));
      // References carry their numbers.
      const type = isNumbered(block.items) ? { type: 'none' as const } : {};
      return [upright({ ul, style: 'prose', ...type })];
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
  headlineLevel: HEADLINE.heading,
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
  const { orientation, whole, contents } = pdfTable(printable, numbers.get(block) ?? '');
  if (whole) return [upright({ stack: [...contents], unbreakable: true }, 'whole')];
  return contents.map((content) => ({ content, orientation, keep: 'flowing' }));
}

function paragraph(
  { tone, text }: Extract<ReportBlock, { kind: 'paragraph' }>,
  texts: PrintableTexts,
): PlacedContent {
  const printable = texts.text(text);
  if (tone === 'plain') return { text: printable, style: 'prose' };
  const words = [{ text: `${TONE_WORDS[tone]}. `, bold: true, color: INK[tone] }, printable];
  return {
    table: { widths: [TONE_WIDTH_PT], body: [[{ text: words, fillColor: INK[`${tone}Page`] }]] },
    layout: toneLayout(INK[tone]),
    unbreakable: isShort(text),
    margin: [0, 4, PROSE_INDENT_PT, 8],
  };
}

function figure(block: Extract<ReportBlock, { kind: 'figure' }>, parts: PdfParts): Placed {
  const { figure: described, drawing } = placedFigure(block, parts);
  const { texts } = parts;
  const size = printedSize(drawing);
  const shrink = Math.min(1, TEXT_WIDTH_PT / size.width, HIGHEST_PT / size.height);
  const whole = isShort(`${described.title}${described.caption}`);
  const content: ContentStack = {
    unbreakable: whole,
    margin: [0, 8, 0, 10],
    stack: [
      { svg: texts.text(drawing), width: size.width * shrink, height: size.height * shrink },
      {
        style: 'caption',
        marginTop: 4,
        text: [
          { text: `${parts.numbers.get(block) ?? ''}. ${texts.text(described.title)}. `, bold: true },
          texts.text(described.caption),
        ],
      },
    ],
  };
  return upright(content, whole ? 'whole' : 'flowing');
}

/** Width and height of an SVG file in points, which is what renderFigure writes. */
function printedSize(svg: string): { width: number; height: number } {
  const [tag = ''] = /<svg[^>]*>/.exec(svg) ?? [];
  const side = (name: string): number =>
    Number(new RegExp(`\\s${name}="([\\d.]+)(?:pt)?"`).exec(tag)?.[1] ?? TEXT_WIDTH_PT);
  return { width: side('width'), height: side('height') };
}
