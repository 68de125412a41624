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
import { tableRows } from './table-rows.ts';
import { PAGE_PT, TEXT_WIDTH_PT } from './table-setting.ts';
import { TONE_WORDS } from './words.ts';

export interface PdfParts extends ReportParts {
  readonly texts: PrintableTexts;
}

/** Leaves room for the longest caption under the figure. */
const HIGHEST_PT = 0.78 * (PAGE_PT.height - PAGE_PT.top - PAGE_PT.bottom);
const CONTENTS_MARGIN: Record<'section' | 'heading', [number, number, number, number]> = {
  section: [0, 2, 0, 0],
  heading: [14, 0, 0, 0],
};
/** Of the words in a box, so that the longest word breaks. */
const TONE_WIDTH_PT = TEXT_WIDTH_PT - PROSE_INDENT_PT - 2 * TONE_PADDING_PT;
/** Above, a box may break; below, it is kept whole. */
const SHORT_TEXT = 1200;

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
  return [upright(title, 'headline'), ...blocks];
}

const upright = (content: PlacedContent, keep: Placed['keep'] = 'flowing'): Placed => ({
  content,
  orientation: 'portrait',
  keep,
});

function pdfBlock(block: ReportBlock, id: string, sectionId: string, parts: PdfParts): Placed[] {
  const { texts } = parts;
  switch (block.kind) {
    case 'heading':
      return [upright(heading(texts.heading(block.text), id, sectionId), 'headline')];
    case 'paragraph':
      return [upright(paragraph(block, texts), block.text.length < SHORT_TEXT ? 'whole' : 'flowing')];
    case 'list': {
      const ul = block.items.map((item) => ({ text: texts.text(item), marginBottom: 2 }));
      return [upright({ ul, style: 'prose' })];
    }
    case 'figure':
      return [upright(figureContent(block, parts), 'whole')];
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
  const { orientation, contents } = pdfTable(printable, numbers.get(block) ?? '');
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
    unbreakable: text.length < SHORT_TEXT,
    margin: [0, 4, PROSE_INDENT_PT, 8],
  };
}

function figureContent(block: Extract<ReportBlock, { kind: 'figure' }>, parts: PdfParts): ContentStack {
  const { figure, drawing } = placedFigure(block, parts);
  const { texts } = parts;
  const size = printedSize(drawing);
  const shrink = Math.min(1, TEXT_WIDTH_PT / size.width, HIGHEST_PT / size.height);
  return {
    unbreakable: true,
    margin: [0, 8, 0, 10],
    stack: [
      { svg: texts.text(drawing), width: size.width * shrink, height: size.height * shrink },
      {
        style: 'caption',
        marginTop: 4,
        text: [
          { text: `${parts.numbers.get(block) ?? ''}. ${texts.text(figure.title)}. `, bold: true },
          texts.text(figure.caption),
        ],
      },
    ],
  };
}

/** Width and height of an SVG file in points, which is what renderFigure writes. */
function printedSize(svg: string): { width: number; height: number } {
  const [tag = ''] = /<svg[^>]*>/.exec(svg) ?? [];
  const side = (name: string): number =>
    Number(new RegExp(`\\s${name}="([\\d.]+)(?:pt)?"`).exec(tag)?.[1] ?? TEXT_WIDTH_PT);
  return { width: side('width'), height: side('height') };
}
