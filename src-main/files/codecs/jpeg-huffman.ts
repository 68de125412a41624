/** Entropy-coded data of sequential JPEG (ITU-T T.81 annexes C and F), for any sample precision. */

export interface HuffmanTable {
  /** Largest code of each length 1 to 16, -1 where there is none (T.81 figure F.15). */
  readonly maxCode: Int32Array;
  /** Index of the first value of each length, less its smallest code. */
  readonly offset: Int32Array;
  readonly values: Uint8Array;
}

/**
 * Builds a table from a DHT segment's 16 counts and its values (T.81 section C.2).
 * @throws Error where the counts make no prefix code
 */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const maxCode = new Int32Array(17).fill(-1);
  const offset = new Int32Array(17);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1] ?? 0;
    if (count > 0) {
      offset[length] = index - code;
      code += count;
      index += count;
      maxCode[length] = code - 1;
      if (code > 1 << length) throw new Error('a Huffman table is no prefix code');
    }
    code <<= 1;
  }
  return { maxCode, offset, values };
}

/** Bits of one scan: stuffed zero bytes are dropped, restart markers stop the reader. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #position: number;
  #bits = 0;
  #held = 0;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.#position = position;
  }

  bit(): number {
    if (this.#held === 0) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined) throw new Error('the entropy-coded data is cut short');
      if (byte === 0xff) {
        if (this.#bytes[this.#position + 1] !== 0x00) throw new Error('the entropy-coded data ends early');
        this.#position++;
      }
      this.#position++;
      this.#bits = byte;
      this.#held = 8;
    }
    this.#held--;
    return (this.#bits >> this.#held) & 1;
  }

  /** A coded value (T.81 figure F.16). */
  decode(table: HuffmanTable): number {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.bit();
      if (code <= (table.maxCode[length] ?? -1)) return table.values[code + (table.offset[length] ?? 0)] ?? 0;
    }
    throw new Error('a code is in no Huffman table');
  }

  /** RECEIVE and EXTEND (T.81 figures F.12, F.17). */
  signedValue(size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++) value = (value << 1) | this.bit();
    return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** Passes over a restart marker (T.81 section F.1.1.5). */
  restart(): void {
    this.#held = 0;
    const marker = this.#bytes[this.#position + 1] ?? 0;
    if (this.#bytes[this.#position] !== 0xff || marker < 0xd0 || marker > 0xd7) {
      throw new Error('a restart marker is missing');
    }
    this.#position += 2;
  }
}
