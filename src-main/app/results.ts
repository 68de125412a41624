import { createHash } from 'node:crypto';
import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { FilmId, ReaderFilmId, StudyId } from '../../src-core/base/ids.ts';
import type { ResultTable } from '../../src-core/contract/study-calls.ts';
import { recipeSchema } from '../../src-core/diffusion/recipe.ts';
import type { AllocatedTrial } from '../../src-core/study/allocation.ts';
import { type Protocol, readingPhases } from '../../src-core/study/protocol.ts';
import { readProtocol } from '../../src-core/study/protocol-freeze.ts';
import { singleSessionPlan } from '../../src-core/study/reader-plan.ts';
import {
  type FilmOrigin,
  joinResults,
  type ReaderSession,
  type ResultRow,
} from '../../src-core/study/results.ts';
import { analysedRows, type GroupSummary, summariseResults } from '../../src-core/study/results-summary.ts';
import { resultCells, resultColumns } from '../../src-core/study/results-table.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import { writeCsv } from '../files/csv.ts';
import type { Allocation } from '../store/ports.ts';
import { fileNameOf } from './file-name.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { sessionFromReadings } from './reader-session.ts';
import { signedIn } from './session.ts';

interface JoinedResults {
  readonly protocol: Protocol;
  readonly rows: readonly ResultRow[];
}

/** Looking at results and exporting them: after unblinding only, and audited each time. */
export function resultHandlers(ports: AppPorts): HandlersOf<'results'> {
  const { store, dialogs } = ports;
  return {
    'results.table': ({ studyId }, session) => {
      const results = joined(ports, studyId);
      store.audit.append({
        actor: signedIn(session).name,
        action: 'results.view',
        details: { study: studyId },
      });
      return toTable(results);
    },
    'results.exportCsv': async ({ studyId }, session) => {
      const actor = signedIn(session).name;
      const { protocol, rows } = joined(ports, studyId);
      const target = await dialogs.saveFile(
        'Export readings as CSV',
        `${fileNameOf(protocol.name)}-readings.csv`,
        [{ name: 'CSV', extensions: ['csv'] }],
      );
      if (target === null) return null;
      const columns = resultColumns(protocol.instrument);
      const csv = writeCsv(
        columns.map(({ name }) => name),
        rows.map((row) => resultCells(protocol.instrument, row)),
      );
      const codebook = writeCsv(
        ['column', 'meaning', 'values'],
        columns.map(({ name, meaning, values }) => [name, meaning, values]),
      );
      const codebookTarget = target.replace(/(\.csv)?$/i, '-codebook.csv');
      await atomicWrite(codebookTarget, codebook);
      await atomicWrite(target, csv);
      const sha256 = createHash('sha256').update(csv, 'utf8').digest('hex');
      store.audit.append({
        actor,
        action: 'results.exportCsv',
        details: { study: studyId, rows: rows.length, sha256 },
      });
      return {
        fileName: path.basename(target),
        codebookFileName: path.basename(codebookTarget),
        sha256,
        rows: rows.length,
      };
    },
  };
}

/** @throws LightboxError STUDY_BLINDED before the study has been unblinded */
function joined(ports: AppPorts, studyId: StudyId): JoinedResults {
  const { store } = ports;
  const study = store.studies.get(studyId);
  if (study.state !== 'unblinded') {
    throw new LightboxError(
      'STUDY_BLINDED',
      `The study "${study.name}" is blinded. Unblind it with a reason first.`,
    );
  }
  const protocol = readProtocol(study.protocol);
  const allocations = store.truth.allocations(studyId);
  const readings = store.readings.list(studyId);
  const phase = readingPhases(protocol)[0]?.id ?? '';
  const sessions = store.studies.readers(studyId).map((readerId): ReaderSession => {
    const own = allocations.filter((entry) => entry.readerId === readerId);
    own.sort((a, b) => a.position - b.position);
    const ownReadings = readings.filter((reading) => reading.readerId === readerId);
    const order = own.map(({ readerCaseId }) => readerCaseId);
    const plan = singleSessionPlan(
      protocol.name,
      protocol.normalisation.matrixSizePx,
      protocol.instrument,
      order,
    );
    return {
      readerId,
      allocation: { readerId, sessions: [{ number: 1, phase, training: [], trials: own.map(trialOf) }] },
      state: sessionFromReadings(
        plan,
        ownReadings,
        new Set(ownReadings.filter(({ interrupted }) => interrupted).map(({ readerCaseId }) => readerCaseId)),
        study.frozenAt ?? study.createdAt,
      ),
    };
  });
  const films = new Map(
    protocol.cases.map(({ filmId }): [FilmId, FilmOrigin] => [filmId, originOf(ports, filmId)]),
  );
  const protocolHash = study.protocolHash ?? '';
  return { protocol, rows: joinResults({ protocol, protocolHash, sessions, films }) };
}

function trialOf({ readerCaseId, caseId }: Allocation): AllocatedTrial {
  const readerFilmId = readerCaseId as string as ReaderFilmId;
  return {
    readerCaseId,
    unitId: caseId,
    kind: 'reading',
    films: [{ readerFilmId, caseId }],
    repeatOf: null,
  };
}

function originOf({ store }: AppPorts, filmId: FilmId): FilmOrigin {
  const film = store.films.get(filmId);
  const recipe = film.kind === 'synthetic' ? recipeSchema.parse(film.recipe) : null;
  return {
    modelName: recipe?.model.name ?? null,
    prompt: recipe?.prompt ?? null,
    negativePrompt: recipe?.negativePrompt ?? null,
    seed: recipe?.seed ?? null,
    scheduler: recipe?.scheduler ?? null,
    steps: recipe?.steps ?? null,
    guidance: recipe?.guidanceScale ?? null,
  };
}

function toTable({ protocol, rows: all }: JoinedResults): ResultTable {
  const rows = analysedRows(all);
  const firstStage = protocol.instrument.stages[0]?.id ?? '';
  const summary = summariseResults(protocol.instrument, rows);
  const group = (
    name: string,
    own: readonly ResultRow[],
    values: GroupSummary,
  ): ResultTable['summary'][number] => ({
    group: name,
    readings: values.n,
    meanRealism: values.meanRealism,
    meanAlignment: values.meanAlignment,
    calledSynthetic: values.proportionCalledSynthetic,
    correct: values.accuracy,
    medianReadingTimeMs: median(own.flatMap((row) => row.stages[firstStage]?.timeMs ?? [])),
  });
  return {
    columns: resultColumns(protocol.instrument),
    rows: all.map((row) =>
      resultCells(protocol.instrument, row).map((cell) => (typeof cell === 'boolean' ? String(cell) : cell)),
    ),
    summary: [
      group('all', rows, summary.all),
      ...summary.arms.map((arm) =>
        group(
          `arm: ${arm.arm}`,
          rows.filter((row) => row.arm === arm.arm),
          arm,
        ),
      ),
      ...summary.readers.flatMap((reader) => {
        const own = rows.filter((row) => row.readerId === reader.readerId);
        return [
          group(`reader: ${reader.readerName}`, own, reader),
          ...reader.arms.map((arm) =>
            group(
              `reader: ${reader.readerName}, ${arm.arm}`,
              own.filter((row) => row.arm === arm.arm),
              arm,
            ),
          ),
        ];
      }),
    ],
  };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
