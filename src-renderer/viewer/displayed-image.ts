import { displayTable, identityDisplay, WHITE } from '../../src-core/imaging/film-display.ts';
import type { FilmPixels } from './film-pixels.ts';
import type { FilmSource } from './film-source.ts';

/** A whole film as it opens, one pixel a pixel, as RGBA: for thumbnails and pictures of many films. */
export function displayedImage(
  { widthPx, heightPx, bits, display = identityDisplay(bits) }: Omit<FilmSource, 'url'>,
  pixels: FilmPixels,
): ImageData {
  const image = new ImageData(widthPx, heightPx);
  const bytes = Uint8Array.from(displayTable(bits, display), (grey) => Math.round((grey / WHITE) * 255));
  const rgba = new Uint32Array(image.data.buffer);
  for (let index = 0; index < pixels.length; index += 1) {
    const grey = bytes[pixels[index] ?? 0] ?? 0;
    // Little endian, as every platform Electron runs on: alpha, blue, green, red from the high byte down.
    rgba[index] = 0xff00_0000 | (grey << 16) | (grey << 8) | grey;
  }
  return image;
}
