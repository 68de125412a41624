/** Points of an A4 page and its margins. */
export const PAGE_PT = { width: 595.28, height: 841.89, side: 42.6, top: 64, bottom: 56 } as const;

/** What is left for the text: upright, the 18 cm of a wide figure. */
export const WIDTH_PT = {
  portrait: PAGE_PT.width - 2 * PAGE_PT.side,
  landscape: PAGE_PT.height - 2 * PAGE_PT.side,
} as const;
export const HEIGHT_PT = {
  portrait: PAGE_PT.height - PAGE_PT.top - PAGE_PT.bottom,
  landscape: PAGE_PT.width - PAGE_PT.top - PAGE_PT.bottom,
} as const;
export type Orientation = keyof typeof WIDTH_PT;
