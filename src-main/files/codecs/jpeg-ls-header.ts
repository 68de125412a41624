/** SOF55 of JPEG-LS (ITU-T T.87 section C.1.1). */
const SOF_JPEG_LS = 0xf7;

/** Width and height in the frame header of a JPEG-LS codestream; undefined where there is none before the scan. */
export function jpegLsSize(
  bytes: Uint8Array,
): { readonly width: number; readonly height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === SOF_JPEG_LS) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (marker === 0xda) return undefined;
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
