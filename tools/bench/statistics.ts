import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { ReadingTable } from '../../src-core/stats/analysis/reading-table.ts';
import { median } from './contender.ts';
import { type JsonPeer, startJsonPeer } from './json-peer.ts';
import {
  drawReaderStudy,
  measureWholeAnalysis,
  processorMsSince,
  type WholeAnalysis,
} from './reader-study.ts';
import { modelTasks, type StudyTask, studyTasks } from './study-tasks.ts';

/**
 * How long the estimators of a reader study take beside Python's, in turns in one run, on the same data, their numbers
 * compared; and the whole analysis with its bootstraps, how often it reports, and how soon it ends when it is cancelled.
 * What counts is the processor's time, so that other programs do not.
 *
 *     npm run bench:statistics -- [--readers 20] [--cases 600] [--rounds 5] [--replicates 2000] [--models] [--json]
 *
 * The peers come from PyPI (`npm run bench:peers -- stats`); with --models the mixed models are fitted in R too (Debian:
 * r-cran-ordinal, r-cran-lme4, r-cran-jsonlite), which takes two minutes. Exit status 1 where numbers differ or a cancel takes longer
 * than half a second of the processor.
 */

const fromHere = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const PYTHON = fromHere('../../.bench-peers/stats/bin/python');
const ARMS = 2;
const THRESHOLD = 1;
const CANCEL_LIMIT_MS = 500;

const greetingSchema = z.object({ versions: z.record(z.string(), z.string()) });
const answerSchema = z.object({ ms: z.number(), values: z.array(z.number()) });
const modelSchema = answerSchema.extend({ task: z.array(z.string()).or(z.string()) });

interface Row {
  readonly what: string;
  readonly peer: string;
  readonly oursMs: number;
  /** Null where the peer is not installed. */
  readonly peerMs: number | null;
  readonly equal: boolean | null;
}

