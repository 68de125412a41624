/**
 * A UID from a hash, by PS3.5 section B.2: 2.25 and a UUID as one decimal number. The UUID takes its 122 free bits
 * from the hash (RFC 9562 section 5.8, version 8), so that the same thing has the same UID wherever it is written.
 * @param sha256 64 hexadecimal digits.
 */
export function uidOfHash(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('A UID is made from a SHA-256 in hexadecimal.');
  const version = `8${sha256.slice(13, 16)}`;
  const variant = (0x8 | (Number.parseInt(sha256.charAt(16), 16) & 0x3)).toString(16);
  const uuid = `${sha256.slice(0, 12)}${version}${variant}${sha256.slice(17, 32)}`;
  return `2.25.${BigInt(`0x${uuid}`)}`;
}
