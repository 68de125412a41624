/** One frame as a codec gives it, before the data set's own layout is applied. */
export interface DecodedFrame {
  readonly width: number;
  readonly height: number;
  /** Samples of a pixel: 1 grey, 3 colour, interleaved by pixel. */
  readonly components: number;
  /** What the codestream says of its own samples. */
  readonly bitsPerSample: number;
  readonly signed: boolean;
  /** width * height * components samples, row by row. */
  readonly samples: Int32Array;
}

/**
 * Decodes one frame's codestream.
 * @param samples width * height * components as the data set says: what memory is allowed for
 * @throws Error in the codec's own words where it is broken
 */
export type FrameDecoder = (codestream: Uint8Array, samples: number) => Promise<DecodedFrame>;

/** Samples of one or two bytes, little endian, as the codecs' memory holds them. */
export function samplesOf(
  bytes: Uint8Array,
  count: number,
  bitsPerSample: number,
  signed: boolean,
): Int32Array {
  const wide = bitsPerSample > 8;
  const needed = wide ? 2 * count : count;
  if (bytes.length < needed) throw new Error(`${bytes.length} of ${needed} bytes came out`);
  const { buffer, byteOffset } = bytes;
  if (!wide)
    return new Int32Array(signed ? new Int8Array(buffer, byteOffset, count) : bytes.subarray(0, count));
  // The codecs' allocators align; a copy serves where one does not.
  const aligned = byteOffset % 2 === 0 ? bytes : bytes.slice(0, needed);
  return new Int32Array(
    signed
      ? new Int16Array(aligned.buffer, aligned.byteOffset, count)
      : new Uint16Array(aligned.buffer, aligned.byteOffset, count),
  );
}
