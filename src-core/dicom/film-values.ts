import { occurringValues } from '../imaging/display-range.ts';
import {
  type DisplayableFilm,
  type FilmDisplay,
  identityDisplay,
  type ModalityScale,
  type VoiChoice,
  windowOver,
} from '../imaging/film-display.ts';
import { type LookupTable, lookUp } from './lookup-table.ts';
import { type SampleLayout, storedRange } from './stored-values.ts';

/** Modality LUT Sequence, or Rescale Slope and Intercept (PS3.3 sections C.11.1.1.1 and C.11.1.1.2). */
export type ModalityTransform =
  | { readonly kind: 'rescale'; readonly slope: number; readonly intercept: number }
  | { readonly kind: 'table'; readonly table: LookupTable };

/** What a file says of a frame's grey values. */
export interface GreyChain {
  readonly modality: ModalityTransform;
  /** Of the modality values; null where unspecified. */
  readonly unit: string | null;
  /** VOI LUTs and windows in the order in which they are offered; empty where the file names none. */
  readonly choices: readonly VoiChoice[];
  readonly inverted: boolean;
  /** Stored values of pixel padding, both ends included; they may lie outside of what can be stored. */
  readonly padding: readonly [low: number, high: number] | undefined;
}

/**
 * Stored values as a film: as unsigned pixels (of 16 bits and offset binary where they are signed), or, where the modality LUT
 * is a table, its output. Without a window in the file the film opens from its lowest to its highest value, padding
 * left out, and the whole range that can be stored is the second choice.
 * @throws Error with a plain reason where the values do not fit into 16 bits.
 */
export function filmOfStoredValues(
  stored: Int32Array,
  layout: SampleLayout,
  chain: GreyChain,
): DisplayableFilm {
  const pixels =
    chain.modality.kind === 'table'
      ? tableOutput(stored, chain.modality.table, chain.padding)
      : offsetPixels(stored, layout, chain.padding, chain.modality);
  const { scale, padding, bits } = pixels;
  const display = { ...identityDisplay(bits), scale, padding, inverted: chain.inverted, unit: chain.unit };
  const film = { pixels: pixels.pixels, bits, display };
  const [first, ...others] = chain.choices;
  const choices = first === undefined ? rangeChoices(film, layout, chain) : ([first, ...others] as const);
  return { ...film, display: { ...display, choices } };
}

interface ScaledPixels {
  readonly pixels: Uint8Array | Uint16Array;
  readonly bits: 8 | 16;
  readonly scale: ModalityScale;
  readonly padding: FilmDisplay['padding'];
}

function offsetPixels(
  stored: Int32Array,
  { bitsAllocated, signed }: SampleLayout,
  padding: GreyChain['padding'],
  { slope, intercept }: { readonly slope: number; readonly intercept: number },
): ScaledPixels {
  const bits = signed || bitsAllocated === 16 ? 16 : 8;
  const zero = signed ? 32768 : 0;
  const highest = 2 ** bits - 1;
  const pixels = bits === 8 ? new Uint8Array(stored.length) : new Uint16Array(stored.length);
  for (let index = 0; index < stored.length; index++) {
    const pixel = (stored[index] ?? 0) + zero;
    if (pixel < 0 || pixel > highest) throw new Error(`its pixels hold values beyond ${bits} bits`);
    pixels[index] = pixel;
  }
  const low = Math.max((padding?.[0] ?? 0) + zero, 0);
  const high = Math.min((padding?.[1] ?? 0) + zero, highest);
  return {
    pixels,
    bits,
    scale: { zero, slope, intercept },
    padding: padding === undefined || low > high ? null : { low, high },
  };
}

/** Padding gets a value that the table never gives, since it might look up to one that the picture has as well. */
function tableOutput(stored: Int32Array, table: LookupTable, padding: GreyChain['padding']): ScaledPixels {
  const free = padding === undefined ? undefined : unusedValue(table);
  const pixels = new Uint16Array(stored.length);
  for (let index = 0; index < stored.length; index++) {
    const value = stored[index] ?? 0;
    const padded = padding !== undefined && free !== undefined && value >= padding[0] && value <= padding[1];
    pixels[index] = padded ? free : lookUp(table, value);
  }
  return {
    pixels,
    bits: 16,
    scale: { zero: 0, slope: 1, intercept: 0 },
    padding: free === undefined ? null : { low: free, high: free },
  };
}

function unusedValue({ entries }: LookupTable): number | undefined {
  const used = new Set(entries);
  for (let value = 65535; value >= 0; value--) if (!used.has(value)) return value;
  return undefined;
}

function rangeChoices(
  film: DisplayableFilm,
  layout: SampleLayout,
  { modality }: GreyChain,
): FilmDisplay['choices'] {
  const [lowest, highest] =
    modality.kind === 'table'
      ? ([0, 2 ** modality.table.bits - 1] as const)
      : modalityRange(layout, modality);
  const whole = { label: null, transform: windowOver(Math.min(lowest, highest), Math.max(lowest, highest)) };
  const { low, high } = occurringValues(film);
  return high > low ? [{ label: null, transform: windowOver(low, high) }, whole] : [whole];
}

function modalityRange(
  layout: SampleLayout,
  { slope, intercept }: { readonly slope: number; readonly intercept: number },
): readonly [number, number] {
  const [low, high] = storedRange(layout);
  return [low * slope + intercept, high * slope + intercept];
}
