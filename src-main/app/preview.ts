import { resampleDown } from '../../src-core/imaging/resample.ts';
import type { LatentPreview } from '../engine/protocol.ts';

/** The longest side of a preview that is sent to a window: at most 16 kB. */
const LONGEST_SIDE_PX = 128;

export interface PreviewPayload {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixels: Uint8Array;
}

/** A preview small enough for an event; a decoded one is reduced. */
export function previewPayload({ widthPixels, heightPixels, pixels }: LatentPreview): PreviewPayload {
  const longest = Math.max(widthPixels, heightPixels);
  if (longest <= LONGEST_SIDE_PX) return { widthPx: widthPixels, heightPx: heightPixels, pixels };
  const widthPx = Math.max(1, Math.round((widthPixels * LONGEST_SIDE_PX) / longest));
  const heightPx = Math.max(1, Math.round((heightPixels * LONGEST_SIDE_PX) / longest));
  const reduced = resampleDown({ width: widthPixels, height: heightPixels, pixels }, widthPx, heightPx);
  return { widthPx, heightPx, pixels: Uint8Array.from(reduced, (value) => Math.round(value)) };
}
