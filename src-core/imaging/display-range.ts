import {
  type DisplayableFilm,
  type FilmDisplay,
  type ModalityScale,
  modalityValue,
  type VoiTransform,
  type VoiWindow,
  windowOver,
} from './film-display.ts';

/** Modality values from the lowest to the highest. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** All modality values that a film's pixels could have: what a window can be moved over. */
export function possibleValues(bits: 8 | 16, { scale }: FilmDisplay): ValueRange {
  return inOrder(scale, 0, 2 ** bits - 1);
}

/** The modality values that occur, padding left out; those of pixel 0 where there is nothing but padding. */
export function occurringValues(film: DisplayableFilm): ValueRange {
  const counts = countPixels(film);
  const low = Math.max(
    0,
    counts.findIndex((count) => count > 0),
  );
  let high = counts.length - 1;
  while (high > low && counts[high] === 0) high -= 1;
  return inOrder(film.display.scale, low, high);
}

/**
 * The window from one percentile of the modality values to another, padding left out (PS3.3 section C.7.5.1.1.2), so
 * that neither background nor a few letters and markers decide it. Percentiles are interpolated as `percentiles` does.
 * @param percents low and high, 0 to 100.
 */
export function autoWindow(
  film: DisplayableFilm,
  percents: readonly [number, number] = [0.5, 99.5],
): VoiWindow {
  const { scale } = film.display;
  const [below, above] = scale.slope < 0 ? [100 - percents[1], 100 - percents[0]] : percents;
  const counts = countPixels(film);
  const { low, high } = inOrder(scale, pixelPercentile(counts, below), pixelPercentile(counts, above));
  // A flat film has no contrast to spread: its one value is mid-grey.
  return high > low ? windowOver(low, high) : windowOver(low - 0.5, low + 0.5);
}

/** The window that begins and ends where a transform does; a drag goes on from it where the transform is a table. */
export function windowOfTransform(transform: VoiTransform): VoiWindow {
  if (transform.kind === 'window') return transform;
  const { first, values } = transform;
  let start = 0;
  let end = values.length - 1;
  while (start < end && values[start + 1] === values[0]) start += 1;
  while (end > start && values[end - 1] === values[values.length - 1]) end -= 1;
  return end > start ? windowOver(first + start, first + end) : windowOver(first - 0.5, first + 0.5);
}

/** How often each pixel value occurs; padding counts 0. */
function countPixels({ pixels, bits, display: { padding } }: DisplayableFilm): Uint32Array {
  const counts = new Uint32Array(2 ** bits);
  // An index: iterators over a film of 9 megapixels take several times as long.
  for (let index = 0; index < pixels.length; index++) {
    const pixel = pixels[index] ?? 0;
    counts[pixel] = (counts[pixel] ?? 0) + 1;
  }
  if (padding !== null) counts.fill(0, padding.low, padding.high + 1);
  return counts;
}

/** Linear between ranks (type 7 of Hyndman and Fan 1996), from counts: sorting 9 megapixels takes a second. */
function pixelPercentile(counts: Uint32Array, percent: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 0;
  const rank = (Math.min(Math.max(percent, 0), 100) / 100) * (total - 1);
  const below = pixelOfRank(counts, Math.floor(rank));
  const above = pixelOfRank(counts, Math.ceil(rank));
  return below + (above - below) * (rank - Math.floor(rank));
}

function pixelOfRank(counts: Uint32Array, rank: number): number {
  let before = 0;
  return counts.findIndex((count) => {
    before += count;
    return before > rank;
  });
}

function inOrder(scale: ModalityScale, lowPixel: number, highPixel: number): ValueRange {
  const [first, second] = [modalityValue(scale, lowPixel), modalityValue(scale, highPixel)];
  return { low: Math.min(first, second), high: Math.max(first, second) };
}
