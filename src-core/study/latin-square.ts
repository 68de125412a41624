/**
 * Rows of a Williams design for so many treatments (Williams, Australian Journal of Scientific Research A 2, 1949):
 * each treatment stands once at each place of the rows of a square, and follows each other one equally often over
 * all rows. An even number takes one square, an odd one the square and its mirror image.
 *
 * @param treatments 1 or more. @returns rows of the numbers 0 to treatments - 1.
 */
export function williamsRows(treatments: number): number[][] {
  if (treatments === 1) return [[0]];
  // 0, 1, n - 1, 2, n - 2, ...: neighbours differ by every amount once, modulo n.
  const first = Array.from({ length: treatments }, (_, place) =>
    place % 2 === 1 ? (place + 1) / 2 : (treatments - place / 2) % treatments,
  );
  const square = Array.from({ length: treatments }, (_, row) =>
    first.map((treatment) => (treatment + row) % treatments),
  );
  return treatments % 2 === 0 ? square : [...square, ...square.map((row) => [...row].reverse())];
}
