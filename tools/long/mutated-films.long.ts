import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { leaveLongResult, longTestSeed } from './long-test.ts';
import { TIFF_FROM } from './mutations/cases.ts';
import { type PieceResult, pieceResultSchema } from './mutations/piece.ts';

const NAME = 'Damaged films';
const COUNT = TIFF_FROM + 10_000;
const PIECE = 2500;
const MAIN = fileURLToPath(new URL('./mutations/main.ts', import.meta.url));
/** Outside of test-results/long, which every run empties: pieces that are there are not run again. */
const PIECES = fileURLToPath(new URL('../../test-results/mutations/', import.meta.url));
const LIMIT_BYTES = 2 ** 30;

it('a hundred thousand damaged films each give a film or a coded refusal, within 5 s and 1 GB', async () => {
  const startMs = performance.now();
  const seed = longTestSeed(NAME);
  mkdirSync(PIECES, { recursive: true });
  const pieces: PieceResult[] = [];
  for (let from = 0; from < COUNT; from += PIECE) {
    const piece = await pieceOf(seed, from);
    const { byOutcome, faults } = piece;
    process.stderr.write(
      `[long] ${NAME}: ${from + PIECE} of ${COUNT}, ${JSON.stringify({ byOutcome, faults })}\n`,
    );
    pieces.push(piece);
  }
  expect(pieces.flatMap(({ faults }) => faults)).toEqual([]);
  expect(Math.max(...pieces.map(({ peakBytes }) => peakBytes ?? 0))).toBeLessThan(LIMIT_BYTES);
  leaveLongResult({ name: NAME, outcome: outcomeOf(pieces), seed, tookMs: performance.now() - startMs });
});

/** In a process of its own, so that its memory is its own; a crash fails the test with its index range. */
async function pieceOf(seed: number, from: number): Promise<PieceResult> {
  const file = `${PIECES}${seed}-${from}.json`;
  if (!existsSync(file)) {
    const args = [MAIN, '--seed', `${seed}`, '--from', `${from}`, '--count', `${PIECE}`];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    // It ends by itself: a worker that lingered would hold it.
    const [status, signal] = await once(child, 'close');
    expect([signal, output], `${args.slice(1).join(' ')} ended with ${status}`).toEqual([
      null,
      expect.stringContaining('{'),
    ]);
    writeFileSync(`${file}.part`, output);
    renameSync(`${file}.part`, file);
  }
  return pieceResultSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function outcomeOf(pieces: readonly PieceResult[]): string {
  const outcomes = added(pieces.map(({ byOutcome }) => byOutcome));
  const cases = added(pieces.map(({ byFormat }) => numbersOf(byFormat, 'cases')));
  const films = added(pieces.map(({ byFormat }) => numbersOf(byFormat, 'films')));
  const ended = pieces.reduce((sum, { endedByLimit }) => sum + endedByLimit.length, 0);
  const slowest = pieces.map((piece) => piece.slowest).reduce((a, b) => (b.ms > a.ms ? b : a));
  const peak = Math.max(...pieces.map(({ peakBytes }) => peakBytes ?? 0));
  const count = (numbers: Readonly<Record<string, number>>): string =>
    Object.entries(numbers)
      .sort(([, a], [, b]) => b - a)
      .map(([name, number]) => `${name} ${number}`)
      .join(', ');
  const formats = Object.fromEntries(
    Object.entries(cases).map(([name, number]) => [`${name} ${films[name] ?? 0} of`, number]),
  );
  return [
    `${COUNT} files, no fault; ${count(outcomes)}`,
    `ended by a limit: ${ended}`,
    `slowest ${(slowest.ms / 1000).toFixed(2)} s (file ${slowest.index})`,
    `most memory of a process ${Math.round(peak / 2 ** 20)} MB`,
    `films by seed: ${count(formats)}`,
  ].join('; ');
}

function numbersOf(
  byFormat: PieceResult['byFormat'],
  what: 'cases' | 'films',
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(byFormat).map(([format, numbers]) => [format, numbers[what]]));
}

function added(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const numbers of all) {
    for (const [name, number] of Object.entries(numbers)) sum[name] = (sum[name] ?? 0) + number;
  }
  return sum;
}
