import type { ReportBlock, ReportDocument } from '../../../src-core/report/document.ts';

/** Strings that break out of markup, turn the direction, are invisible, too long, or in no common typeface. */
export const HOSTILE = [
  '</style><script>alert(1)</script>',
  `"><img src=x onerror='alert(1)'>`,
  '<!-- -->]]>&amp;&lt;',
  'a\u202egnol\u202c \u2067turned\u2069 \u0000\u001b[31m\u0085\ud800',
  'W'.repeat(400),
  '讀者一 · 읽는 사람 · قارئ · קורא',
  '😀👩‍⚕️🫁',
  'κ α β σ² ≥ ≤ − ′ ≠ ± × Å é e\u0301 ñ Łódź ½ – —',
  'two\nlines\r\nand\ta tab\u2028end',
] as const;

/** An SVG as figures are: text, dashes, a clip, opacity, a gradient, a picture. */
export const drawing = (
  title: string,
): string => `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="240"
 viewBox="0 0 480 240" role="img" aria-label="${title}" font-family="Source Sans 3" font-size="12">
<defs><clipPath id="clip"><rect x="40" y="20" width="180" height="180"/></clipPath>
<linearGradient id="fade"><stop offset="0" stop-color="#0b5cad"/><stop offset="1" stop-color="#fff"/></linearGradient></defs>
<rect x="40" y="20" width="180" height="180" fill="none" stroke="#000"/>
<g clip-path="url(#clip)"><circle cx="60" cy="40" r="60" fill="#d33" fill-opacity="0.4"/></g>
<path d="M40,200L100,80L220,20" fill="none" stroke="#0b5cad" stroke-width="2" stroke-dasharray="6 3"/>
<rect x="260" y="40" width="180" height="20" fill="url(#fade)"/>
<image x="260" y="80" width="64" height="64" href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNgcGBocAAAAoQBAfhtBq8AAAAASUVORK5CYII="/>
<text x="40" y="226">${title} κ ≥ 0.6 − p′</text>
<text x="330" y="110" font-weight="600" text-anchor="start">Semi-bold</text>
</svg>`;

const reader = (index: number): string => `Reader ${String(index + 1).padStart(2, '0')}`;

const paragraph = (tone: 'plain' | 'result' | 'caution', text: string): ReportBlock => ({
  kind: 'paragraph',
  tone,
  text,
});

const TEXT =
  'Readers called films real or synthetic and said how sure they were. The area under the curve is that of the signed ' +
  'confidence, averaged over readers; its interval takes readers and cases as random (Obuchowski and Rockette, with the ' +
  'degrees of freedom of Hillis). ';

/** A table of so many columns and rows, in two parts. */
export function sampleTable(id: string, columns: number, rows: number): ReportBlock {
  return {
    kind: 'table',
    id,
    caption: `Sensitivity, specificity and accuracy of ${rows} readers in ${columns} columns. Intervals are of 95%.`,
    columns: Array.from({ length: columns }, (_, column) => ({
      label: column === 0 ? 'Reader' : `Measure ${column}`,
      align: column === 0 ? 'left' : 'right',
    })),
    rows: Array.from({ length: rows }, (_, row) => ({
      group: row === 0 ? 'Model A' : row === Math.floor(rows / 2) ? 'Model B' : null,
      cells: Array.from({ length: columns }, (_cell, column) =>
        column === 0 ? reader(row) : `0.${700 + ((row * 13 + column * 7) % 290)} (0.612 to 0.958)`,
      ),
    })),
    notes: ['Intervals: Wilson.', 'Not defined: the reader called no film synthetic.'],
  };
}

const figureOf = (id: string): ReportDocument['figures'][number] => ({
  kind: 'confusion',
  id,
  title: `Calls of the readers, ${id}`,
  caption: 'Truth in rows, calls in columns; a square a reader.',
  alt: 'A square of four numbers.',
  classes: ['Real', 'Synthetic'],
  panels: [{ label: 'A', trueNegatives: 1, falsePositives: 2, falseNegatives: 3, truePositives: 4 }],
});

/** Every kind of block, with tables of several widths and lengths. */
export function sampleReport(): ReportDocument {
  return {
    formatVersion: 1,
    title: 'Can readers tell them? A study of generated films',
    subtitle: 'Report of the analysis',
    facts: [
      { name: 'Study', value: 'Can readers tell them?' },
      { name: 'Protocol (SHA-256)', value: '5f'.repeat(32) },
      { name: 'Data (SHA-256)', value: 'a0'.repeat(32) },
      { name: 'Made by', value: 'Roentgen Lightbox 0.1.0' },
    ],
    sections: [
      {
        id: 'answers',
        title: 'Answers to the questions of the protocol',
        blocks: [
          paragraph('plain', TEXT.repeat(3)),
          paragraph('result', 'Mean AUC 0.712 (95% interval 0.655 to 0.769), p < 0.001 against chance.'),
          paragraph('caution', 'Two readers did not finish: 14 of 1,200 readings are missing.'),
          { kind: 'list', items: ['first', 'second with more words', 'κ ≥ 0.6'] },
          { kind: 'figure', figureId: 'one' },
        ],
      },
      ...[5, 8, 11, 18].map((columns) => ({
        id: `tables-${columns}`,
        title: `A table of ${columns} columns`,
        blocks: [
          { kind: 'heading', text: 'By reader' },
          paragraph('plain', TEXT),
          sampleTable(`readers-${columns}`, columns, 45),
          { kind: 'heading', text: 'As a figure' },
          { kind: 'figure', figureId: `after-${columns}` },
        ] satisfies ReportBlock[],
      })),
      {
        id: 'checklist',
        title: 'Checklist',
        blocks: [
          {
            kind: 'checklist',
            caption: 'CLAIM 2024',
            items: Array.from({ length: 44 }, (_, index) => ({
              section: index < 20 ? 'Methods' : 'Results',
              number: String(index + 1),
              item: 'Describe how the reference standard was defined and by whom.',
              status: (['filled', 'partly', 'authors', 'not-applicable'] as const)[index % 4] ?? 'filled',
              text: index % 4 === 2 ? '' : TEXT,
            })),
          },
        ],
      },
    ],
    figures: ['one', 'after-5', 'after-8', 'after-11', 'after-18'].map(figureOf),
  };
}

/** The drawings of a report's figures. */
export const drawingsOf = (document: ReportDocument): ReadonlyMap<string, string> =>
  new Map(document.figures.map(({ id }) => [id, drawing(id)]));

/** A report with one text in every field that holds text. */
export function reportOf(text: string): ReportDocument {
  return {
    formatVersion: 1,
    title: text,
    subtitle: text,
    facts: [{ name: text, value: text }],
    sections: [
      {
        id: 'section',
        title: text,
        blocks: [
          { kind: 'heading', text },
          ...(['plain', 'result', 'caution'] as const).map((tone) => paragraph(tone, text)),
          { kind: 'list', items: [text] },
          {
            kind: 'table',
            id: 'table',
            caption: text,
            columns: [
              { label: text, align: 'left' },
              { label: text, align: 'right' },
            ],
            rows: [{ group: text, cells: [text, text] }],
            notes: [text],
          },
          {
            kind: 'checklist',
            caption: text,
            items: [{ section: text, number: text, item: text, status: 'filled', text }],
          },
          { kind: 'figure', figureId: 'figure' },
        ],
      },
    ],
    figures: [{ ...figureOf('figure'), title: text, caption: text, alt: text }],
  };
}
