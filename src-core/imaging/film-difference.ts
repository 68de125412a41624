/** How an edited film differs from its source, both of one size and 8-bit grey. */
export interface FilmDifference {
  /** 128 where nothing changed, brighter where the edit is brighter, darker where it is darker; twice as strong. */
  readonly pixels: Uint8Array;
  /** Mean absolute difference, 0 to 255, where the mask marks; null without a mask. */
  readonly meanInside: number | null;
  /** The same where the mask does not mark; of the whole film without a mask. */
  readonly meanOutside: number | null;
}

const UNCHANGED = 128;

/** @param mask 255 where the edit was to draw anew; null for an edit of the whole film. */
export function filmDifference(
  source: Uint8Array,
  edited: Uint8Array,
  mask: Uint8Array | null,
): FilmDifference {
  const pixels = new Uint8Array(edited.length);
  let [inside, insideSum, outsideSum] = [0, 0, 0];
  for (let index = 0; index < edited.length; index += 1) {
    const difference = (edited[index] ?? 0) - (source[index] ?? 0);
    pixels[index] = Math.min(255, Math.max(0, UNCHANGED + 2 * difference));
    if (mask?.[index] === 255) {
      inside += 1;
      insideSum += Math.abs(difference);
    } else outsideSum += Math.abs(difference);
  }
  const outside = edited.length - inside;
  return {
    pixels,
    meanInside: inside === 0 ? null : insideSum / inside,
    meanOutside: outside === 0 ? null : outsideSum / outside,
  };
}
