import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { FilmId } from '../../src-core/base/ids.ts';
import type { AnalysisView, ReadingFile } from '../../src-core/contract/analysis-calls.ts';
import type { CallArguments, CallOutput } from '../../src-core/contract/contract.ts';
import { freeFolderName } from '../files/new-folder.ts';
import { conductOf } from './analysis-conduct.ts';
import type { ShownAnalysis } from './analysis-messages.ts';
import { conductedStudy } from './conduct-study.ts';
import { fileNameOf } from './file-name.ts';
import { mapInTurns } from './in-turns.ts';
import type { AnalysisWork, AppPorts } from './ports.ts';
import { originOf, requireUnblinded } from './results.ts';
import { type AppSession, signedIn } from './session.ts';
import { SingleTask } from './single-task.ts';

const TABLE_FILTER = [
  { name: 'Readings', extensions: ['imrmc', 'csv', 'tsv', 'txt'] },
  { name: 'All files', extensions: ['*'] },
];
const FILTERS = {
  html: [{ name: 'HTML', extensions: ['html'] }],
  pdf: [{ name: 'PDF', extensions: ['pdf'] }],
  svg: [{ name: 'SVG', extensions: ['svg'] }],
  png: [{ name: 'PNG', extensions: ['png'] }],
} as const;

interface KeptAnalysis {
  readonly id: string;
  readonly signInId: string;
  readonly worker: AnalysisWork;
  /** Begins the names of files. */
  readonly name: string;
  /** What the audit log says of every file that comes of it. */
  readonly details: Readonly<Record<string, string>>;
}

interface ChosenFile {
  readonly token: string;
  readonly signInId: string;
  readonly path: string;
}

