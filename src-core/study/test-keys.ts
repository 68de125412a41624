import type { VerifySignature } from './archive-manifest.ts';
import type { Sha256Hex } from './audit-chain.ts';

/**
 * Stand-ins for tests of pure code: a "signature" is a hash of key and text, which only who holds the text can make
 * and which fits no other. The product signs with Ed25519.
 */
export function testKeys(sha256Hex: Sha256Hex) {
  const base64 = (hex: string): string => {
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    return [...hex].map((digit) => digits.charAt(Number.parseInt(digit, 16) + 3)).join('');
  };
  const keyOf = (name: string): string => `${base64(sha256Hex(name)).slice(0, 43)}=`;
  const sign = (publicKey: string, text: string): string => {
    const hash = sha256Hex(`${publicKey}\n${text}`);
    return `${base64(hash + hash).slice(0, 86)}==`;
  };
  const verify: VerifySignature = (publicKey, text, signature) => sign(publicKey, text) === signature;
  return { keyOf, sign, verify };
}
