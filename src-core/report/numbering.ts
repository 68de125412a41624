import type { ReportBlock, ReportDocument } from './document.ts';

/** Blocks that are numbered, a row of numbers each: a checklist is a table. */
const NUMBERED = { table: 'Table', checklist: 'Table', figure: 'Figure' } as const;
type Numbered = keyof typeof NUMBERED;

const isNumbered = (kind: ReportBlock['kind']): kind is Numbered => Object.hasOwn(NUMBERED, kind);

/** @returns "Table 3" or "Figure 1" of every table, checklist and figure, by their order in the document */
export function numberBlocks({
  sections,
}: Pick<ReportDocument, 'sections'>): ReadonlyMap<ReportBlock, string> {
  const numbers = new Map<ReportBlock, string>();
  const counts = { Table: 0, Figure: 0 };
  for (const block of sections.flatMap(({ blocks }) => blocks)) {
    if (!isNumbered(block.kind)) continue;
    const word = NUMBERED[block.kind];
    counts[word] += 1;
    numbers.set(block, `${word} ${counts[word]}`);
  }
  return numbers;
}

/** Whether every item begins with a number of its own, as references do. */
export const itemsAreNumbered = (items: readonly string[]): boolean =>
  items.every((item) => /^\[\d+\] /.test(item));
