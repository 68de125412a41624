import type { ReportBlock, ReportDocument } from '../document.ts';
import { levelText } from '../words/numbers.ts';
import { list } from './blocks.ts';
import { type SectionPart, sectionOf, words } from './part.ts';
import type { References } from './references.ts';

type Head = Pick<ReportDocument, 'title' | 'subtitle' | 'facts'>;

/**
 * A document of its sections; those with nothing to say are left out, and the works cited come last.
 * @param level of every interval whose column says "CI" and no level
 */
export function assembled(
  head: Head,
  parts: readonly SectionPart[],
  { list: cited }: References,
  level: number,
): ReportDocument {
  const all = [...parts, sectionOf('references', 'References', words(...list(cited())))];
  return {
    formatVersion: 1,
    ...head,
    sections: all
      .flatMap(({ section }) => section ?? [])
      .map((section) => ({ ...section, blocks: section.blocks.map((block) => withLevel(block, level)) })),
    figures: all.flatMap(({ figures }) => [...figures]),
  };
}

/** A table whose heads name the level of its intervals: "Mean (95% CI)". */
function withLevel(block: ReportBlock, level: number): ReportBlock {
  if (block.kind !== 'table') return block;
  return {
    ...block,
    columns: block.columns.map((column) => ({
      ...column,
      label: column.label.replace(/(^|\()CI\b/, `$1${levelText(level)} CI`),
    })),
  };
}
