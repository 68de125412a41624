import { type LookupTable, lookUp } from './lookup-table.ts';

/** A VOI window with its function (PS3.3 sections C.11.2.1.2 and C.11.2.1.3). */
export interface VoiWindow {
  readonly centre: number;
  readonly width: number;
  readonly shape: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
}

export type ModalityTransform =
  | { readonly kind: 'rescale'; readonly slope: number; readonly intercept: number }
  | { readonly kind: 'table'; readonly table: LookupTable };

export type VoiTransform =
  | { readonly kind: 'window'; readonly window: VoiWindow }
  | { readonly kind: 'table'; readonly table: LookupTable }
  /** Nothing in the file: the lowest to the highest value in the picture. */
  | { readonly kind: 'full-range' };

export interface DisplayChain {
  readonly modality: ModalityTransform;
  readonly voi: VoiTransform;
  /** MONOCHROME1: the lowest value is white (PS3.3 section C.7.6.3.1.2). */
  readonly inverted: boolean;
  /** Stored values of pixel padding, both ends included (PS3.3 section C.7.5.1.1.2): shown black. */
  readonly padding: readonly [number, number] | undefined;
}

const WHITE = 65535;

/**
 * Takes stored values through modality LUT, VOI and presentation to 16-bit MONOCHROME2 values, through one
 * table over the stored values, so that equal stored values give equal greys.
 * @param stored values of at most 16 bits.
 */
export function renderStoredValues(stored: Int32Array, chain: DisplayChain): Uint16Array {
  const present = presentValues(stored);
  const shade = shader(present, chain);
  const table = new Uint16Array(present.seen.length);
  present.seen.forEach((seen, index) => {
    if (seen === 0) return;
    const value = index + present.lowest;
    table[index] = isPadding(value, chain.padding) ? 0 : shade(value);
  });
  const pixels = new Uint16Array(stored.length);
  for (let index = 0; index < stored.length; index++) {
    pixels[index] = table[(stored[index] ?? 0) - present.lowest] ?? 0;
  }
  return pixels;
}

/** Modality units of a stored value. */
export function applyModality(modality: ModalityTransform, stored: number): number {
  return modality.kind === 'rescale'
    ? stored * modality.slope + modality.intercept
    : lookUp(modality.table, stored);
}

/** The share of white, 0 to 1, that a window gives to a value: the formulas of PS3.3 section C.11.2.1.2. */
export function applyWindow({ centre, width, shape }: VoiWindow, value: number): number {
  if (shape === 'SIGMOID') return 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (shape === 'LINEAR_EXACT') return clampShare((value - centre) / width + 0.5);
  const low = centre - 0.5 - (width - 1) / 2;
  const high = centre - 0.5 + (width - 1) / 2;
  if (value <= low) return 0;
  if (value > high) return 1;
  return (value - (centre - 0.5)) / (width - 1) + 0.5;
}

interface PresentValues {
  readonly lowest: number;
  /** 1 at `value - lowest` where the value occurs. */
  readonly seen: Uint8Array;
}

function presentValues(stored: Int32Array): PresentValues {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of stored) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const seen = new Uint8Array(stored.length === 0 ? 0 : highest - lowest + 1);
  for (const value of stored) seen[value - lowest] = 1;
  return { lowest, seen };
}

function shader(present: PresentValues, chain: DisplayChain): (stored: number) => number {
  const share = voiShare(present, chain);
  return (stored) => {
    const white = share(applyModality(chain.modality, stored));
    return Math.round(WHITE * (chain.inverted ? 1 - white : white));
  };
}

function voiShare(present: PresentValues, chain: DisplayChain): (value: number) => number {
  const { voi } = chain;
  if (voi.kind === 'window') return (value) => applyWindow(voi.window, value);
  if (voi.kind === 'table') {
    const top = 2 ** voi.table.bits - 1;
    return (value) => clampShare(lookUp(voi.table, value) / top);
  }
  const [low, high] = modalityRange(present, chain);
  return (value) => (high > low ? clampShare((value - low) / (high - low)) : 0);
}

function modalityRange({ lowest, seen }: PresentValues, chain: DisplayChain): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  seen.forEach((flag, index) => {
    if (flag === 0 || isPadding(index + lowest, chain.padding)) return;
    const value = applyModality(chain.modality, index + lowest);
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  return [low, high];
}

function isPadding(value: number, padding: readonly [number, number] | undefined): boolean {
  return padding !== undefined && value >= padding[0] && value <= padding[1];
}

function clampShare(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}
