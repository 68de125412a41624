import type { ReportBlock, ReportDocument, ReportSection } from '../document.ts';
import type { Figure } from '../figure.ts';
import { numberBlocks } from '../numbering.ts';
import { levelText } from '../words/numbers.ts';
import { heading, list, plain } from './blocks.ts';
import {
  type DraftBlock,
  type DraftSection,
  type SectionPart,
  type SetAside,
  sectionOf,
  words,
} from './part.ts';
import type { References } from './references.ts';

type Head = Pick<ReportDocument, 'title' | 'subtitle' | 'facts'>;

/**
 * A document of its sections; those with nothing to say are left out. The works cited come after them, and last the
 * tables and figures that were set aside, each pointed to by its number from where it was.
 * @param level of every interval whose column says "CI" and no level
 */
export function assembled(
  head: Head,
  parts: readonly SectionPart[],
  { list: cited }: References,
  level: number,
): ReportDocument {
  const all = [...parts, sectionOf('references', 'References', words(...list(cited())))];
  const drafts = all.flatMap(({ section }) => section ?? []);
  const figures = new Map(all.flatMap((part) => part.figures.map((figure) => [figure.id, figure] as const)));
  const supplement = supplementOf(drafts, figures);
  const body = drafts.map(({ blocks, ...rest }) => ({
    ...rest,
    blocks: blocks.filter((block) => block.kind !== 'set-aside'),
  }));
  const numbers = numberBlocks({ sections: [...body, ...supplement] });
  const pointer = (asides: readonly SetAside[]) =>
    pointerText(
      asides.map(({ block }) => ({ number: numbers.get(block) ?? '', title: titleOf(block, figures) })),
    );
  const sections: ReportSection[] = [
    ...drafts.map(({ blocks, ...rest }) => ({ ...rest, blocks: withPointers(blocks, pointer) })),
    ...supplement,
  ];
  const placed = sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'figure' ? [block.figureId] : [])),
  );
  return {
    formatVersion: 1,
    ...head,
    sections: sections.map(({ blocks, ...rest }) => ({
      ...rest,
      blocks: blocks.map((block) => withLevel(block, level)),
    })),
    figures: placed.flatMap((id) => figures.get(id) ?? []),
  };
}

/** What was set aside, under the title of the section that it is from. */
function supplementOf(
  drafts: readonly DraftSection[],
  figures: ReadonlyMap<string, Figure>,
): ReportSection[] {
  const blocks = drafts.flatMap((section) => {
    const own = section.blocks.flatMap((block) => (block.kind === 'set-aside' ? [block.block] : []));
    return own.length === 0 ? [] : [heading(section.title), ...own];
  });
  if (blocks.length === 0) return [];
  const drawn = blocks.some((block) => block.kind === 'figure' && figures.has(block.figureId));
  const title = drawn ? 'Supplementary tables and figures' : 'Supplementary tables';
  return [{ id: 'supplement', title, blocks }];
}

function titleOf(block: SetAside['block'], figures: ReadonlyMap<string, Figure>): string {
  return block.kind === 'table' ? block.caption : (figures.get(block.figureId)?.title ?? '');
}

/** One sentence for all that was set aside at one place. */
function withPointers(
  blocks: readonly DraftBlock[],
  pointer: (asides: readonly SetAside[]) => string,
): ReportBlock[] {
  return blocks.flatMap((block, index) => {
    if (block.kind !== 'set-aside') return [block];
    if (blocks[index - 1]?.kind === 'set-aside') return [];
    const end = blocks.findIndex((other, place) => place > index && other.kind !== 'set-aside');
    const run = blocks.slice(index, end < 0 ? undefined : end);
    return [plain(pointer(run.filter((entry) => entry.kind === 'set-aside')))];
  });
}

interface Pointed {
  readonly number: string;
  readonly title: string;
}

/** More than this are pointed to by their numbers alone. */
const MOST_TITLES = 8;

function pointerText(all: readonly Pointed[]): string {
  if (all.length <= MOST_TITLES) {
    return `In the supplement: ${all.map(({ number, title }) => `${number}, ${title}`).join('; ')}.`;
  }
  const span = (word: string) => {
    const [first, ...rest] = all.flatMap(({ number }) =>
      number.startsWith(`${word} `) ? [number.slice(word.length + 1)] : [],
    );
    const last = rest.at(-1);
    if (first === undefined) return [];
    return [last === undefined ? `${word} ${first}` : `${word}s ${first} to ${last}`];
  };
  return `In the supplement, under the title of this section: ${[...span('Table'), ...span('Figure')].join(', ')}.`;
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
