import { percentiles } from '../../src-core/imaging/percentile.ts';
import { at, mean, zeros } from '../../src-core/stats/numbers.ts';
import type { FeatureGroups } from './feature-groups.ts';

/**
 * What a film's grey values tell of the file they came from, and nothing of what they show: traces of headers, of a
 * JPEG coder, of a change of size, of borders, of bit depth and of the window.
 * @param pixels 8-bit grey, row by row, `side` squared
 */
export function pixelTraces(pixels: Uint8Array, side: number): FeatureGroups {
  return {
    'pixels: header': headerTraces(pixels, side),
    'pixels: coder': coderTraces(pixels, side),
    'pixels: spectrum': spectrumTraces(pixels, side),
    'pixels: border': borderTraces(pixels, side),
    'pixels: levels': levelTraces(pixels),
    'pixels: window': windowTraces(pixels),
  };
}

/** First bytes of PNG (ISO 15948), JPEG (ITU-T T.81), GIF and TIFF files; a DICOM file says DICM after 128 bytes. */
const MAGIC = [
  { offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47] },
  { offset: 0, bytes: [0xff, 0xd8, 0xff] },
  { offset: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { offset: 0, bytes: [0x49, 0x49, 0x2a, 0x00] },
  { offset: 128, bytes: [0x44, 0x49, 0x43, 0x4d] },
];

function headerTraces(pixels: Uint8Array, side: number): number[] {
  const magic = MAGIC.map(({ offset, bytes }) =>
    Number(bytes.every((byte, index) => pixels[offset + index] === byte)),
  );
  return [pixels.length, pixels.length - side * side, ...magic];
}

const EDGE = 8;

/**
 * JPEG codes blocks of 8 x 8 pixels: steps at their borders, and coefficients that were rounded to the same few values.
 * A picture that was made smaller by half afterwards has its steps every 4 pixels.
 */
function coderTraces(pixels: Uint8Array, side: number): number[] {
  const steps = [stepProfile(pixels, side, 1, side), stepProfile(pixels, side, side, 1)];
  const periods = [4, 8, 16].flatMap((period) => steps.map((profile) => periodicShare(profile, period)));
  return [...periods, Math.log(zeroShare(pixels, side, 0) / zeroShare(pixels, side, EDGE / 2))];
}

/** Mean absolute second difference between neighbours, by their place along an axis. */
function stepProfile(pixels: Uint8Array, side: number, along: number, across: number): Float64Array {
  return Float64Array.from({ length: side - 3 }, (_, place) => {
    let total = 0;
    for (let line = 0; line < side; line += 1) {
      const start = line * across + place * along;
      const value = (offset: number): number => pixels[start + offset * along] ?? 0;
      total += Math.abs(value(0) - 3 * value(1) + 3 * value(2) - value(3));
    }
    return total / side;
  });
}

/** The strongest place of each period against the mean of all, as a logarithm. */
function periodicShare(profile: Float64Array, period: number): number {
  const classes = Array.from({ length: period }, (_, phase) =>
    mean(profile.filter((_value, place) => place % period === phase)),
  );
  return Math.log((Math.max(...classes) + 0.01) / (mean(profile) + 0.01));
}

/** Share of the higher coefficients of 8 x 8 blocks, laid from an offset on, that are nearly 0: more where a coder's blocks lie. */
function zeroShare(pixels: Uint8Array, side: number, offset: number): number {
  let [small, all] = [1, 2];
  for (let top = offset; top + EDGE <= side; top += 2 * EDGE) {
    for (let left = offset; left + EDGE <= side; left += 2 * EDGE) {
      for (const [u, v] of HIGH_COEFFICIENTS) {
        let total = 0;
        for (let y = 0; y < EDGE; y += 1) {
          for (let x = 0; x < EDGE; x += 1) {
            total += (pixels[(top + y) * side + left + x] ?? 0) * cosine(u, x) * cosine(v, y);
          }
        }
        all += 1;
        if (Math.abs(total) < 0.75) small += 1;
      }
    }
  }
  return small / all;
}

const HIGH_COEFFICIENTS = [
  [3, 3],
  [5, 2],
  [2, 5],
  [4, 5],
  [6, 3],
] as const;

const COSINES = Float64Array.from({ length: EDGE * EDGE }, (_, index) => {
  const [frequency, place] = [Math.floor(index / EDGE), index % EDGE];
  return Math.cos(((2 * place + 1) * frequency * Math.PI) / (2 * EDGE)) / 2;
});
const cosine = (frequency: number, place: number): number => COSINES[frequency * EDGE + place] ?? 0;

const BANDS = 8;
const TILE_PX = 64;

/** Power by radial frequency up to the matrix's limit, in 8 bands, as logarithms: where it falls off tells a former size. */
function spectrumTraces(pixels: Uint8Array, side: number): number[] {
  const size = Math.min(TILE_PX, side);
  const power = new Float64Array(BANDS);
  const counts = new Float64Array(BANDS);
  const tiles = Math.floor(side / size);
  for (let tile = 0; tile < tiles * tiles; tile += 1) {
    const [top, left] = [Math.floor(tile / tiles) * size, (tile % tiles) * size];
    addPower(pixels, side, { top, left, size }, power, counts);
  }
  return Array.from(power, (value, band) => Math.log(value / Math.max(1, at(counts, band)) + 1e-3));
}

