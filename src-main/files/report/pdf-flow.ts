import type {
  ContentAnchor,
  ContentStack,
  ContentTable,
  ContentText,
  ContentTocItem,
  ContentUnorderedList,
} from 'pdfmake/interfaces';
import { HEIGHT_PT, type Orientation } from './page.ts';

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
  /** Estimated from above: of all of it; of what flows, of what must fit on the page where it begins. */
  readonly heightPt: number;
}

/**
 * Joins headlines with what follows, whose direction they take, so that neither stands alone at the foot of a page.
 * All is decided before anything is laid out: the library would set the whole report anew for every break.
 */
export function withHeadlines(placed: readonly Placed[]): Placed[] {
  const joined: Placed[] = [];
  let headlines: Placed[] = [];
  for (const item of placed) {
    if (item.keep === 'headline') headlines.push(item);
    else {
      joined.push(...withItem(headlines, item));
      headlines = [];
    }
  }
  return [...joined, ...headlines];
}

function withItem(headlines: readonly Placed[], item: Placed): Placed[] {
  const { orientation } = item;
  // What is kept whole must fit on a page, or it would be lost.
  const kept: Placed[] = [];
  let heightPt = item.heightPt;
  for (const headline of [...headlines].reverse()) {
    if (heightPt + headline.heightPt > HEIGHT_PT[orientation]) break;
    kept.unshift(headline);
    heightPt += headline.heightPt;
  }
  const alone = headlines
    .slice(0, headlines.length - kept.length)
    .map((headline): Placed => ({ ...headline, orientation }));
  if (kept.length === 0) return [...alone, item];
  const above = kept.map(({ content }) => content);
  const whole = (stack: ContentStack['stack']): Placed => ({
    content: { stack, unbreakable: true },
    orientation,
    keep: 'whole',
    heightPt,
  });
  if (item.keep === 'whole') return [...alone, whole([...above, item.content])];
  // Headlines with the room in which the rest begins; the rest then goes back up into it.
  const room = { stack: [], marginBottom: item.heightPt };
  const rest: Placed = { ...item, content: { stack: [item.content], marginTop: -item.heightPt } };
  return [...alone, whole([...above, room]), rest];
}
