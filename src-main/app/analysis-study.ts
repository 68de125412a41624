import type { FilmId, ReaderFilmId } from '../../src-core/base/ids.ts';
import { redcapFiles } from '../../src-core/report/exports/redcap-files.ts';
import { imrmcFiles, mrmcaovFiles } from '../../src-core/report/exports/score-tables.ts';
import { verdictScores } from '../../src-core/report/exports/study-scores.ts';
import { longFiles, recordFiles } from '../../src-core/report/exports/study-tables.ts';
import { wideFiles } from '../../src-core/report/exports/wide-table.ts';
import { analyseStudy } from '../../src-core/report/study/analyse-study.ts';
import type { StudyAnalysis, StudyHooks } from '../../src-core/report/study/study-analysis.ts';
import { studyReport } from '../../src-core/report/study-report.ts';
import { type HeldEvents, readerSessions } from '../../src-core/study/adjudicate.ts';
import type { ReaderAllocation } from '../../src-core/study/allocation.ts';
import type { ChainRow } from '../../src-core/study/audit-chain.ts';
import { readChain } from '../../src-core/study/readings-format.ts';
import { recordTables } from '../../src-core/study/record-tables.ts';
import { type FilmOrigin, joinResults } from '../../src-core/study/results.ts';
import { analysedRows } from '../../src-core/study/results-summary.ts';
import { readTruth } from '../../src-core/study/sealed-truth.ts';
import { exportText } from '../files/export-folder.ts';
import { encodeGrey8Png } from '../files/png.ts';
import { PRODUCT_NAME, PRODUCT_VERSION } from '../product.ts';
import { sha256Hex } from '../store/sha256.ts';
import { type ComputedAnalysis, exportsOf, jsonFile, jsonText } from './analysis-compute.ts';
import type { StudyRequest } from './analysis-messages.ts';

/** Where the readings and the films' origins come from, and who is told how far the work has come. */
export interface StudyMaterial extends Pick<StudyHooks, 'progress'> {
  rowsOf(readerId: string): Promise<readonly ChainRow[]>;
  pictureOf(readerId: string, filmId: ReaderFilmId): Promise<Uint8Array | null>;
  originsOf(filmIds: readonly FilmId[]): Promise<ReadonlyMap<FilmId, FilmOrigin>>;
}

/** @throws LightboxError STORE_CORRUPT, CHAIN_BROKEN, READING_OUT_OF_ORDER; NOT_FOUND as `joinResults` */
export async function computeStudy(
  { name, truthText, protocolHash, readerIds, amendments, conduct, settings }: StudyRequest,
  { rowsOf, pictureOf, originsOf, progress }: StudyMaterial,
): Promise<ComputedAnalysis> {
  const { protocol, allocations } = readTruth(truthText, protocolHash, sha256Hex);
  const films = await originsOf(protocol.cases.map(({ filmId }) => filmId));
  const held: HeldEvents[] = [];
  for (const readerId of readerIds) {
    const rows = await rowsOf(readerId);
    held.push({ readerId, events: rows.length === 0 ? [] : readChain(rows).events });
    progress?.('readings', held.length, readerIds.length);
  }
  const sessions = readerSessions(protocol, allocations, held);
  const rows = joinResults({ protocol, protocolHash, sessions, films });
  const { instrument } = protocol;
  const long = longFiles(instrument, rows);
  const [readings] = long;
  const dataSha256 = sha256Hex(readings === undefined ? '' : exportText(readings));
  const analysis = await analyseStudy(
    {
      ...{ protocol, protocolHash, rows, sessions, amendments, dataSha256 },
      product: { name: PRODUCT_NAME, version: PRODUCT_VERSION },
    },
    settings,
    progress === undefined ? {} : { progress },
  );
  const pictures = await markedPictures(analysis, allocations, pictureOf);
  const scores = verdictScores(instrument, rows);
  const json = (): string => jsonText(analysis);
  return {
    document: studyReport(analysis, protocol, { conduct, films: pictures }),
    facts: { product: PRODUCT_NAME, version: PRODUCT_VERSION, source: name, protocolHash, dataSha256 },
    rows: analysedRows(rows).length,
    json,
    exports: exportsOf({
      'long-csv': () => long,
      'wide-csv': () => wideFiles(instrument, rows),
      'records-csv': () => recordFiles(recordTables(protocol, sessions, held)),
      json: () => [jsonFile(json())],
      ...(scores.length === 0
        ? {}
        : { imrmc: () => scores.flatMap(imrmcFiles), mrmcaov: () => scores.flatMap(mrmcaovFiles) }),
      redcap: () => redcapFiles(instrument, rows),
    }),
  };
}

/** Films of each item of marks that a report draws: those with the most marks. */
const FILMS_DRAWN = 6;

/** The most marked films as the readers saw them, PNG in base64, by film. */
async function markedPictures(
  { phases, design: { matrixSizePx } }: StudyAnalysis,
  allocations: readonly ReaderAllocation[],
  pictureOf: StudyMaterial['pictureOf'],
): Promise<Map<string, string>> {
  const shown = new Map(
    allocations.flatMap(({ readerId, sessions }) =>
      sessions.flatMap(({ trials }) =>
        trials.flatMap(({ films }) =>
          films.map(({ caseId, readerFilmId }) => [caseId as string, { readerId, readerFilmId }] as const),
        ),
      ),
    ),
  );
  const wanted = phases.flatMap(({ marks }) => marks.flatMap(({ films }) => films.slice(0, FILMS_DRAWN)));
  const pictures = new Map<string, string>();
  for (const { caseId, filmId } of wanted) {
    const place = shown.get(caseId);
    if (place === undefined || pictures.has(filmId)) continue;
    const pixels = await pictureOf(place.readerId, place.readerFilmId);
    if (pixels?.length !== matrixSizePx ** 2) continue;
    pictures.set(filmId, Buffer.from(encodeGrey8Png(pixels, matrixSizePx, matrixSizePx)).toString('base64'));
  }
  return pictures;
}
