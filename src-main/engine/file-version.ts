import type { BigIntStats } from 'node:fs';

/** Within this time of a change a second one may leave the same times: file systems count in steps of up to 2 s. */
const COARSEST_TIME_MS = 2000;

/**
 * What tells one content of a file from the next without reading it: size, times of change of content and of the
 * entry, and the entry itself. Times of content can be set back by hand, the others cannot.
 */
export function fileVersion({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

/** Whether a file has not changed just now, so that its version will tell the next change. */
export function isSettled({ ctimeMs, mtimeMs }: BigIntStats, nowMs = Date.now()): boolean {
  return nowMs - Number(ctimeMs > mtimeMs ? ctimeMs : mtimeMs) > COARSEST_TIME_MS;
}
