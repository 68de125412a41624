/** Where the parts of a drawn chest lie; lengths in halves of the picture's side, the centre is (0, 0). */
export interface ChestAnatomy {
  readonly sex: 'M' | 'F';
  readonly ageYears: number;
  readonly view: 'PA' | 'AP';
  /** Labels of the NIH kind; empty for a normal chest. */
  readonly findings: readonly ('Cardiomegaly' | 'Effusion' | 'Nodule' | 'Consolidation')[];
  readonly lungWidth: number;
  readonly lungTop: number;
  /** Height of the domes of the diaphragm, on the picture's left and right side. */
  readonly domes: readonly [number, number];
  readonly heartRadius: number;
  readonly tilt: number;
  readonly shiftX: number;
  readonly density: number;
  readonly noise: number;
  /** The side of a one-sided finding: -1 the picture's left, 1 its right. */
  readonly findingSide: -1 | 1;
  readonly lesion: { readonly x: number; readonly y: number; readonly radius: number };
}

/** Uniform numbers from 0 to 1 (mulberry32, public domain). */
export function seededUniform(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Draws one chest's build and findings. */
export function drawAnatomy(uniform: () => number): ChestAnatomy {
  const between = (low: number, high: number) => low + (high - low) * uniform();
  const view = uniform() < 0.5 ? 'PA' : 'AP';
  const finding = Math.floor(uniform() * 8);
  const cardiomegaly = finding === 0 || finding === 4;
  const findings: ChestAnatomy['findings'] = [
    ...(cardiomegaly ? (['Cardiomegaly'] as const) : []),
    ...(finding === 1 || finding === 4 ? (['Effusion'] as const) : []),
    ...(finding === 2 ? (['Nodule'] as const) : []),
    ...(finding === 3 ? (['Consolidation'] as const) : []),
  ];
  const findingSide = uniform() < 0.5 ? -1 : 1;
  const rightDome = between(0.42, 0.56);
  return {
    sex: uniform() < 0.5 ? 'F' : 'M',
    ageYears: Math.floor(between(22, 88)),
    view,
    findings,
    lungWidth: between(0.3, 0.36),
    lungTop: between(-0.8, -0.7),
    domes: [rightDome, rightDome + between(0.03, 0.09)],
    heartRadius: cardiomegaly ? between(0.37, 0.42) : between(0.24, 0.3),
    tilt: between(-0.04, 0.04),
    shiftX: between(-0.04, 0.04),
    density: view === 'AP' ? between(0.02, 0.09) : between(-0.03, 0.04),
    noise: between(0.008, 0.016),
    findingSide,
    lesion: {
      x: findingSide * between(0.3, 0.46),
      y: between(-0.3, 0.2),
      radius: finding === 2 ? between(0.03, 0.055) : between(0.13, 0.2),
    },
  };
}
