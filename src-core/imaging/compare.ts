/** How far two pictures of one size are apart, in grey levels. */
export interface GreyComparison {
  readonly largestDifference: number;
  readonly meanDifference: number;
  /** Pixels that differ at all. */
  readonly differingPixels: number;
  /** The first pixel with the largest difference, from the upper left; null where none differs. */
  readonly largestAt: { readonly x: number; readonly y: number } | null;
}

/**
 * Compares two pictures pixel by pixel.
 * @param width of both; each has the same number of values, row after row
 * @throws RangeError for pictures of different lengths or without pixels
 */
export function compareGrey(first: Uint8Array, second: Uint8Array, width: number): GreyComparison {
  if (first.length !== second.length || first.length === 0) {
    throw new RangeError(`Pictures of ${first.length} and ${second.length} pixels cannot be compared`);
  }
  let [sum, largest, differing, place] = [0, 0, 0, -1];
  first.forEach((value, index) => {
    const difference = Math.abs(value - (second[index] ?? 0));
    if (difference === 0) return;
    sum += difference;
    differing += 1;
    if (difference <= largest) return;
    largest = difference;
    place = index;
  });
  return {
    largestDifference: largest,
    meanDifference: sum / first.length,
    differingPixels: differing,
    largestAt: place < 0 ? null : { x: place % width, y: Math.floor(place / width) },
  };
}
