import type { Sha256Hex } from './audit-chain.ts';

/**
 * The seed of a protocol that is frozen: 52 bits of the SHA-256 of the draft's seed and of a salt. Which arm stands at
 * which place is a function of the seed and of how many cases there are, without their ids: the draft's seed alone, which
 * was on a screen and lies in old backups, must not give it, and nobody may try all seeds.
 *
 * @param salt random, of 128 bits or more; it is kept nowhere.
 */
export function frozenSeed(draftSeed: number, salt: string, sha256Hex: Sha256Hex): number {
  return Number.parseInt(sha256Hex(`lightbox-frozen-seed/${draftSeed}/${salt}`).slice(0, 13), 16);
}