/** The one analysis of a sign-in: run, kept in its worker, saved and exported; ended by the next one or the sign-out. */
export class Analyses {
  readonly #ports: AppPorts;
  readonly #task = new SingleTask('An analysis is running. Wait for it or cancel it.');
  #kept: KeptAnalysis | null = null;
  #chosen: ChosenFile | null = null;

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  /**
   * @throws LightboxError STUDY_BLINDED before the study is unblinded, CONFLICT while another analysis runs, CANCELLED
   */
  async study(
    { studyId, settings }: CallArguments<'analysis.study'>,
    session: AppSession,
  ): Promise<AnalysisView> {
    const { store, emit } = this.#ports;
    requireUnblinded(store, studyId);
    return this.#run(session, async (worker, signal) => {
      const { study, view, assignments } = conductedStudy(store, studyId);
      const shown = await worker.study(
        {
          name: study.name,
          truthText: store.studies.openedTruth(studyId) ?? '',
          protocolHash: study.protocolHash,
          readerIds: assignments.map(({ readerId }) => readerId),
          amendments: view.amendments,
          conduct: conductOf(store, study),
          settings,
        },
        {
          rowsOf: (asked) => {
            const own = assignments.find(({ readerId }) => readerId === asked);
            return own === undefined ? [] : store.events.rows(studyId, own.readerId);
          },
          pictureOf: async (asked, filmId) => {
            const own = assignments.find(({ readerId }) => readerId === asked);
            if (own === undefined) return null;
            return store.assignments.film(studyId, own.readerId, filmId).catch(() => null);
          },
          originsOf: (filmIds) => this.#originsOf(filmIds, signal),
        },
        (payload) => emit('analysis.progress', payload),
        signal,
      );
      return {
        ...{ shown, name: study.name, settings },
        source: { kind: 'study', studyId, name: study.name },
        audited: {
          action: 'analysis.study',
          details: { study: studyId, ...settings, data: shown.dataSha256 },
        },
        details: { study: studyId, data: shown.dataSha256 },
      };
    });
  }

  async chooseFile(session: AppSession): Promise<ReadingFile | null> {
    const { dialogs, random } = this.#ports;
    const [file] = await dialogs.openFiles('Choose readings to analyse', TABLE_FILTER);
    if (file === undefined) return null;
    const worker = this.#ports.newAnalysis();
    const survey = await worker.survey(file).finally(() => worker.dispose());
    const token = random.token();
    this.#chosen = { token, signInId: session.signInId, path: file };
    return { fileToken: token, ...survey };
  }

  /** @throws LightboxError CSV_INVALID naming every line that is wrong, NOT_FOUND, CONFLICT, CANCELLED */
  async file(
    { fileToken, columns, scale, settings, ...rest }: CallArguments<'analysis.file'>,
    session: AppSession,
  ): Promise<AnalysisView> {
    const { emit } = this.#ports;
    const chosen = this.#chosen;
    if (chosen?.token !== fileToken || chosen.signInId !== session.signInId)
      throw new LightboxError('NOT_FOUND', 'This file is no longer chosen. Choose it again.');
    const name = path.basename(chosen.path);
    return this.#run(session, async (worker, signal) => {
      const shown = await worker.table(
        { path: chosen.path, columns, readers: null, scale, settings, ...rest },
        true,
        (payload) => emit('analysis.progress', payload),
        signal,
      );
      return {
        ...{ shown, settings },
        name: path.parse(name).name,
        source: { kind: 'file', name },
        audited: { action: 'analysis.file', details: { file: name, ...settings, data: shown.dataSha256 } },
        details: { file: name, data: shown.dataSha256 },
      };
    });
  }

  cancel(): void {
    this.#task.cancel();
  }

  /** Settles when no analysis is under way any more. */
  finished(): Promise<void> {
    return this.#task.finished();
  }

  async saveReport(
    { analysisId, format }: CallArguments<'analysis.saveReport'>,
    session: AppSession,
  ): Promise<CallOutput<'analysis.saveReport'>> {
    const kept = this.#of(analysisId, session);
    const suggested = `${fileNameOf(kept.name, 'analysis')}-report.${format}`;
    return this.#saved(
      'analysis.saveReport',
      kept,
      { format },
      session,
      ['Save the report', suggested, format],
      (file) => kept.worker.report({ path: file, format }),
    );
  }

  async saveFigure(
    { analysisId, figureId, format, theme }: CallArguments<'analysis.saveFigure'>,
    session: AppSession,
  ): Promise<CallOutput<'analysis.saveFigure'>> {
    const kept = this.#of(analysisId, session);
    const suggested = `${fileNameOf(kept.name, 'analysis')}-${fileNameOf(figureId, 'figure')}.${format}`;
    return this.#saved(
      'analysis.saveFigure',
      kept,
      { figure: figureId, format, theme },
      session,
      ['Save the figure', suggested, format],
      (file) => kept.worker.figure({ path: file, figureId, format, theme }),
    );
  }

  /** Into a folder of its own within the chosen one. @throws LightboxError BAD_INPUT, DISK_FULL, FILE_UNWRITABLE */
  async export(
    { analysisId, formats }: CallArguments<'analysis.export'>,
    session: AppSession,
  ): Promise<CallOutput<'analysis.export'>> {
    const { dialogs, store } = this.#ports;
    const kept = this.#of(analysisId, session);
    const place = await dialogs.openFolder('Export into a new folder in');
    if (place === null) return null;
    const folderName = await freeFolderName(place, `${fileNameOf(kept.name, 'analysis')}-data`);
    const { files, rows } = await kept.worker.export({ folder: path.join(place, folderName), formats });
    store.audit.append({
      actor: signedIn(session).name,
      action: 'analysis.export',
      // The list of hashes is the last file: its own hash stands for all of them.
      details: { ...kept.details, formats: formats.join(' '), rows, sha256: files.at(-1)?.sha256 ?? '' },
    });
    return { folderName, files: files.map(({ name, sha256 }) => ({ name, sha256 })), rows };
  }

  async dispose(): Promise<void> {
    this.cancel();
    await this.finished();
    await this.#end();
  }

  /** Runs one analysis in a worker of its own, which is kept in the place of the one before. */
  #run(
    session: AppSession,
    work: (worker: AnalysisWork, signal: AbortSignal) => Promise<FinishedAnalysis>,
  ): Promise<AnalysisView> {
    const { store, random } = this.#ports;
    const actor = signedIn(session).name;
    const { signInId } = session;
    return this.#task.run(async (signal) => {
      const worker = this.#ports.newAnalysis();
      // A sign-out ends what runs and what is kept.
      session.atSignOut(() => {
        this.cancel();
        void this.#end();
      });
      try {
        const { shown, source, settings, audited, name, details } = await work(worker, signal);
        session.requireStill(signInId);
        store.audit.append({ actor, ...audited });
        await this.#end();
        const id = random.token();
        this.#kept = { ...{ id, signInId, worker, name, details } };
        const { document, figures, formats } = shown;
        return { analysisId: id, source, settings, document, figures: [...figures], formats: [...formats] };
      } catch (error) {
        await worker.dispose();
        throw error;
      }
    });
  }

  #of(analysisId: string, { signInId }: AppSession): KeptAnalysis {
    if (this.#kept?.id === analysisId && this.#kept.signInId === signInId) return this.#kept;
    throw new LightboxError('NOT_FOUND', 'This analysis is no longer there. Run it again.');
  }

  async #saved(
    action: string,
    kept: KeptAnalysis,
    details: Readonly<Record<string, string>>,
    session: AppSession,
    [title, suggested, kind]: readonly [string, string, keyof typeof FILTERS],
    write: (file: string) => Promise<string>,
  ): Promise<{ fileName: string; sha256: string } | null> {
    const { dialogs, store } = this.#ports;
    const file = await dialogs.saveFile(title, suggested, FILTERS[kind]);
    if (file === null) return null;
    const sha256 = await write(file);
    store.audit.append({
      actor: signedIn(session).name,
      action,
      details: { ...kept.details, ...details, sha256 },
    });
    return { fileName: path.basename(file), sha256 };
  }

  async #originsOf(filmIds: readonly FilmId[], signal: AbortSignal) {
    // The first turn of each piece is another's.
    await nextTurn();
    return new Map(
      await mapInTurns(filmIds, (filmId) => [filmId, originOf(this.#ports, filmId)] as const, signal),
    );
  }

  async #end(): Promise<void> {
    const kept = this.#kept;
    this.#kept = null;
    await kept?.worker.dispose();
  }
}

interface FinishedAnalysis extends Pick<KeptAnalysis, 'name' | 'details'> {
  readonly shown: ShownAnalysis;
  readonly source: AnalysisView['source'];
  readonly settings: AnalysisView['settings'];
  readonly audited: {
    readonly action: string;
    readonly details: Readonly<Record<string, string | number>>;
  };
}
