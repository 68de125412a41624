import type { ReportDocument } from '../document.ts';
import { list } from './blocks.ts';
import { type SectionPart, sectionOf, words } from './part.ts';
import type { References } from './references.ts';

type Head = Pick<ReportDocument, 'title' | 'subtitle' | 'facts'>;

/** A document of its sections; those with nothing to say are left out, and the works cited come last. */
export function assembled(
  head: Head,
  parts: readonly SectionPart[],
  { list: cited }: References,
): ReportDocument {
  const all = [...parts, sectionOf('references', 'References', words(...list(cited())))];
  return {
    formatVersion: 1,
    ...head,
    sections: all.flatMap(({ section }) => section ?? []),
    figures: all.flatMap(({ figures }) => [...figures]),
  };
}
