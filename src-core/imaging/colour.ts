export interface GreyFromColour {
  readonly pixels: Uint8Array | Uint16Array;
  /** False where red, green and blue were equal everywhere. */
  readonly coloured: boolean;
}

/**
 * Colour to grey by ITU-R BT.601 luma; equal channels keep their value exactly.
 * @param samples interleaved, red, green and blue first; further channels are skipped.
 */
export function greyFromColour(samples: Uint8Array | Uint16Array, channels: number): GreyFromColour {
  const count = Math.floor(samples.length / channels);
  const pixels = samples instanceof Uint16Array ? new Uint16Array(count) : new Uint8Array(count);
  let coloured = false;
  for (let index = 0; index < count; index++) {
    const offset = index * channels;
    const red = samples[offset] ?? 0;
    const green = samples[offset + 1] ?? 0;
    const blue = samples[offset + 2] ?? 0;
    if (red === green && green === blue) {
      pixels[index] = green;
    } else {
      coloured = true;
      pixels[index] = Math.round((299 * red + 587 * green + 114 * blue) / 1000);
    }
  }
  return { pixels, coloured };
}

/** The note that goes with a film that was in colour. */
export const COLOUR_NOTE = 'the picture was in colour and was turned to grey';
