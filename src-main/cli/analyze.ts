import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Command } from 'commander';
import { analyseTable } from '../../src-core/stats/analysis/analyse.ts';
import type { ReadingTable } from '../../src-core/stats/analysis/reading-table.ts';
import { parseImrmc } from '../files/imrmc.ts';
import { parseLongTable } from '../files/long-table.ts';
import { readWholeFile } from '../files/whole-file.ts';
import { PRODUCT_NAME, PRODUCT_VERSION } from '../product.ts';
import { type AnalyzeOptions, analyzeOptions } from './analyze-options.ts';
import { analysisText } from './analyze-text.ts';

/** Adds `analyze`. */
export function addAnalyzeCommand(program: Command, signal: AbortSignal): void {
  program
    .command('analyze')
    .description(
      'analyse the readings of any reader study: an .imrmc file, or a CSV table with a row a reading',
    )
    .argument('<file>', 'readings')
    .allowExcessArguments(false)
    .option(
      '--columns <list>',
      'names of the columns in the table: reader=NAME,case=NAME,arm=NAME,truth=NAME,rating=NAME,time=NAME,order=NAME',
    )
    .option('--readers <list>', 'the readers there are; others are refused')
    .option('--scale <range>', 'the lowest and the highest rating, as 1-5 or -4:4; others are refused')
    .option('--threshold <number>', 'a rating of at least this is a positive call')
    .option('--chance <share>', 'share of right calls without skill (default: 0.5)')
    .option('--level <share>', 'level of the intervals (default: 0.95)')
    .option('--margin <number>', "margin of equivalence of mean ratings, from the study's protocol")
    .option('--replicates <number>', 'of each bootstrap (default: 2000)')
    .option('--seed <number>', 'of the bootstrap (default: 1)')
    .option('--json', 'print one JSON object')
    .action(async (file: string, raw: Record<string, unknown>) => {
      const options = analyzeOptions(raw);
      const table = parseTable(await readWholeFile(file, 'FILE_UNSUPPORTED'), path.basename(file), options);
      const analysis = await analyseTable(table, {
        ...options.analysis,
        hooks: { isCancelled: () => signal.aborted, pause: () => setImmediate() },
      });
      const product = `${PRODUCT_NAME} ${PRODUCT_VERSION}`;
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ file: path.basename(file), product, ...analysis }, null, 2)}\n`
          : analysisText(path.basename(file), analysis),
      );
    });
}

function parseTable(bytes: Uint8Array, fileName: string, options: AnalyzeOptions): ReadingTable {
  const { columns, readers, scale } = options;
  const rules = { ...(readers === undefined ? {} : { readers }), ...(scale === undefined ? {} : { scale }) };
  return fileName.toLowerCase().endsWith('.imrmc')
    ? parseImrmc(bytes, fileName, rules)
    : parseLongTable(bytes, fileName, columns, rules);
}
