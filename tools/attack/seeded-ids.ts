import { type Random, seededRandom } from '../../src-core/base/random.ts';

/** Ids in the form of `randomUUID` (RFC 9562, version 4), from a seed. */
export function seededIds(seed: string): () => string {
  const random = seededRandom(`attack/${seed}`);
  return () => {
    const hex = hexDigits(random, 32);
    const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
}

/** Tokens in the form of 24 random bytes as base64url, from a seed. */
export function seededTokens(seed: string): () => string {
  const random = seededRandom(`attack/${seed}`);
  return () => Buffer.from(hexDigits(random, 48), 'hex').toString('base64url');
}

function hexDigits(random: Random, count: number): string {
  return Array.from({ length: count / 8 }, () => random.nextUint32().toString(16).padStart(8, '0')).join('');
}
