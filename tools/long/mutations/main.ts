import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MutatedCases } from './cases.ts';
import { runPiece } from './piece.ts';

/**
 * Reads a range of damaged files and prints what came of them, as JSON; or writes one of them down to look at.
 *
 *     node tools/long/mutations/main.ts --seed 1 --from 0 --count 100 [--without-shared] [--keep FOLDER]
 *
 * Exit status 1 where there is a fault.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    from: { type: 'string', default: '0' },
    count: { type: 'string', default: '1' },
    'without-shared': { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});
const piece = {
  seed: wholeNumber('--seed', values.seed),
  from: wholeNumber('--from', values.from),
  count: wholeNumber('--count', values.count),
  withShared: !values['without-shared'],
};
if (values.keep !== undefined) await keep(values.keep);
const result = await runPiece(piece);
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode = result.faults.length > 0 ? 1 : 0;

async function keep(folder: string): Promise<void> {
  const cases = await MutatedCases.open(piece.seed, piece.withShared);
  mkdirSync(folder, { recursive: true });
  for (let index = piece.from; index < piece.from + piece.count; index++) {
    const { seedFile, steps, bytes } = cases.at(index);
    const file = path.join(folder, `case-${index}`);
    writeFileSync(file, bytes);
    process.stderr.write(`${file}: ${seedFile.name}; ${steps.join('; ')}\n`);
  }
}

function wholeNumber(name: string, text: string | undefined): number {
  const value = Number(text);
  if (text !== undefined && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`${name} takes a whole number, not "${text}"`);
}
