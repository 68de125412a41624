import { statfs } from 'node:fs/promises';
import { LightboxError } from '../../src-core/base/errors.ts';

/**
 * Told before anything is written where it can be known; a disk that fills meanwhile is told by the writing.
 * @param what begins the message: "The copy". `advice` ends it, after "Free some space".
 * @throws LightboxError DISK_FULL
 */
export async function requireFreeSpace(
  place: string,
  needed: number,
  what: string,
  advice = '',
): Promise<void> {
  const facts = await statfs(place).catch(() => undefined);
  if (facts === undefined) return;
  const free = facts.bavail * facts.bsize;
  if (free >= needed) return;
  throw new LightboxError(
    'DISK_FULL',
    `${what} needs ${inWords(needed)}, and the disk of ${place} has ${inWords(free)} free. Free some space${advice}.`,
    { needed, free },
  );
}

const inWords = (bytes: number): string =>
  bytes < 1e9 ? `${(bytes / 1e6).toFixed(2)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
