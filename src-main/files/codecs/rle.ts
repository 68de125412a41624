/** RLE lossless (PS3.5 annex G): PackBits segments, the samples' bytes apart, most significant first. */

const HEADER_BYTES = 64;
const MAX_SEGMENTS = 15;
/** PackBits makes at most 128 bytes of two. */
const MAX_EXPANSION = 64;

/**
 * Decodes one frame to its samples, interleaved by pixel, unsigned.
 * @param bytesPerSample 1, 2 or 4, from Bits Allocated
 * @throws Error where header and data do not fit the frame
 */
export function decodeRle(
  frame: Uint8Array,
  pixels: number,
  components: number,
  bytesPerSample: number,
): Int32Array {
  const segments = components * bytesPerSample;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < HEADER_BYTES) throw new Error('the RLE header is cut short');
  const count = view.getUint32(0, true);
  if (count !== segments || count > MAX_SEGMENTS) {
    throw new Error(`${count} RLE segments where ${segments} are due`);
  }
  // Before memory is taken for it: what the bytes cannot hold is damage or an attack.
  if (pixels * segments > MAX_EXPANSION * frame.length) throw new Error('the RLE data is cut short');
  const samples = new Int32Array(pixels * components);
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint32(4 + 4 * segment, true);
    const next = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : frame.length;
    if (start < HEADER_BYTES || start > next || next > frame.length) {
      throw new Error(`RLE segment ${segment + 1} lies outside its frame`);
    }
    const component = Math.floor(segment / bytesPerSample);
    const shift = 8 * (bytesPerSample - 1 - (segment % bytesPerSample));
    unpack(frame.subarray(start, next), samples, { first: component, step: components, shift }, segment);
  }
  return samples;
}

/** Where a segment's bytes go: into every `step`th sample from `first`, shifted up. */
interface Target {
  readonly first: number;
  readonly step: number;
  readonly shift: number;
}

/** PackBits (PS3.5 section G.3.2), straight into the samples. */
function unpack(
  packed: Uint8Array,
  samples: Int32Array,
  { first, step, shift }: Target,
  segment: number,
): void {
  const end = samples.length;
  let at = first;
  let read = 0;
  while (at < end && read < packed.length) {
    const control = packed[read++] ?? 0;
    if (control < 128) {
      const last = Math.min(read + control + 1, packed.length);
      for (; read < last && at < end; at += step) {
        samples[at] = (samples[at] ?? 0) | ((packed[read++] ?? 0) << shift);
      }
    } else if (control > 128) {
      const value = (packed[read++] ?? 0) << shift;
      const last = Math.min(at + (257 - control) * step, end);
      for (; at < last; at += step) samples[at] = (samples[at] ?? 0) | value;
    }
  }
  if (at < end) throw new Error(`RLE segment ${segment + 1} is cut short`);
}
