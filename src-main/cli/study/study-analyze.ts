import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import type { AnalysisSettings, AnalysisView } from '../../../src-core/contract/analysis-calls.ts';
import { documentText } from '../analysis/document-text.ts';
import {
  addOutputOptions,
  type OutputOptions,
  outputOptions,
  reportPlaces,
} from '../analysis/output-options.ts';
import { writeOutputs } from '../analysis/write-outputs.ts';
import { addSettingsOptions, analysisSettings } from '../analyze-options.ts';
import {
  addCoordinatorOptions,
  asCoordinator,
  coordinatorOptions,
  printed,
  type SignedIn,
} from '../data-options.ts';
import { type RawOptions, textOption } from '../option-values.ts';
import { findStudy } from './find-study.ts';

/** `study analyze` and `study report`: the analysis of an unblinded study, printed and written. */
export function addAnalysisCommands(group: Command, signal: AbortSignal): void {
  const analyze = group
    .command('analyze')
    .description('analyse an unblinded study: its report in words, or every number as JSON')
    .argument('<study>', 'id or name of the study');
  addCoordinatorOptions(addOutputOptions(addSettingsOptions(analyze)))
    .allowExcessArguments(false)
    .action(async (study: string, options: RawOptions) => {
      const outputs = outputOptions(options);
      const settings = analysisSettings(options);
      const own = coordinatorOptions(options);
      const text = await asCoordinator(own, signal, async (app) => {
        const view = await analysisOf(app, study, settings);
        const files = await outputsOf(app, view, outputs);
        if (own.json) return jsonOf(app, view);
        return `${documentText(view.document)}${files.map((file) => `written: ${file}\n`).join('')}`;
      });
      process.stdout.write(text);
    });
  const report = group
    .command('report')
    .description('write the report of an unblinded study')
    .argument('<study>', 'id or name of the study')
    .requiredOption('--out <place>', 'a file .html or .pdf, or a folder for both');
  addCoordinatorOptions(addSettingsOptions(report))
    .allowExcessArguments(false)
    .action(async (study: string, options: RawOptions) => {
      const reports = reportPlaces('--out', textOption(options, 'out') ?? '');
      const settings = analysisSettings(options);
      const own = coordinatorOptions(options);
      const result = await asCoordinator(own, signal, async (app) => {
        const view = await analysisOf(app, study, settings);
        return { study: view.source.name, files: await outputsOf(app, view, { reports, figures: null }) };
      });
      printed(own, result, () => result.files.map((file) => `written: ${file}`).join('\n'));
    });
}

/** @throws LightboxError NOT_FOUND, STUDY_BLINDED, CANCELLED */
export async function analysisOf(
  { call }: SignedIn,
  nameOrId: string,
  settings: AnalysisSettings,
): Promise<AnalysisView> {
  const { studyId } = await findStudy(call, nameOrId);
  return call('analysis.study', { studyId, settings });
}

function outputsOf(
  { call, dialogs }: SignedIn,
  { analysisId, figures }: AnalysisView,
  outputs: OutputOptions,
): Promise<string[]> {
  return writeOutputs(
    outputs,
    figures.map(({ figureId }) => figureId),
    {
      report: async ({ path: file, format }) => {
        dialogs.save = file;
        await call('analysis.saveReport', { analysisId, format });
      },
      figure: async (figureId, file) => {
        const { theme, format } = outputs.figures ?? { theme: 'print', format: 'svg' };
        dialogs.save = file;
        await call('analysis.saveFigure', { analysisId, figureId, theme, format });
      },
    },
  );
}

/** Numbers leave the program as any export does, through a folder of their own, and are audited as one. */
async function jsonOf({ call, dialogs }: SignedIn, { analysisId }: AnalysisView): Promise<string> {
  const place = await mkdtemp(path.join(tmpdir(), 'lightbox-analysis-'));
  try {
    dialogs.open = [place];
    const exported = await call('analysis.export', { analysisId, formats: ['json'] });
    return await readFile(path.join(place, exported?.folderName ?? '', 'analysis.json'), 'utf8');
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
