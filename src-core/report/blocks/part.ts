import type { ReportBlock, ReportSection } from '../document.ts';
import type { Figure } from '../figure.ts';
import { placed, section } from './blocks.ts';

/** Blocks with the figures that they place. */
export interface Part {
  readonly blocks: readonly ReportBlock[];
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

export interface SectionPart {
  readonly section: ReportSection | null;
  readonly figures: readonly Figure[];
}

/** A section of a part; nothing where the part has no block. */
export function sectionOf(id: string, title: string, part: Part): SectionPart {
  return { section: section(id, title, part.blocks), figures: part.figures };
}
