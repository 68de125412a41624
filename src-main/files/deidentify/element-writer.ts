/** How elements are written (PS3.5 section 7). */
export interface Encoding {
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

const LONG_VRS = /^(?:OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/;

/** One element with its value as bytes; the value is padded to an even length. */
export function elementBytes(
  tag: string,
  vr: string,
  value: Uint8Array,
  { explicit, bigEndian }: Encoding,
): Buffer {
  const length = value.length + (value.length % 2);
  const long = explicit && LONG_VRS.test(vr);
  const element = Buffer.alloc((long ? 12 : 8) + length, vr === 'UI' || LONG_VRS.test(vr) ? 0 : 0x20);
  writeTag(element, tag, bigEndian);
  if (explicit) element.write(vr, 4, 'latin1');
  if (long) element.fill(0, 6, 8);
  if (!explicit) writeUint32(element, 4, length, bigEndian);
  else if (long) writeUint32(element, 8, length, bigEndian);
  else if (bigEndian) element.writeUInt16BE(length, 6);
  else element.writeUInt16LE(length, 6);
  element.set(value, element.length - length);
  return element;
}

/** A sequence's value: its items, each of a defined length. */
export function itemsBytes(items: readonly Uint8Array[], { bigEndian }: Encoding): Buffer {
  return Buffer.concat(
    items.map((item) => {
      const head = Buffer.alloc(8);
      writeTag(head, 'FFFEE000', bigEndian);
      writeUint32(head, 4, item.length, bigEndian);
      return Buffer.concat([head, item]);
    }),
  );
}

function writeTag(target: Buffer, tag: string, bigEndian: boolean): void {
  for (const [offset, text] of [tag.slice(0, 4), tag.slice(4)].entries()) {
    const number = Number.parseInt(text, 16);
    if (bigEndian) target.writeUInt16BE(number, offset * 2);
    else target.writeUInt16LE(number, offset * 2);
  }
}

function writeUint32(target: Buffer, offset: number, value: number, bigEndian: boolean): void {
  if (bigEndian) target.writeUInt32BE(value, offset);
  else target.writeUInt32LE(value, offset);
}
