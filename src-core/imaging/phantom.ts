import { identityDisplay } from './film-display.ts';
import { type ChestAnatomy, drawAnatomy, seededUniform } from './phantom-anatomy.ts';
import { shadeChest } from './phantom-shading.ts';
import type { Radiograph } from './radiograph.ts';

export interface PhantomOptions {
  readonly sizePx?: number;
  readonly bits?: 8 | 16;
}

export interface Phantom {
  readonly radiograph: Radiograph;
  readonly anatomy: ChestAnatomy;
}

/**
 * A schematic frontal chest radiograph drawn from a seed: no patient, no film, free to be shown anywhere. The same
 * seed and options give the same picture; seeds differ in build, heart size, rotation, exposure and findings.
 * @param seed a whole number from 0.
 */
export function drawPhantom(seed: number, { sizePx = 512, bits = 8 }: PhantomOptions = {}): Phantom {
  const uniform = seededUniform(seed);
  const anatomy = drawAnatomy(uniform);
  const exposure = shadeChest(anatomy, sizePx, uniform);
  const white = bits === 8 ? 255 : 65535;
  const toGrey = (value: number) => Math.round(Math.min(Math.max(value, 0), 1) * white);
  const pixels = bits === 8 ? Uint8Array.from(exposure, toGrey) : Uint16Array.from(exposure, toGrey);
  const display = identityDisplay(bits);
  const radiograph: Radiograph = {
    width: sizePx,
    height: sizePx,
    pixels,
    bits,
    display,
    notes: [],
    lossy: false,
  };
  return { radiograph, anatomy };
}
