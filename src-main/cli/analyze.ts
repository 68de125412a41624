import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Analysis } from '../../src-core/stats/analysis/analyse.ts';
import { AnalysisWorker } from '../app/analysis-work.ts';
import { addOutputOptions } from './analysis/output-options.ts';
import { writeOutputs } from './analysis/write-outputs.ts';
import { type AnalyzeOptions, addSettingsOptions, analyzeOptions } from './analyze-options.ts';
import { analysisText } from './analyze-text.ts';
import { createWorkMeter } from './work-meter.ts';

/** Adds `analyze`. */
export function addAnalyzeCommand(program: Command, signal: AbortSignal): void {
  const command = program
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
    .option('--margin <number>', "margin of equivalence of mean ratings, from the study's protocol");
  addOutputOptions(addSettingsOptions(command))
    .option('--export <dir>', 'write the data and the analysis into a new folder')
    .option('--formats <list>', 'of the export: long-csv, json, imrmc, mrmcaov (default: all)')
    .option('--json', 'print one JSON object')
    .action(async (file: string, raw: Record<string, unknown>) => {
      const options = analyzeOptions(raw);
      const meter = createWorkMeter(process.stderr);
      const worker = new AnalysisWorker(WORKER_FILE);
      try {
        const printed = await analysed(worker, file, options, meter.emit, signal);
        meter.clear();
        process.stdout.write(printed);
      } finally {
        meter.clear();
        await worker.dispose();
      }
    });
}

const WORKER_FILE = fileURLToPath(new URL('../app/analysis-worker.ts', import.meta.url));

/** Runs it, writes what was asked for, and says what is to be printed. */
async function analysed(
  worker: AnalysisWorker,
  file: string,
  { json, table, outputs, exports }: AnalyzeOptions,
  emit: ReturnType<typeof createWorkMeter>['emit'],
  signal: AbortSignal,
): Promise<string> {
  const shown = await worker.table(
    { path: path.resolve(file), ...table },
    false,
    (payload) => emit('analysis.progress', payload),
    signal,
  );
  // Once it is analysed, only the worker's end stops it.
  const stop = (): void => void worker.dispose();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const written = await writeOutputs(
      outputs,
      shown.document.figures.map(({ id }) => id),
      {
        report: async (place) => void (await worker.report(place)),
        figure: async (figureId, target) => {
          const { theme, format } = outputs.figures ?? { theme: 'print', format: 'svg' };
          await worker.figure({ path: target, figureId, theme, format });
        },
      },
    );
    if (exports !== null) {
      const { folder, formats } = exports;
      const { files } = await worker.export({
        folder,
        formats: formats === 'all' ? [...shown.formats] : [...formats],
      });
      written.push(...files.map(({ name }) => path.join(folder, name)));
    }
    const text = await worker.json();
    if (json) return text;
    const analysis: Analysis = JSON.parse(text);
    return [analysisText(path.basename(file), analysis), ...written.map((own) => `written: ${own}\n`)].join(
      '',
    );
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
