import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import path from 'node:path';

/** The seed of this run: LIGHTBOX_LONG_SEED, or drawn; printed, so that a failure can be repeated. */
export function longTestSeed(name: string): number {
  const given = Number(process.env['LIGHTBOX_LONG_SEED'] ?? Number.NaN);
  const seed = Number.isSafeInteger(given) ? given : randomInt(0, 2 ** 32);
  process.stderr.write(`[long] ${name}: seed ${seed} (LIGHTBOX_LONG_SEED=${seed} repeats it)\n`);
  return seed;
}

export interface LongResult {
  readonly name: string;
  /** What was found, in a few words. */
  readonly outcome: string;
  readonly seed: number;
  readonly tookMs: number;
}

/** Leaves a result for docs/LONG-TESTS.md; nothing where Vitest was started by hand. */
export function leaveLongResult({ name, outcome, seed, tookMs }: LongResult): void {
  const folder = process.env['LIGHTBOX_LONG_RESULTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const [first] = cpus();
  const machine = `${platform()} ${arch()}, ${cpus().length} x ${first?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`;
  const day = new Date().toISOString().slice(0, 10);
  const file = path.join(folder, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.json`);
  writeFileSync(file, JSON.stringify({ name, outcome, seed: String(seed), tookMs, machine, day }));
}
