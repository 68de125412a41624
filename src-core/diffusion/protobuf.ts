/**
 * Reads protocol buffer messages field by field from anything with random access, so that a file of gigabytes is
 * gone through without its payloads being loaded (protobuf.dev/programming-guides/encoding).
 */

/** Random access to bytes. Both calls are made only for ranges inside `size`. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from an offset on; valid until the next call. */
  bytes(offset: number, length: number): Uint8Array;
  /** The same as UTF-8 text. */
  text(offset: number, length: number): string;
}

/** Bytes that are not a message of the expected form; `offset` is where that shows. */
export class WireError extends Error {
  readonly offset: number;
  /** True where a length passes the end of the source: the file was cut. */
  readonly cut: boolean;

  constructor(message: string, offset: number, cut = false) {
    super(message);
    this.name = 'WireError';
    this.offset = offset;
    this.cut = cut;
  }
}

/** One field: a number (varints, as signed 64 bits), or a range of bytes. */
export type WireField =
  | { readonly number: number; readonly kind: 'varint'; readonly value: number }
  | {
      readonly number: number;
      /** `fixed` is a 32-bit or 64-bit value, of which no reader here needs more than the place. */
      readonly kind: 'bytes' | 'fixed';
      readonly start: number;
      readonly end: number;
    };

const MAX_VARINT_BYTES = 10;
const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

/**
 * The fields of the message between two offsets.
 * @throws WireError where the bytes are no message or a field passes the message's end
 */
export function* wireFields(source: ByteSource, start: number, end: number): Generator<WireField> {
  let offset = start;
  while (offset < end) {
    const fieldStart = offset;
    const [tag, afterTag] = readVarint(source, offset, end);
    const number = Math.floor(tag / 8);
    if (number < 1 || number > 0x1fff_ffff) throw new WireError('no field number', fieldStart);
    const type = tag % 8;
    if (type === VARINT) {
      const [value, next] = readVarint(source, afterTag, end);
      yield { number, kind: 'varint', value };
      offset = next;
      continue;
    }
    const [dataStart, length] = payload(source, type, afterTag, end, fieldStart);
    const dataEnd = dataStart + length;
    if (dataEnd > end) {
      const cut = dataEnd > source.size;
      throw new WireError(`a field ends at byte ${dataEnd}, its message at byte ${end}`, fieldStart, cut);
    }
    yield { number, kind: type === BYTES ? 'bytes' : 'fixed', start: dataStart, end: dataEnd };
    offset = dataEnd;
  }
}

/** Numbers of a repeated varint field, which writers may pack into one range. */
export function wireVarints(source: ByteSource, field: WireField): number[] {
  if (field.kind === 'varint') return [field.value];
  const values: number[] = [];
  let offset = field.start;
  while (offset < field.end) {
    const [value, next] = readVarint(source, offset, field.end);
    values.push(value);
    offset = next;
  }
  return values;
}

function payload(
  source: ByteSource,
  type: number,
  offset: number,
  end: number,
  fieldStart: number,
): [start: number, length: number] {
  switch (type) {
    case BYTES: {
      const [length, next] = readVarint(source, offset, end);
      if (length < 0) throw new WireError('a negative length', fieldStart);
      return [next, length];
    }
    case FIXED_64:
      return [offset, 8];
    case FIXED_32:
      return [offset, 4];
    default:
      throw new WireError(`no wire type ${type}`, fieldStart);
  }
}

/** A base-128 number as a signed 64-bit one, rounded beyond 53 bits, and the offset after it. */
function readVarint(source: ByteSource, start: number, end: number): [value: number, next: number] {
  const bytes = source.bytes(start, Math.min(MAX_VARINT_BYTES, end - start));
  let value = 0;
  let scale = 1;
  for (const [index, byte] of bytes.entries()) {
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return [signed(value, bytes, index), start + index + 1];
  }
  throw new WireError(
    'a number without an end',
    start,
    end === source.size && bytes.length < MAX_VARINT_BYTES,
  );
}

function signed(value: number, bytes: Uint8Array, lastIndex: number): number {
  if (lastIndex < MAX_VARINT_BYTES - 1) return value;
  let exact = 0n;
  for (let index = lastIndex; index >= 0; index--) exact = (exact << 7n) | BigInt((bytes[index] ?? 0) & 0x7f);
  return Number(BigInt.asIntN(64, exact));
}
