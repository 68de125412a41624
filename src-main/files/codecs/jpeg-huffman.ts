/** Entropy-coded data of sequential JPEG (ITU-T T.81 annexes C and F), for any sample precision. */

export interface HuffmanTable {
  /** Largest code of each length 1 to 16, -1 where there is none (T.81 figure F.15). */
  readonly maxCode: Int32Array;
  /** Index of the first value of each length, less its smallest code. */
  readonly offset: Int32Array;
  readonly values: Uint8Array;
  /** By the next eight bits: length << 8 | value of the code they begin with; 0 where it is longer. */
  readonly short: Uint16Array;
}

const SHORT_BITS = 8;

/**
 * Builds a table from a DHT segment's 16 counts and its values (T.81 section C.2).
 * @throws Error where the counts make no prefix code
 */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const maxCode = new Int32Array(17).fill(-1);
  const offset = new Int32Array(17);
  const short = new Uint16Array(1 << SHORT_BITS);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1] ?? 0;
    if (count > 0) {
      offset[length] = index - code;
      if (length <= SHORT_BITS) fillShort(short, values, { length, code, index, count });
      code += count;
      index += count;
      maxCode[length] = code - 1;
      if (code > 1 << length) throw new Error('a Huffman table is no prefix code');
    }
    code <<= 1;
  }
  return { maxCode, offset, values, short };
}

/** The codes of one length, `count` of them from `code` on, their values from `index` on. */
interface CodesOfLength {
  readonly length: number;
  readonly code: number;
  readonly index: number;
  readonly count: number;
}

function fillShort(
  short: Uint16Array,
  values: Uint8Array,
  { length, code, index, count }: CodesOfLength,
): void {
  const spare = SHORT_BITS - length;
  for (let each = 0; each < count; each++) {
    const from = (code + each) << spare;
    short.fill((length << 8) | (values[index + each] ?? 0), from, from + (1 << spare));
  }
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

  /** A coded value (T.81 figure F.16). */
  decode(table: HuffmanTable): number {
    // Near the end there may be fewer bits than a look ahead takes: the code's own are enough.
    if (this.#held < SHORT_BITS && !this.#load()) return this.#decodeByBit(table);
    const entry = table.short[(this.#bits >>> (this.#held - SHORT_BITS)) & 0xff] ?? 0;
    if (entry === 0) return this.#decodeByBit(table);
    this.#held -= entry >> 8;
    return entry & 0xff;
  }

  /** RECEIVE and EXTEND (T.81 figures F.12, F.17). */
  signedValue(size: number): number {
    let value = 0;
    for (let left = size; left > 0; ) {
      if (this.#held === 0 && !this.#load()) throw this.#atEnd();
      const taken = Math.min(left, this.#held);
      this.#held -= taken;
      value = (value << taken) | ((this.#bits >>> this.#held) & ((1 << taken) - 1));
      left -= taken;
    }
    return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  #decodeByBit(table: HuffmanTable): number {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      if (this.#held === 0 && !this.#load()) throw this.#atEnd();
      this.#held--;
      code = (code << 1) | ((this.#bits >>> this.#held) & 1);
      if (code <= (table.maxCode[length] ?? -1)) return table.values[code + (table.offset[length] ?? 0)] ?? 0;
    }
    throw new Error('a code is in no Huffman table');
  }

  /** Takes bytes until a look ahead is served; false where a marker or the end stands before. */
  #load(): boolean {
    while (this.#held < SHORT_BITS) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined) return false;
      if (byte === 0xff) {
        if (this.#bytes[this.#position + 1] !== 0x00) return false;
        this.#position++;
      }
      this.#position++;
      this.#bits = ((this.#bits << 8) | byte) & 0xffff;
      this.#held += 8;
    }
    return true;
  }

  #atEnd(): Error {
    const reason = this.#position < this.#bytes.length ? 'ends early' : 'is cut short';
    return new Error(`the entropy-coded data ${reason}`);
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
