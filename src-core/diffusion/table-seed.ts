const SEED_COUNT = 2 ** 32;

/** Images that one row of a prompt table may ask for: the distance of two rows' seeds. */
export const MAX_IMAGES_PER_ROW = 1000;

/** Rows of a prompt table: with MAX_IMAGES_PER_ROW seeds each they never share one. */
export const MAX_TABLE_ROWS = 999_999;

/**
 * The seed of an image whose row of a prompt table names none: `base + 1000 (row - 1) + image`, modulo 2^32. It
 * depends on nothing else, so that parts of a table drawn apart are the whole table drawn at once.
 * @param baseSeed 0 to 2^32 - 1
 * @param row from 1 to MAX_TABLE_ROWS, without the header
 * @param image the image's place in its row, from 0 to MAX_IMAGES_PER_ROW - 1
 */
export function tableSeed(baseSeed: number, row: number, image: number): number {
  return (baseSeed + MAX_IMAGES_PER_ROW * (row - 1) + image) % SEED_COUNT;
}
