/** Entry of the worker thread that analyses readings and keeps one analysis (see analysis-work.ts). */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { z } from 'zod';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ReportDocument } from '../../src-core/report/document.ts';
import type { FigureTheme } from '../../src-core/report/figure.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import { writeExportFolder } from '../files/export-folder.ts';
import { surveyReadings } from '../files/reading-file.ts';
import { readWholeFile } from '../files/whole-file.ts';
import type { ComputedAnalysis } from './analysis-compute.ts';
import {
  type AnalysisAnswer,
  type AnalysisRequest,
  analysisRequestSchema,
  filmOriginsSchema,
  pictureSchema,
  readerRowsSchema,
  type ShownAnalysis,
} from './analysis-messages.ts';
import { analysisProgress } from './analysis-progress.ts';

const port = parentPort;
if (port === null) throw new Error('analysis-worker runs as a worker thread only');

let kept: ComputedAnalysis | null = null;
/** Takes what main tells, where the analysis under way has asked for something. */
let asked: ((told: unknown) => void) | null = null;

port.on('message', (message: unknown) => {
  if (asked !== null) {
    const take = asked;
    asked = null;
    take(message);
    return;
  }
  void answerTo(message).then((answer) => port.postMessage(answer));
});

const say = (answer: AnalysisAnswer): void => port.postMessage(answer);

/** Asks main; one question at a time. */
function ask<Schema extends z.ZodType>(question: AnalysisAnswer, schema: Schema): Promise<z.output<Schema>> {
  return new Promise((resolve, reject) => {
    asked = (told) => {
      const parsed = schema.safeParse(told);
      if (parsed.success) resolve(parsed.data);
      else
        reject(new LightboxError('INTERNAL', `Main told something else than "${question.type}" asked for.`));
    };
    say(question);
  });
}

async function answerTo(message: unknown): Promise<AnalysisAnswer> {
  try {
    return await answer(analysisRequestSchema.parse(message));
  } catch (thrown) {
    return { type: 'failed', error: toLightboxError(thrown).toPayload() };
  }
}

async function answer(request: AnalysisRequest): Promise<AnalysisAnswer> {
  switch (request.type) {
    case 'survey': {
      const bytes = await readWholeFile(request.path, 'FILE_UNSUPPORTED');
      return { type: 'surveyed', file: surveyReadings(bytes, path.basename(request.path)) };
    }
    case 'table': {
      const progress = startProgress();
      progress('readings', 0, 1);
      const bytes = await readWholeFile(request.request.path, 'FILE_UNSUPPORTED');
      const { computeTable } = await import('./analysis-compute.ts');
      return analysed(await computeTable(bytes, request.request, { progress }), request.drawn, progress);
    }
    case 'study': {
      const progress = startProgress();
      const { computeStudy } = await import('./analysis-study.ts');
      const computed = await computeStudy(request.request, {
        progress,
        rowsOf: async (readerId) => (await ask({ type: 'ask-reader', readerId }, readerRowsSchema)).rows,
        pictureOf: async (readerId, filmId) =>
          (await ask({ type: 'ask-picture', readerId, filmId }, pictureSchema)).pixels,
        originsOf: async (filmIds) => (await ask({ type: 'ask-films', filmIds }, filmOriginsSchema)).films,
      });
      return analysed(computed, true, progress);
    }
    case 'json':
      return { type: 'json', text: current().json() };
    case 'report':
      return written(request.path, await reportOf(current(), request.format));
    case 'figure':
      return written(request.path, await figureOf(current(), request));
    case 'export': {
      const { exportFiles } = await import('./analysis-compute.ts');
      const files = exportFiles(current(), request.formats);
      const { facts, rows } = current();
      return { type: 'exported', files: await writeExportFolder(request.folder, facts, files), rows };
    }
  }
}

/** @throws LightboxError CONFLICT before anything was analysed here */
function current(): ComputedAnalysis {
  if (kept === null) throw new LightboxError('CONFLICT', 'There is no analysis yet. Run one first.');
  return kept;
}

function startProgress(): ReturnType<typeof analysisProgress> {
  return analysisProgress(
    (payload) => say({ type: 'progress', ...payload }),
    () => performance.now(),
  );
}

async function analysed(
  computed: ComputedAnalysis,
  drawn: boolean,
  progress: (part: 'figures', done: number, total: number) => void,
): Promise<AnalysisAnswer> {
  kept = computed;
  const { document, facts, exports } = computed;
  const figures = drawn
    ? await drawnFigures(document, 'screen', (done, total) => progress('figures', done, total))
    : new Map<string, string>();
  const shown: ShownAnalysis = {
    document: lightened(document),
    figures: [...figures].map(([figureId, svg]) => ({ figureId, svg })),
    formats: [...exports.keys()],
    dataSha256: facts.dataSha256,
  };
  return { type: 'analysed', shown };
}

/** Films and single readings stand in the drawn figures already; main would be held up by handing them on. */
function lightened(document: ReportDocument): ReportDocument {
  return {
    ...document,
    figures: document.figures.map((figure) => {
      if (figure.kind === 'mark-map') return { ...figure, filmPng: null };
      if (figure.kind !== 'time-order') return figure;
      return { ...figure, readers: figure.readers.map((reader) => ({ ...reader, points: [] })) };
    }),
  };
}

// What computes, draws and sets type is loaded when it is asked for: a survey of a file comes without all of it.

async function drawnFigures(
  { figures }: ReportDocument,
  theme: FigureTheme,
  progress: (done: number, total: number) => void = () => {},
): Promise<Map<string, string>> {
  const { renderFigure } = await import('../files/figures/render-figure.ts');
  return new Map(
    figures.map((figure, index) => {
      const svg = renderFigure(figure, theme);
      progress(index + 1, figures.length);
      return [figure.id, svg];
    }),
  );
}

async function reportOf(
  { document }: ComputedAnalysis,
  format: 'html' | 'pdf',
): Promise<string | Uint8Array> {
  const figures = await drawnFigures(document, 'print');
  if (format === 'html') {
    const { htmlReport } = await import('../files/report/html-report.ts');
    return htmlReport(document, figures);
  }
  const { pdfReport } = await import('../files/report/pdf-report.ts');
  return pdfReport(document, figures);
}

/** @throws LightboxError NOT_FOUND */
async function figureOf(
  { document }: ComputedAnalysis,
  { figureId, format, theme }: Extract<AnalysisRequest, { type: 'figure' }>,
): Promise<string | Uint8Array> {
  const figure = document.figures.find(({ id }) => id === figureId);
  if (figure === undefined)
    throw new LightboxError('NOT_FOUND', `The analysis has no figure "${figureId}".`, { figureId });
  const { renderFigure } = await import('../files/figures/render-figure.ts');
  const svg = renderFigure(figure, theme);
  if (format === 'svg') return svg;
  const { figurePng } = await import('../files/figures/figure-png.ts');
  return figurePng(svg);
}

async function written(file: string, content: string | Uint8Array): Promise<AnalysisAnswer> {
  await atomicWrite(file, content);
  return { type: 'written', sha256: createHash('sha256').update(content).digest('hex') };
}
