import { MAX_FRAMES_IMPORTED } from '../../../src-core/contract/import-calls.ts';

/**
 * Reads a list of frames: numbers and ranges with commas ("2, 4-6"), or "all".
 * @param count how many frames the file holds
 * @returns frames from 1, ascending, each once; undefined for what is no such list or too long a one
 */
export function parseFrameList(text: string, count: number): readonly number[] | undefined {
  const written = text.trim().toLowerCase();
  const frames = new Set<number>();
  for (const part of (written === 'all' ? `1-${count}` : written).split(/[,;]/)) {
    const range = /^\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})\s*)?$/.exec(part);
    if (range === null) return undefined;
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (first < 1 || last < first || last > count || last - first >= MAX_FRAMES_IMPORTED) return undefined;
    for (let frame = first; frame <= last; frame++) frames.add(frame);
  }
  return frames.size > MAX_FRAMES_IMPORTED ? undefined : [...frames].sort((a, b) => a - b);
}
