/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
export type Sha256Hex = (text: string) => string;

/** What the first row of a chain is linked to: 64 zeros, the value no SHA-256 is known to take. */
export const GENESIS_HASH = '0'.repeat(64);

/** A row of an append-only table: `content` is the canonical JSON of everything the row states. */
export interface ChainRow {
  readonly prev: string;
  readonly content: string;
  readonly hash: string;
}

export type ChainFault = 'prev' | 'hash';

export type ChainVerdict =
  | { readonly ok: true; readonly length: number; readonly head: string }
  | {
      readonly ok: false;
      /** Zero-based position of the first row that does not verify. */
      readonly index: number;
      /** `prev`: the row is not linked to the one before it; `hash`: its content is not what was hashed. */
      readonly fault: ChainFault;
      readonly message: string;
    };

/**
 * The hash of a row: SHA-256 over the previous hash, a line feed, and the content. The previous hash has a
 * fixed length, so the two parts cannot be shifted against each other.
 */
export function chainHash(sha256Hex: Sha256Hex, prev: string, content: string): string {
  return sha256Hex(`${prev}\n${content}`);
}

/** The next row of a chain whose last hash is `prev` (`GENESIS_HASH` for the first). */
export function chainRow(sha256Hex: Sha256Hex, prev: string, content: string): ChainRow {
  return { prev, content, hash: chainHash(sha256Hex, prev, content) };
}

/**
 * Checks every link from the first row on, and says which row is the first that does not hold. Rows cut off at
 * the end cannot be seen in the rows alone: compare `head` and `length` with a countersigned value.
 */
export function verifyChain(sha256Hex: Sha256Hex, rows: Iterable<ChainRow>): ChainVerdict {
  let head = GENESIS_HASH;
  let index = 0;
  for (const row of rows) {
    if (row.prev !== head) return broken(index, 'prev');
    if (row.hash !== chainHash(sha256Hex, row.prev, row.content)) return broken(index, 'hash');
    head = row.hash;
    index += 1;
  }
  return { ok: true, length: index, head };
}

function broken(index: number, fault: ChainFault): ChainVerdict {
  const what =
    fault === 'prev'
      ? 'is not linked to the row before it: a row was inserted, removed or reordered'
      : 'does not have the hash of its content: it was changed after it was written';
  return { ok: false, index, fault, message: `Row ${index + 1} of the chain ${what}.` };
}