function addPower(
  pixels: Uint8Array,
  side: number,
  { top, left, size }: { readonly top: number; readonly left: number; readonly size: number },
  power: Float64Array,
  counts: Float64Array,
): void {
  // A Hann window, so that the tile's edges do not count as detail.
  const hann = Float64Array.from(
    { length: size },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / size),
  );
  const tile = zeros(size, size);
  let average = 0;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) average += pixels[(top + y) * side + left + x] ?? 0;
  }
  average /= size * size;
  for (let y = 0; y < size; y += 1) {
    const row = at(tile, y);
    for (let x = 0; x < size; x += 1) {
      row[x] = ((pixels[(top + y) * side + left + x] ?? 0) - average) * at(hann, y) * at(hann, x);
    }
  }
  const rows = tile.map((row) => transform(row, new Float64Array(size)));
  for (let u = 0; u <= size / 2; u += 1) {
    const column = transform(
      Float64Array.from(rows, ({ real }) => at(real, u)),
      Float64Array.from(rows, ({ imaginary }) => at(imaginary, u)),
    );
    for (let v = 0; v < size; v += 1) {
      const radius = Math.hypot(u, Math.min(v, size - v)) / (size / 2);
      if (radius === 0 || radius > 1) continue;
      const band = Math.min(BANDS - 1, Math.floor(radius * BANDS));
      power[band] = at(power, band) + at(column.real, v) ** 2 + at(column.imaginary, v) ** 2;
      counts[band] = at(counts, band) + 1;
    }
  }
}

/** The discrete Fourier transform of any length. */
function transform(
  real: Float64Array,
  imaginary: Float64Array,
): { real: Float64Array; imaginary: Float64Array } {
  const size = real.length;
  const out = { real: new Float64Array(size), imaginary: new Float64Array(size) };
  const [cosines, sines] = turns(size);
  for (let k = 0; k < size; k += 1) {
    let [sumReal, sumImaginary] = [0, 0];
    for (let n = 0; n < size; n += 1) {
      const turn = (k * n) % size;
      const [cos, sin] = [cosines[turn] ?? 0, sines[turn] ?? 0];
      sumReal += (real[n] ?? 0) * cos + (imaginary[n] ?? 0) * sin;
      sumImaginary += (imaginary[n] ?? 0) * cos - (real[n] ?? 0) * sin;
    }
    out.real[k] = sumReal;
    out.imaginary[k] = sumImaginary;
  }
  return out;
}

const TURNS = new Map<number, readonly [Float64Array, Float64Array]>();

function turns(size: number): readonly [Float64Array, Float64Array] {
  const known = TURNS.get(size);
  if (known !== undefined) return known;
  const angles = Float64Array.from({ length: size }, (_, index) => (2 * Math.PI * index) / size);
  const made = [angles.map(Math.cos), angles.map(Math.sin)] as const;
  TURNS.set(size, made);
  return made;
}

/** What the outermost rows and columns are against those further in: padding, and frames of a scanner or a filter. */
function borderTraces(pixels: Uint8Array, side: number): number[] {
  const ring = (inset: number): number[] => {
    const values: number[] = [];
    for (let place = inset; place < side - inset; place += 1) {
      for (const index of [
        inset * side + place,
        (side - 1 - inset) * side + place,
        place * side + inset,
        place * side + side - 1 - inset,
      ]) {
        values.push(pixels[index] ?? 0);
      }
    }
    return values;
  };
  const rings = [0, 1, 2, 4, 8].map(ring);
  const means = rings.map(mean);
  const constantRings = rings.filter((values) => new Set(values).size === 1).length;
  return [
    ...means.slice(1).map((value, index) => value - at(means, index)),
    constantRings,
    flatShare(pixels, side),
  ];
}

/** Share of rows and columns of one value alone. */
function flatShare(pixels: Uint8Array, side: number): number {
  let flat = 0;
  for (let line = 0; line < side; line += 1) {
    const row = new Set(pixels.subarray(line * side, (line + 1) * side));
    const column = new Set(Array.from({ length: side }, (_, place) => pixels[place * side + line]));
    flat += Number(row.size === 1) + Number(column.size === 1);
  }
  return flat / (2 * side);
}

/** Which grey levels occur: a film of fewer levels, stretched, leaves gaps at even distances. */
function levelTraces(pixels: Uint8Array): number[] {
  const histogram = new Float64Array(256);
  for (const value of pixels) histogram[value] = at(histogram, value) + 1;
  const inner = histogram.subarray(8, 248);
  const total = inner.reduce((sum, count) => sum + count, 0) + 1;
  const rough = inner.reduce((sum, count, index) => sum + Math.abs(count - (inner[index + 1] ?? count)), 0);
  const even = inner.reduce((sum, count, index) => sum + (index % 2 === 0 ? count : 0), 0);
  return [
    histogram.filter((count) => count > 0).length,
    inner.filter((count) => count === 0).length,
    rough / total,
    even / total,
  ];
}

/** How the picture sits in the range of greys. */
function windowTraces(pixels: Uint8Array): number[] {
  const share = (value: number): number => pixels.filter((pixel) => pixel === value).length / pixels.length;
  return [...percentiles(pixels, [0, 0.5, 99.5, 100]), share(0), share(255)];
}
