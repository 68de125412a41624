import type { ChestAnatomy } from './phantom-anatomy.ts';

/** Rises smoothly from 0 at `from` to 1 at `to`. */
function step(from: number, to: number, value: number): number {
  const share = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return share * share * (3 - 2 * share);
}

function bump(distance: number, width: number): number {
  return Math.exp((-distance * distance) / (2 * width * width));
}

/**
 * Greys of a chest, 0 to 1, row by row.
 * @param uniform the source of noise and of the vessels' courses.
 */
export function shadeChest(anatomy: ChestAnatomy, sizePx: number, uniform: () => number): Float64Array {
  const out = drawVessels(anatomy, sizePx, uniform);
  const cos = Math.cos(anatomy.tilt);
  const sin = Math.sin(anatomy.tilt);
  for (let index = 0; index < out.length; index++) {
    const pictureX = ((index % sizePx) + 0.5) / (sizePx / 2) - 1 - anatomy.shiftX;
    const pictureY = (Math.floor(index / sizePx) + 0.5) / (sizePx / 2) - 1;
    const x = cos * pictureX + sin * pictureY;
    const y = cos * pictureY - sin * pictureX;
    // The sum of three uniforms is near enough to a normal deviate for film grain.
    const grain = (uniform() + uniform() + uniform() - 1.5) * 2;
    out[index] = greyAt(anatomy, x, y, out[index] ?? 0) + grain * anatomy.noise;
  }
  return out;
}

function greyAt(anatomy: ChestAnatomy, x: number, y: number, vessels: number): number {
  const body = bodyShare(x, y);
  const air = lungShare(anatomy, x, y);
  const tissue = 0.6 + anatomy.density + 0.1 * step(0.3, 0.9, y) - 0.1 * step(0.45, 0.85, Math.abs(x));
  const lung = 0.17 + anatomy.density + 0.1 * bump(Math.abs(x) - 0.2, 0.12) + 0.75 * vessels;
  const chest = tissue + (lung - tissue) * air;
  const middle = mediastinum(anatomy, x, y);
  const shaded = chest + (0.8 + 0.05 * y - chest) * middle;
  const bones = ribs(x, y) * (1 - 0.7 * middle) + clavicles(x, y) + spine(x, y) * (0.3 + 0.7 * middle);
  const findings = findingShade(anatomy, x, y, air * (1 - middle));
  const grey = shaded + bones + findings - trachea(x, y) - stomachBubble(anatomy, x, y);
  return 0.03 + body * (Math.min(grey, 0.97) - 0.03);
}

function bodyShare(x: number, y: number): number {
  const shoulder = step(-1.12, -0.62, y);
  const halfWidth = 0.42 + 0.52 * shoulder - 0.1 * step(-0.2, 0.6, y);
  return 1 - step(halfWidth - 0.02, halfWidth + 0.03, Math.abs(x));
}

/** 1 in the lungs, with soft edges: between chest wall, apex and dome of the diaphragm. */
function lungShare(anatomy: ChestAnatomy, x: number, y: number): number {
  const dome = anatomy.domes[x < 0 ? 0 : 1];
  const out = Math.abs(x);
  const across = (out - 0.4) / anatomy.lungWidth;
  const apex = anatomy.lungTop + 3.2 * (out - 0.27) * (out - 0.27);
  const height = Math.min(Math.max((y - anatomy.lungTop) / (dome - anatomy.lungTop), 0), 1);
  const wallAt = 0.4 + anatomy.lungWidth * (0.42 + 0.58 * Math.sqrt(height));
  const wall = 1 - step(wallAt - 0.03, wallAt + 0.015, out);
  const floor = dome + 0.36 * Math.max(0, across) ** 2 + 0.1 * Math.max(0, -across);
  return wall * step(apex - 0.02, apex + 0.06, y) * (1 - step(floor - 0.015, floor + 0.02, y));
}

function mediastinum(anatomy: ChestAnatomy, x: number, y: number): number {
  const halfWidth = 0.09 + 0.05 * step(-0.4, -0.05, y) + 0.05 * step(-0.75, -0.95, y);
  const band = 1 - step(halfWidth - 0.04, halfWidth + 0.04, Math.abs(x - 0.015));
  const knob = Math.hypot(x - 0.1, (y + 0.3) * 0.9);
  const share = Math.max(band, heart(anatomy, x, y), 0.95 * (1 - step(0.06, 0.11, knob)));
  return share * (0.86 + 0.14 * step(-0.2, 0.4, y));
}

/** An egg that points down and to the picture's right, and the bulge of the right atrium. */
function heart({ heartRadius }: ChestAnatomy, x: number, y: number): number {
  const along = (x - 0.1) * 0.8 + (y - 0.22) * 0.6;
  const aside = (y - 0.22) * 0.8 - (x - 0.1) * 0.6;
  const egg = Math.hypot(along / (heartRadius * 1.32), aside / (heartRadius * (0.98 - 0.25 * along)));
  const atrium = Math.hypot((x + 0.02) / (0.04 + heartRadius * 0.45), (y - 0.2) / (heartRadius * 0.85));
  return Math.max(1 - step(0.9, 1.05, egg), 1 - step(0.9, 1.08, atrium));
}

