import type { ReportBlock, ReportSection } from '../document.ts';
import type { Figure } from '../figure.ts';
import { placed } from './blocks.ts';

/** A table or figure that stands in the supplement, and is pointed to from here. */
export interface SetAside {
  readonly kind: 'set-aside';
  readonly block: Extract<ReportBlock, { kind: 'table' | 'figure' }>;
}

export type DraftBlock = ReportBlock | SetAside;

/** Blocks with the figures that they place. */
export interface Part {
  readonly blocks: readonly DraftBlock[];
  readonly figures: readonly Figure[];
}

export const NOTHING: Part = { blocks: [], figures: [] };

/** Blocks without a figure; nulls are left out. */
export function words(...blocks: readonly (ReportBlock | null)[]): Part {
  return { blocks: blocks.filter((block) => block !== null), figures: [] };
}

/** A figure where it stands; nothing of null. */
export function drawn(figure: Figure | null): Part {
  return figure === null ? NOTHING : { blocks: [placed(figure.id)], figures: [figure] };
}

export function joined(...parts: readonly Part[]): Part {
  return {
    blocks: parts.flatMap(({ blocks }) => blocks),
    figures: parts.flatMap(({ figures }) => figures),
  };
}

/** Its tables and figures go to the supplement; its words stay. */
export function supplement(...parts: readonly Part[]): Part {
  const { blocks, figures } = joined(...parts);
  return {
    blocks: blocks.map((block) =>
      block.kind === 'table' || block.kind === 'figure' ? { kind: 'set-aside', block } : block,
    ),
    figures,
  };
}

export type DraftSection = Omit<ReportSection, 'blocks'> & { readonly blocks: readonly DraftBlock[] };

export interface SectionPart {
  readonly section: DraftSection | null;
  readonly figures: readonly Figure[];
}

/** A section of a part; nothing where the part has no block. */
export function sectionOf(id: string, title: string, { blocks, figures }: Part): SectionPart {
  return { section: blocks.length === 0 ? null : { id, title, blocks }, figures };
}
