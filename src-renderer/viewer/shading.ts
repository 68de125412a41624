import type { FilmDisplay, VoiLut } from '../../src-core/imaging/film-display.ts';
import type { ShownWindow } from './view-window.ts';

/** How the two painters turn a ramp from 0 to 1 into a share of white; the numbers are the shader's. */
export const SHAPES = { ramp: 0, sigmoid: 1, table: 2, step: 3 } as const;

/**
 * A display chain as few numbers, the shader's uniforms: `ramp = (pixel - origin) * gain + 0.5`, then the shape.
 * Scale and window are one step, so that 32-bit arithmetic loses nothing that 8 bits could show. A ramp goes from 0 to
 * 1 over the window; over a table it counts entries, half an entry ahead, so that its whole part is the nearest one.
 */
export interface Shading {
  readonly shape: (typeof SHAPES)[keyof typeof SHAPES];
  /** The pixel value, not always whole, at the window's middle or under the table's first entry. */
  readonly origin: number;
  readonly gain: number;
  readonly lut: VoiLut | null;
  readonly inverted: boolean;
  /** Pixels that are no picture, both ends included; low above high where there are none. */
  readonly paddingLow: number;
  readonly paddingHigh: number;
}

/** A window as shading; `inverted` is the reader's wish, on top of what the film's file says. */
export function shadingOf(window: ShownWindow, inverted: boolean, display: FilmDisplay): Shading {
  const common = {
    lut: window.lut,
    inverted: inverted !== display.inverted,
    paddingLow: display.padding?.low ?? 1,
    paddingHigh: display.padding?.high ?? 0,
  };
  const { zero, slope, intercept } = display.scale;
  const pixelOf = (value: number): number => (value - intercept) / slope + zero;
  if (window.lut !== null) {
    const entries = window.lut.values.length - 1;
    const origin = pixelOf(window.centre - window.width / 2);
    return { ...common, shape: SHAPES.table, origin, gain: (slope * entries) / window.width };
  }
  // LINEAR counts whole values (PS3.3 section C.11.2.1.2.1): its middle lies half a value lower, its ramp is one shorter.
  const counted = window.shape === 'LINEAR' ? { shift: 0.5, less: 1 } : { shift: 0, less: 0 };
  const span = window.width - counted.less;
  return {
    ...common,
    shape: window.shape === 'SIGMOID' ? SHAPES.sigmoid : span > 0 ? SHAPES.ramp : SHAPES.step,
    origin: pixelOf(window.centre - counted.shift),
    gain: span > 0 ? slope / span : Math.sign(slope),
  };
}

/**
 * The shown byte of a pixel value, in 32-bit steps as the shader takes them: values between whole pixels come from
 * resampling.
 */
export function shadeByte(value: number, shading: Shading): number {
  const { fround } = Math;
  const ramp = fround(fround(fround(value - fround(shading.origin)) * fround(shading.gain)) + 0.5);
  return byteOfRamp(ramp, shading);
}

/** The shown byte where the ramp of a shading stands at `ramp`. */
export function byteOfRamp(ramp: number, shading: Shading): number {
  const share = shareOf(ramp, shading);
  return Math.floor(Math.fround(Math.fround((shading.inverted ? 1 - share : share) * 255) + 0.5));
}

function shareOf(ramp: number, { shape, lut }: Shading): number {
  switch (shape) {
    case SHAPES.ramp:
      return Math.min(Math.max(ramp, 0), 1);
    case SHAPES.step:
      return ramp > 0.5 ? 1 : 0;
    case SHAPES.sigmoid:
      return Math.fround(1 / (1 + Math.exp(Math.fround(-4 * Math.fround(ramp - 0.5)))));
    case SHAPES.table:
      return lut === null ? 0 : tableShare(ramp, lut);
  }
}

function tableShare(ramp: number, { values, bits }: VoiLut): number {
  const entry = values[Math.min(Math.max(Math.floor(ramp), 0), values.length - 1)] ?? 0;
  return Math.min(1, Math.fround(entry / (2 ** bits - 1)));
}
