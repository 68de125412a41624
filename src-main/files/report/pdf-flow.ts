import type {
  ContentAnchor,
  ContentStack,
  ContentTable,
  ContentText,
  ContentTocItem,
  ContentUnorderedList,
} from 'pdfmake/interfaces';
import type { Orientation } from './table-setting.ts';

/** What a report is made of: objects, which can be told to begin a page. */
export type PlacedContent =
  | ContentText
  | (ContentAnchor & ContentTocItem)
  | ContentTable
  | ContentStack
  | ContentUnorderedList;

/** Something placed on a page of one direction. */
export interface Placed {
  readonly content: PlacedContent;
  readonly orientation: Orientation;
  /** `headline`: stands with what follows; `whole`: is not broken over pages. */
  readonly keep: 'headline' | 'whole' | 'flowing';
}

/**
 * Joins headlines with what follows where that is whole: neither can then stand alone. Where it flows they take its
 * direction, and the page is broken before them when it begins on the next one.
 */
export function withHeadlines(placed: readonly Placed[]): Placed[] {
  const joined: Placed[] = [];
  let headlines: Placed[] = [];
  for (const item of placed) {
    if (item.keep === 'headline') headlines.push(item);
    else {
      const { orientation } = item;
      if (item.keep === 'whole' && headlines.length > 0) {
        // Within, positions are not those of the page: a level would break the page in the midst of what is whole.
        const stack = [...headlines, item].map(({ content: { headlineLevel: _, ...content } }) => content);
        joined.push({ content: { stack, unbreakable: true }, orientation, keep: 'whole' });
      } else joined.push(...headlines.map((headline) => ({ ...headline, orientation })), item);
      headlines = [];
    }
  }
  return [...joined, ...headlines];
}
