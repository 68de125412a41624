/**
 * The section that is being read: the last one whose beginning has come up to the line, else the first; at the end of
 * the document the last one, which may be too short to come up to the line.
 *
 * @param tops where the sections begin, in pixels from the top of what is seen, in their order
 * @param linePx how far below the top a section counts as read
 * @returns its place; -1 without sections
 */
export function currentSection(tops: readonly number[], linePx: number, atEnd: boolean): number {
  if (tops.length === 0) return -1;
  if (atEnd) return tops.length - 1;
  let current = 0;
  tops.forEach((top, place) => {
    if (top <= linePx) current = place;
  });
  return current;
}

/** Where a key of the contents leads from `place`; null: it is no key of theirs. */
export function contentsKey(key: string, place: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, place + 1);
    case 'ArrowUp':
      return Math.max(0, place - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
