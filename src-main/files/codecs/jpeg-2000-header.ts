/** What the SIZ segment of a JPEG 2000 codestream says (ITU-T T.800 section A.5.1). */
export interface Jpeg2000Header {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** SOC, then SIZ at once (T.800 section A.4.1); SIZ up to Csiz, from the codestream's start. */
const SIZ_AT = 2;
const FIXED_BYTES = 42;
const BYTES_PER_COMPONENT = 3;
/** A film of tiles of 64 x 64 has some thousands. */
const MOST_TILES = 65_535;

/**
 * Reads the size of a JPEG 2000 or High-Throughput JPEG 2000 codestream.
 * @returns undefined where it does not begin with SOC and a whole SIZ
 * @throws Error for a grid that T.800 table A.9 does not allow, and for samples that are not one a pixel: such make
 *   OpenJPH wait for lines that never come
 */
export function readJpeg2000Header(codestream: Uint8Array): Jpeg2000Header | undefined {
  if (codestream.length < FIXED_BYTES || codestream[SIZ_AT] !== 0xff || codestream[SIZ_AT + 1] !== 0x51) {
    return undefined;
  }
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.byteLength);
  const components = view.getUint16(40);
  if (codestream.length < FIXED_BYTES + BYTES_PER_COMPONENT * components) return undefined;
  const across = axis(view, 0);
  const down = axis(view, 4);
  if (across.tiles * down.tiles > MOST_TILES) throw new Error('it is cut into too many tiles');
  for (let component = 0; component < components; component++) {
    const at = FIXED_BYTES + BYTES_PER_COMPONENT * component;
    const bits = 1 + (view.getUint8(at) & 0x7f);
    if (bits > 16) throw new Error(`its samples have ${bits} bits; at most 16 are read`);
    if (view.getUint8(at + 1) !== 1 || view.getUint8(at + 2) !== 1) {
      throw new Error('its components do not have a sample for each pixel');
    }
  }
  return { width: across.pixels, height: down.pixels, components };
}

/** Width or height (`offset` 0 or 4) of the picture and how many tiles lie along it. */
function axis(view: DataView, offset: 0 | 4): { readonly pixels: number; readonly tiles: number } {
  const [end, start, tile, tileStart] = [8, 16, 24, 32].map((at) => view.getUint32(at + offset));
  if (end === undefined || start === undefined || tile === undefined || tileStart === undefined) {
    throw new Error('its grid is cut short');
  }
  if (start >= end || tile === 0 || tileStart > start || tileStart + tile <= start) {
    throw new Error('its grid contradicts itself');
  }
  return { pixels: end - start, tiles: Math.ceil((end - tileStart) / tile) };
}