const { values: options } = parseArgs({
  options: {
    readers: { type: 'string', default: '20' },
    cases: { type: 'string', default: '600' },
    rounds: { type: 'string', default: '5' },
    replicates: { type: 'string', default: '2000' },
    models: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const whole = (name: 'readers' | 'cases' | 'rounds' | 'replicates'): number => {
  const value = Number(options[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1`);
  return value;
};
const size = { readers: whole('readers'), cases: whole('cases'), arms: ARMS };
const [rounds, replicates] = [whole('rounds'), whole('replicates')];

const table = drawReaderStudy(size, 7);
const folder = mkdtempSync(path.join(tmpdir(), 'statistics-'));
try {
  const { rows, versions } = await compareWithPython(table);
  const models = modelTasks(table).map((task) => ({ task, times: timesOf(task) }));
  const inR = options.models ? timesInR(table) : new Map<string, z.infer<typeof answerSchema>>();
  for (const { task, times } of models) rows.push(rowOf(task, times, inR.get(task.name)));
  const analysis = await measureWholeAnalysis(table, replicates, () => setImmediate());
  const report = {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    size,
    rounds,
    replicates,
    versions,
    rows,
    analysis,
  };
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : markdown(report));
  const late = analysis.cancels.some(({ processorMs }) => processorMs > CANCEL_LIMIT_MS);
  if (late || rows.some(({ equal }) => equal === false)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Ours and Python's in turns; one round before counts for nothing but the comparison of numbers. */
async function compareWithPython(study: ReadingTable) {
  const tasks = studyTasks(study, THRESHOLD, replicates);
  if (!existsSync(PYTHON)) {
    process.stderr.write('Without its peers (npm run bench:peers -- stats) only our times stand here.\n');
    const rows = tasks.map((task) => rowOf(task, timesOf(task), undefined));
    return { rows, versions: {} };
  }
  const file = path.join(folder, 'study.json');
  writeFileSync(file, JSON.stringify(arraysOf(study)));
  const env = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const peer = startJsonPeer('Python', PYTHON, [fromHere('stats_peer.py'), file], env);
  try {
    const { versions } = greetingSchema.parse(await peer.next());
    const rows: Row[] = [];
    for (const task of tasks) rows.push(await inTurns(task, peer));
    return { rows, versions };
  } finally {
    await peer.close();
  }
}

async function inTurns(task: StudyTask, peer: JsonPeer): Promise<Row> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  let [values, peerValues]: [readonly number[], readonly number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const start = process.cpuUsage();
    values = task.run();
    const ms = processorMsSince(start);
    const answer = answerSchema.parse(await peer.ask({ task: task.name }));
    peerValues = answer.values;
    if (round === 0) continue;
    ours.push(ms);
    theirs.push(answer.ms);
  }
  return rowOf(task, { ms: median(ours), values }, { ms: median(theirs), values: peerValues });
}

function timesOf(task: StudyTask): z.infer<typeof answerSchema> {
  const times: number[] = [];
  let values: readonly number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const start = process.cpuUsage();
    values = task.run();
    if (round > 0) times.push(processorMsSince(start));
  }
  return { ms: median(times), values: [...values] };
}

function rowOf(
  { what, peer, tolerance }: StudyTask,
  ours: { readonly ms: number; readonly values: readonly number[] },
  theirs: { readonly ms: number; readonly values: readonly number[] } | undefined,
): Row {
  if (theirs === undefined) return { what, peer, oursMs: ours.ms, peerMs: null, equal: null };
  const equal =
    ours.values.length === theirs.values.length &&
    ours.values.every((value, index) => {
      const other = theirs.values[index] ?? Number.NaN;
      return Math.abs(value - other) <= tolerance * Math.max(Math.abs(other), 1e-3);
    });
  return { what, peer, oursMs: ours.ms, peerMs: theirs.ms, equal };
}

function arraysOf({ readings, truth }: ReadingTable) {
  const cases = [...truth.keys()];
  const names = (of: (reading: ReadingTable['readings'][number]) => string) =>
    [...new Set(readings.map(of))].sort();
  const value = new Map(
    readings.map(({ arm, reader, case: name, rating }) => [`${arm} ${reader} ${name}`, rating]),
  );
  return {
    ratings: names(({ arm }) => arm).map((arm) =>
      names(({ reader }) => reader).map((reader) =>
        cases.map((name) => value.get(`${arm} ${reader} ${name}`)),
      ),
    ),
    truth: cases.map((name) => truth.get(name)),
    threshold: THRESHOLD,
    replicates,
  };
}

/** Once each: the ordinal model alone takes minutes there. */
function timesInR({ readings, truth }: ReadingTable) {
  const file = path.join(folder, 'readings.csv');
  const lines = readings.map(({ reader, case: name, rating, seconds, order }) =>
    [reader, name, Number(truth.get(name)), rating, Math.log(seconds ?? 1), order].join(','),
  );
  writeFileSync(file, ['reader,case,positive,rating,logSeconds,order', ...lines, ''].join('\n'));
  const printed = execFileSync('Rscript', [fromHere('stats_models.R'), file], { encoding: 'utf8' });
  return new Map(
    printed
      .trim()
      .split('\n')
      .map((line) => {
        const { task, ...answer } = modelSchema.parse(JSON.parse(line));
        return [typeof task === 'string' ? task : (task[0] ?? ''), answer] as const;
      }),
  );
}

interface Report {
  readonly processor: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
  readonly analysis: WholeAnalysis;
}

/** Markdown, as docs/BENCHMARKS.md keeps it. */
function markdown({ processor, versions, rows, analysis }: Report): string {
  const named = [['Node', process.versions.node], ...Object.entries(versions)].map((entry) =>
    entry.join(' '),
  );
  const lines = rows.map(({ what, peer, oursMs, peerMs, equal }) => {
    const theirs =
      peerMs === null ? ['not measured', '', ''] : [peerMs.toFixed(1), (oursMs / peerMs).toFixed(2)];
    const same = equal === null ? [] : [equal ? 'equal' : 'DIFFERENT'];
    return `| ${[what, oursMs.toFixed(1), peer, ...theirs, ...same].join(' | ')} |`;
  });
  const parts = Object.entries(analysis.byPartMs).map(([part, ms]) => `${part} ${(ms / 1000).toFixed(2)} s`);
  const sorted = (of: (cancel: WholeAnalysis['cancels'][number]) => number) =>
    analysis.cancels.map(of).sort((a, b) => a - b);
  const [byClock, byProcessor] = [sorted(({ clockMs }) => clockMs), sorted(({ processorMs }) => processorMs)];
  return [
    `${size.readers} readers, ${size.cases} cases, ${ARMS} arms; processor's time, medians of ${rounds} rounds in turns; ${named.join(', ')}; ${processor}.`,
    '',
    '| Estimator | Ours (ms) | Beside | (ms) | Ours / this | Numbers |',
    '|---|---|---|---|---|---|',
    ...lines,
    '',
    `The whole analysis with ${replicates} replicates: ${(analysis.processorMs / 1000).toFixed(2)} s (${parts.join(', ')}); ${analysis.reports} reports of progress, at most ${analysis.longestSilenceMs.toFixed(0)} ms between two; at most ${analysis.longestStepMs.toFixed(0)} ms without a turn for others. Cancelled at ${byClock.length} places it ended within ${median(byProcessor).toFixed(0)} ms (median) and ${(byProcessor.at(-1) ?? 0).toFixed(0)} ms (longest); by the clock ${median(byClock).toFixed(0)} and ${(byClock.at(-1) ?? 0).toFixed(0)} ms.`,
    '',
  ].join('\n');
}