/** Back ribs fall gently outwards, front ribs steeply and fainter. */
function ribs(x: number, y: number): number {
  const across = Math.abs(x);
  const cage =
    step(0.08, 0.16, across) *
    (1 - step(0.74, 0.8, across)) *
    step(-0.86, -0.74, y) *
    (1 - step(0.5, 0.8, y));
  let shade = 0;
  for (let rib = 0; rib < 9; rib++) {
    const back = -0.86 + rib * 0.165 + 0.5 * (across - 0.3) * (across - 0.3);
    shade += 0.06 * bump(y - back, 0.02) + 0.03 * bump(y - back - 0.022, 0.008);
    const front = -0.72 + rib * 0.19 + 0.55 * (0.75 - across);
    if (rib < 6) shade += 0.03 * bump(y - front, 0.026) * step(0.24, 0.4, across);
  }
  return shade * cage;
}

function clavicles(x: number, y: number): number {
  const across = Math.abs(x);
  const line = -0.62 - 0.24 * (across - 0.1) + 0.06 * Math.sin(across * 7);
  return 0.13 * bump(y - line, 0.022) * step(0.07, 0.12, across) * (1 - step(0.68, 0.76, across));
}

function spine(x: number, y: number): number {
  const discs = bump(((y + 2) % 0.15) - 0.075, 0.018);
  return (0.07 - 0.06 * discs) * (1 - step(0.06, 0.08, Math.abs(x)));
}

function trachea(x: number, y: number): number {
  return 0.2 * bump(x + 0.01, 0.032) * step(-0.98, -0.85, y) * (1 - step(-0.42, -0.3, y));
}

function stomachBubble(anatomy: ChestAnatomy, x: number, y: number): number {
  const distance = Math.hypot((x - 0.4) / 1.5, y - anatomy.domes[1] - 0.13);
  return 0.22 * (1 - step(0.04, 0.085, distance));
}

function findingShade(
  { findings, lesion, findingSide, domes }: ChestAnatomy,
  x: number,
  y: number,
  air: number,
): number {
  let shade = 0;
  const distance = Math.hypot(x - lesion.x, y - lesion.y) / lesion.radius;
  if (findings.includes('Nodule')) shade += 0.24 * (1 - step(0.7, 1.05, distance));
  if (findings.includes('Consolidation'))
    shade += 0.3 * bump(distance, 0.62) * (0.85 + 0.15 * Math.sin(31 * x + 23 * y));
  if (findings.includes('Effusion') && x * findingSide > 0) {
    const surface = domes[findingSide < 0 ? 0 : 1] - 0.16 - 0.4 * Math.max(0, Math.abs(x) - 0.42);
    shade += 0.46 * step(surface - 0.03, surface + 0.05, y);
  }
  return shade * air;
}

/** Branching lines from both hila, thinner outwards, as a plane of brightness to be added to the lungs. */
function drawVessels(anatomy: ChestAnatomy, sizePx: number, uniform: () => number): Float64Array {
  const plane = new Float64Array(sizePx * sizePx);
  for (const side of [-1, 1]) {
    for (let branch = 0; branch < 16; branch++) {
      const angle = (branch / 15 - 0.5) * 2.7 + (uniform() - 0.5) * 0.3;
      const start = { x: anatomy.shiftX + side * 0.17, y: -0.06 };
      growVessel(plane, sizePx, start, angle, side, 0.019, 3, uniform);
    }
  }
  return plane;
}

function growVessel(
  plane: Float64Array,
  sizePx: number,
  start: { readonly x: number; readonly y: number },
  angle: number,
  side: number,
  radius: number,
  generations: number,
  uniform: () => number,
): void {
  let { x, y } = start;
  let heading = angle;
  const steps = 9 + Math.floor(uniform() * 7);
  for (let index = 0; index < steps; index++) {
    heading += (uniform() - 0.5) * 0.25;
    const thickness = radius * (1 - (0.35 * index) / steps);
    x += side * Math.cos(heading) * 0.016;
    y += Math.sin(heading) * 0.016;
    stamp(plane, sizePx, x, y, thickness);
  }
  if (generations === 0) return;
  for (const turn of [-0.4, 0.35]) {
    growVessel(
      plane,
      sizePx,
      { x, y },
      heading + turn * (0.6 + uniform()),
      side,
      radius * 0.62,
      generations - 1,
      uniform,
    );
  }
}

/** Lays a soft dot; overlapping dots of a line do not add up. */
function stamp(plane: Float64Array, sizePx: number, x: number, y: number, radius: number): void {
  const centreX = ((x + 1) * sizePx) / 2;
  const centreY = ((y + 1) * sizePx) / 2;
  const width = (radius * sizePx) / 2;
  const strength = Math.min(0.3, 11 * radius);
  for (let row = Math.floor(centreY - 2 * width); row <= centreY + 2 * width; row++) {
    for (let column = Math.floor(centreX - 2 * width); column <= centreX + 2 * width; column++) {
      if (row < 0 || column < 0 || row >= sizePx || column >= sizePx) continue;
      const shade = strength * bump(Math.hypot(column - centreX, row - centreY), width * 0.75);
      const index = row * sizePx + column;
      plane[index] = Math.max(plane[index] ?? 0, shade);
    }
  }
}
