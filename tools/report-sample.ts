/**
 * Writes the report of a realistic study, made up and the same each time, as HTML and PDF, to be looked at:
 *
 *     node tools/report-sample.ts FOLDER [READERS = 8] [CASES_PER_ARM = 40]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { analyseStudy } from '../src-core/report/study/analyse-study.ts';
import { testStudy } from '../src-core/report/study/test-study-readings.ts';
import { studyReport } from '../src-core/report/study-report.ts';
import { renderFigure } from '../src-main/files/figures/render-figure.ts';
import { htmlReport } from '../src-main/files/report/html-report.ts';
import { pdfReport } from '../src-main/files/report/pdf-report.ts';

const [folder, readers = '8', casesPerArm = '40'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node tools/report-sample.ts FOLDER [READERS] [CASES_PER_ARM]');
  process.exit(2);
}
const study = testStudy({ readers: Number(readers), casesPerArm: Number(casesPerArm) });
const analysis = await analyseStudy(study.input, { level: 0.95, replicates: 400, seed: 1 });
const document = studyReport(analysis, study.protocol);
const figures = new Map(document.figures.map((figure) => [figure.id, renderFigure(figure, 'print')]));
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, 'report.html'), htmlReport(document, figures));
const started = performance.now();
const pdf = await pdfReport(document, figures);
await writeFile(path.join(folder, 'report.pdf'), pdf);
console.log(
  `${folder}: PDF ${Math.round(pdf.length / 1024)} KB in ${Math.round(performance.now() - started)} ms`,
);
