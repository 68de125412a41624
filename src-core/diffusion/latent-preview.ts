import type { DecodedImage } from './image.ts';

/** A grid of latents of one image: channel after channel, row after row. */
export interface LatentGrid {
  readonly values: Float32Array;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

/** Grey (-1 black, 1 white) as a weighted sum of the channels of one latent pixel, plus a constant. */
export interface PreviewMap {
  readonly weights: readonly number[];
  readonly constant: number;
}

/**
 * Stable Diffusion 1 and 2's latents to grey: the mean over red, green and blue of the linear factors that
 * keturn fitted (discuss.huggingface.co/t/decoding-latents-to-rgb-without-upscaling/23204).
 */
export const STABLE_DIFFUSION_PREVIEW: PreviewMap = {
  weights: [
    (0.298 + 0.207 + 0.208) / 3,
    (0.187 + 0.286 + 0.173) / 3,
    (-0.158 + 0.189 + 0.264) / 3,
    (-0.184 - 0.271 - 0.473) / 3,
  ],
  constant: 0,
};

/** Keeps the normal equations solvable where a channel never varies; far below any sum of real latents. */
const RIDGE = 1e-6;

/** Fits the map from latents to grey over the images decoded so far. */
export interface PreviewFit {
  /** Takes in one image: its latents (scaled as for diffusion) and what the decoder made of them. */
  add(latents: LatentGrid, decoded: DecodedImage): void;
  /** The least-squares map; null before the first image. */
  map(): PreviewMap | null;
}

/**
 * Least squares by the normal equations: each latent pixel against the mean grey of the pixels it stands for.
 * @param channels of the latents
 */
export function createPreviewFit(channels: number): PreviewFit {
  const size = channels + 1;
  const products = Array.from({ length: size }, () => new Float64Array(size));
  const targets = new Float64Array(size);
  let points = 0;
  return {
    add: (latents, decoded) => {
      const grey = meanGrey(decoded, latents.rows, latents.columns);
      const row = new Float64Array(size).fill(1);
      for (const [pixel, target] of grey.entries()) {
        for (let channel = 0; channel < channels; channel++) {
          row[channel] = latents.values[channel * grey.length + pixel] ?? 0;
        }
        for (const [i, left] of row.entries()) {
          const sums = products[i] ?? row;
          for (const [j, right] of row.entries()) sums[j] = (sums[j] ?? 0) + left * right;
          targets[i] = (targets[i] ?? 0) + left * target;
        }
      }
      points += grey.length;
    },
    map: () => {
      if (points === 0) return null;
      const ridged = products.map((row, i) => row.map((value, j) => (i === j ? value + RIDGE : value)));
      const solution = solveSymmetric(ridged, targets);
      return { weights: [...solution.subarray(0, channels)], constant: solution[channels] ?? 0 };
    },
  };
}

/**
 * A quick grey picture of latents, one pixel for each: by the map, or without one by the mean of the channels,
 * spread so that two standard deviations about its middle fill the range.
 */
export function latentsToGrey8(latents: LatentGrid, map: PreviewMap | null): Uint8Array {
  const { channels, rows, columns, values } = latents;
  const count = rows * columns;
  const grey = new Float64Array(count).fill(map?.constant ?? 0);
  for (let channel = 0; channel < channels; channel++) {
    const weight = map === null ? 1 / channels : (map.weights[channel] ?? 0);
    for (let pixel = 0; pixel < count; pixel++) {
      grey[pixel] = (grey[pixel] ?? 0) + weight * (values[channel * count + pixel] ?? 0);
    }
  }
  const { middle, spread } = map === null ? distribution(grey) : { middle: 0, spread: 1 };
  return Uint8Array.from(grey, (value) =>
    Math.min(255, Math.max(0, Math.round((((value - middle) / spread) * 0.5 + 0.5) * 255))),
  );
}

function distribution(values: Float64Array): { middle: number; spread: number } {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return { middle, spread: 2 * Math.sqrt(squares / values.length) || 1 };
}

/** The mean over channels and over the block of pixels that each latent stands for. */
function meanGrey(image: DecodedImage, rows: number, columns: number): Float64Array {
  const { values, channels, widthPixels, heightPixels } = image;
  const sums = new Float64Array(rows * columns);
  const blockHeight = heightPixels / rows;
  const blockWidth = widthPixels / columns;
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < heightPixels; y++) {
      const line = (channel * heightPixels + y) * widthPixels;
      const row = Math.floor(y / blockHeight) * columns;
      for (let x = 0; x < widthPixels; x++) {
        const cell = row + Math.floor(x / blockWidth);
        sums[cell] = (sums[cell] ?? 0) + (values[line + x] ?? 0);
      }
    }
  }
  return sums.map((sum) => sum / (channels * blockHeight * blockWidth));
}

/** Solves a symmetric positive definite system by Gauss elimination; overwrites `matrix`. */
function solveSymmetric(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const solution = right.slice();
  for (const [pivot, pivotRow] of matrix.entries()) {
    for (const [row, target] of matrix.entries()) {
      if (row <= pivot) continue;
      const factor = (target[pivot] ?? 0) / (pivotRow[pivot] ?? 1);
      for (const [column, value] of pivotRow.entries()) {
        target[column] = (target[column] ?? 0) - factor * value;
      }
      solution[row] = (solution[row] ?? 0) - factor * (solution[pivot] ?? 0);
    }
  }
  for (const [row, values] of [...matrix.entries()].reverse()) {
    const known = values.reduce(
      (sum, value, column) => sum + (column > row ? value * (solution[column] ?? 0) : 0),
      0,
    );
    solution[row] = ((solution[row] ?? 0) - known) / (values[row] ?? 1);
  }
  return solution;
}
