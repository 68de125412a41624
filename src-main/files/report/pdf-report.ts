import * as pdfmakePackage from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces';
import type { ReportDocument } from '../../../src-core/report/document.ts';
import { numberBlocks } from '../../../src-core/report/numbering.ts';
import { PRODUCT_NAME, PRODUCT_VERSION } from '../../product.ts';
import { TYPEFACE } from '../figures/typeface.ts';
import { fontFile } from '../fonts.ts';
import { PAGE_PT } from './page.ts';
import { type PdfParts, pdfSection } from './pdf-blocks.ts';
import { type Placed, withHeadlines } from './pdf-flow.ts';
import { INK, LINE_HEIGHT, PAGE_MARGINS, PDF_STYLES, PROSE_INDENT_PT, TEXT_SIZE_PT } from './pdf-style.ts';
import { PrintableTexts } from './printable-text.ts';
import { runningHead } from './running-head.ts';
import { CHARACTERS_NOTE, CONTENTS, pageOf, REPORT_LANGUAGE } from './words.ts';

/**
 * A report as PDF, A4: head and contents, running head, page numbers, bookmarks; tables over several pages repeat
 * their heads, wide ones lie on their side or go in parts; figures are drawn as lines and letters. It states no date:
 * the same report gives the same bytes. Not tagged: the library draws without structure, and
 * the HTML report is the one for screen readers.
 *
 * @param figures SVG of the print theme by figure id
 */
export async function pdfReport(
  document: ReportDocument,
  figures: ReadonlyMap<string, string>,
): Promise<Uint8Array> {
  const texts = new PrintableTexts();
  const parts: PdfParts = {
    numbers: numberBlocks(document),
    figures: document.figures,
    drawings: figures,
    texts,
  };
  const sections = turned(
    withHeadlines(document.sections.flatMap((section, index) => pdfSection(section, index, parts))),
  );
  const content = [...head(document, texts), ...sections];
  return bytesOf({ ...pageSettings(document, texts), content });
}

/** Widths of their own, so that the longest word breaks. */
const FACT_NAME_PT = 118;
const FACT_VALUE_PT = 360;

function head({ title, subtitle, facts }: ReportDocument, texts: PrintableTexts): Content[] {
  const rows = facts.map(({ name, value }) => [
    { text: texts.text(name), style: 'fact', color: INK.soft },
    { text: texts.text(value), style: 'fact' },
  ]);
  return [
    { text: texts.text(title), style: 'title' },
    ...(subtitle === '' ? [] : [{ text: texts.text(subtitle), style: 'subtitle' }]),
    ...(rows.length === 0
      ? []
      : [
          {
            table: { widths: [FACT_NAME_PT, FACT_VALUE_PT], body: rows },
            layout: 'noBorders',
            marginTop: 4,
            marginBottom: 4,
          },
        ]),
    ...(texts.replaced ? [{ text: CHARACTERS_NOTE, style: 'notes' }] : []),
    {
      toc: { title: { text: CONTENTS, style: 'contentsTitle' } },
      marginRight: PROSE_INDENT_PT,
    },
  ];
}

function pageSettings(
  document: ReportDocument,
  texts: PrintableTexts,
): Omit<TDocumentDefinitions, 'content'> {
  const { left, right } = runningHead(document, texts);
  const product = `${PRODUCT_NAME} ${PRODUCT_VERSION}`;
  const running = (start: string, end: string, top: number): Content => ({
    margin: [PAGE_PT.side, top, PAGE_PT.side, 0],
    columns: [
      { text: start, style: 'running', width: '*' },
      { text: end, style: 'running', width: 'auto', alignment: 'right' },
    ],
  });
  return {
    pageSize: 'A4',
    pageMargins: PAGE_MARGINS,
    defaultStyle: { font: TYPEFACE, fontSize: TEXT_SIZE_PT, lineHeight: LINE_HEIGHT, color: INK.text },
    styles: PDF_STYLES,
    language: REPORT_LANGUAGE,
    displayTitle: true,
    version: '1.7',
    // What zlib packs differs by its version and by processor; a tenth of the size is not worth other bytes.
    compress: false,
    info: {
      title: texts.text(document.title),
      subject: texts.text(document.subtitle),
      keywords: texts.text(document.facts.map(({ name, value }) => `${name}: ${value}`).join('; ')),
      creator: product,
      producer: product,
      // The identity of the file is made of these; the date itself is taken out before it is written.
      creationDate: new Date(0),
    },
    header: (page) => (page === 1 ? null : running(left, right, 30)),
    footer: (page, pages) => running(product, pageOf(page, pages), 22),
  };
}

/** Breaks pages where their direction changes. */
function turned(placed: readonly Placed[]): Content[] {
  return placed.map(({ content, orientation }, index) =>
    orientation === (placed[index - 1]?.orientation ?? 'portrait')
      ? content
      : { ...content, pageBreak: 'before', pageOrientation: orientation },
  );
}

// A CommonJS package: what it exports is the default, to Node and to the bundler alike.
const { default: pdfmake } = pdfmakePackage as unknown as { readonly default: typeof pdfmakePackage };

async function bytesOf(definition: TDocumentDefinitions): Promise<Uint8Array> {
  const fonts = {
    normal: fontFile('regular'),
    bold: fontFile('semibold'),
    italics: fontFile('italic'),
    bolditalics: fontFile('semiboldItalic'),
  };
  const own = new Set<string>(Object.values(fonts));
  pdfmake.setFonts({ [TYPEFACE]: fonts });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => own.has(path));
  const stream = await pdfmake.createPdf(definition).getStream();
  // Its XMP writes texts unescaped, and asks for a date; the information dictionary says the same.
  Object.assign(stream, { endMetadata: () => undefined });
  delete stream.info.CreationDate;
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => resolve(Buffer.concat(chunks)));
    stream.end();
  });
}
