import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import { FILM_WARNINGS } from '../../src-core/base/film-warnings.ts';
import type { FilmId, JobId } from '../../src-core/base/ids.ts';
import type { Bindable, Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import { createPatientKeys } from './patient-keys.ts';
import type {
  Film,
  FilmDecision,
  FilmFilter,
  FilmsReadable,
  FilmsWritable,
  NewRealFilm,
  NewSyntheticFilm,
  Paging,
  RealFilm,
  SyntheticFilm,
} from './ports-films.ts';
import {
  blobColumn,
  countOf,
  flagColumn,
  idColumn,
  jsonColumn,
  jsonObjectColumn,
  notFound,
  parseRow,
} from './rows.ts';

const latest = (column: string) =>
  `(SELECT ${column} FROM film_decisions WHERE film_id = films.id ORDER BY sequence DESC LIMIT 1)`;
const DECISION = `COALESCE(${latest('decision')}, 'undecided')`;
const EDIT_COLUMN = `CASE WHEN source_film_id IS NULL THEN NULL ELSE json_object(
  'sourceFilmId', source_film_id, 'maskBlob', mask_blob, 'originFilmId', origin_film_id,
  'originKind', (SELECT kind FROM films AS origins WHERE origins.id = films.origin_film_id)) END`;
const COLUMNS = `id, kind, pixels_blob AS pixelsBlob, width, height, bits, text, created_at AS createdAt,
  job_id AS jobId, job_index AS jobIndex, seed, recipe, source_name AS sourceName,
  source_sha256 AS sourceSha256, source_frame AS sourceFrame, source_kind AS sourceKind, patient_key AS patientKey, label, import_batch AS importBatch, lossy,
  pixel_spacing_mm AS pixelSpacingMm, display_blob AS displayBlob, warnings, notes, ${EDIT_COLUMN} AS edit, ${DECISION} AS decision, ${latest('reason')} AS decisionReason`;

/** Null for what is no edit. */
const editColumn = z
  .string()
  .nullable()
  .transform((text): unknown => (text === null ? null : JSON.parse(text)))
  .pipe(
    z
      .object({
        sourceFilmId: idColumn<FilmId>(),
        maskBlob: blobColumn.nullable(),
        originFilmId: idColumn<FilmId>(),
        originKind: z.enum(['synthetic', 'real']),
      })
      .nullable(),
  );

const decisionColumn = z.enum(['keep', 'reject', 'undecided']);
const common = {
  id: idColumn<FilmId>(),
  pixelsBlob: blobColumn,
  width: z.int(),
  height: z.int(),
  bits: z.union([z.literal(8), z.literal(16)]),
  text: z.string(),
  createdAt: z.string(),
  decision: decisionColumn,
  decisionReason: z.string().nullable(),
};
const filmRow = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('synthetic'),
    ...common,
    jobId: idColumn<JobId>(),
    jobIndex: z.int(),
    seed: z.number(),
    recipe: jsonObjectColumn,
    edit: editColumn,
  }),
  z.object({
    kind: z.literal('real'),
    ...common,
    sourceName: z.string(),
    sourceSha256: z.string(),
    sourceFrame: z.int(),
    sourceKind: z.enum(['png', 'jpeg', 'tiff', 'dicom']),
    patientKey: z.string().nullable(),
    label: z.string().nullable(),
    importBatch: z.string(),
    lossy: flagColumn,
    pixelSpacingMm: z.number().nullable(),
    warnings: jsonColumn(z.array(z.enum(FILM_WARNINGS))),
    notes: jsonColumn(z.array(z.string())),
    displayBlob: blobColumn.nullable(),
  }),
]);
const decisionRow = z.object({
  filmId: idColumn<FilmId>(),
  decision: decisionColumn,
  reason: z.string().nullable(),
  actor: z.string(),
  at: z.string(),
});

const originRow = z.object({ sourceFilmId: idColumn<FilmId>(), maskBlob: blobColumn.nullable() });
const kindRow = z.object({ kind: z.enum(['synthetic', 'real']), count: z.int() });

const toFilm = (row: Row): Film => parseRow(filmRow, row, 'films');
const toDecision = (row: Row): FilmDecision => parseRow(decisionRow, row, 'film_decisions');

export function createFilms(driver: Driver, environment: StoreEnvironment): FilmsReadable & FilmsWritable {
  const one = (condition: string, bindings: Readonly<Record<string, Bindable>>): Film | undefined => {
    const row = driver.prepare(`SELECT ${COLUMNS} FROM films WHERE ${condition}`).get(bindings);
    return row && toFilm(row);
  };
  const get = (id: FilmId): Film => {
    const film = one('id = @id', { id });
    if (film === undefined) throw notFound('film', id);
    return film;
  };
  const real = (film: Film): RealFilm => {
    if (film.kind === 'real') return film;
    throw new LightboxError('BAD_INPUT', `Film ${film.id} is synthetic: its text is its prompt and stays.`, {
      id: film.id,
    });
  };
  const editColumns = ({ edit }: NewSyntheticFilm): Record<string, Bindable> => {
    if (edit == null) return {};
    const source = get(edit.sourceFilmId);
    const origin = source.kind === 'synthetic' && source.edit !== null ? source.edit.originFilmId : source.id;
    return { source_film_id: source.id, origin_film_id: origin, mask_blob: edit.maskBlob };
  };
  const patientKey = createPatientKeys(driver);
  const findBySource = (sourceSha256: string, sourceFrame: number): RealFilm | undefined => {
    const film = one('source_sha256 = @sourceSha256 AND source_frame = @sourceFrame', {
      sourceSha256,
      sourceFrame,
    });
    return film && real(film);
  };

  return {
    get,
    findBySource,
    patientKey,
    list(filter, paging) {
      const { where, bindings } = conditions(filter, patientKey);
      const total = countOf(driver.prepare(`SELECT COUNT(*) AS count FROM films ${where}`).get(bindings));
      const films = driver
        .prepare(`SELECT ${COLUMNS} FROM films ${where} ORDER BY sequence DESC LIMIT @limit OFFSET @offset`)
        .all({ ...bindings, ...checkedPaging(paging) })
        .map(toFilm);
      return { films, total };
    },
    ofJobs(ids) {
      const films = new Map<JobId, SyntheticFilm[]>();
      const rows = driver
        .prepare(
          `SELECT ${COLUMNS} FROM films WHERE job_id IN (SELECT value FROM json_each(@ids)) ORDER BY job_id, job_index`,
        )
        .all({ ids: JSON.stringify(ids) });
      for (const film of rows.map(toFilm)) {
        if (film.kind === 'synthetic') films.set(film.jobId, [...(films.get(film.jobId) ?? []), film]);
      }
      return films;
    },
    editOrigin(sourceImage, maskImage) {
      const row = driver
        .prepare(
          `SELECT source_film_id AS sourceFilmId, mask_blob AS maskBlob FROM films
           WHERE source_film_id IS NOT NULL AND json_extract(recipe, '$.sourceImage') = @sourceImage
             AND json_extract(recipe, '$.maskImage') IS @maskImage LIMIT 1`,
        )
        .get({ sourceImage, maskImage });
      return row && parseRow(originRow, row, 'films');
    },
    editsOf: (id, limit) =>
      driver
        .prepare(
          `SELECT ${COLUMNS} FROM films WHERE source_film_id = @id ORDER BY sequence DESC LIMIT @limit`,
        )
        .all({ id, limit })
        .map(toFilm)
        .filter((film) => film.kind === 'synthetic'),
    decisions: (id) =>
      driver
        .prepare(
          'SELECT film_id AS filmId, decision, reason, actor, at FROM film_decisions WHERE film_id = @id ORDER BY sequence',
        )
        .all({ id })
        .map(toDecision),
    countKinds(ids) {
      const rows = driver
        .prepare(
          `SELECT kind, COUNT(*) AS count FROM films
           WHERE id IN (SELECT value FROM json_each(@ids)) GROUP BY kind`,
        )
        .all({ ids: JSON.stringify(ids) })
        .map((row) => parseRow(kindRow, row, 'films'));
      const of = (kind: Film['kind']): number => rows.find((row) => row.kind === kind)?.count ?? 0;
      return { real: of('real'), synthetic: of('synthetic') };
    },
    addSynthetic: (film) =>
      driver.transaction(() => {
        const stored = one('job_id = @jobId AND job_index = @jobIndex', {
          jobId: film.jobId,
          jobIndex: film.jobIndex,
        });
        if (stored !== undefined) return { film: stored, added: false };
        const id = environment.randomId() as FilmId;
        insert(driver, {
          id,
          created_at: environment.now(),
          ...syntheticColumns(film),
          ...editColumns(film),
        });
        driver
          .prepare(
            'UPDATE jobs SET done_count = (SELECT COUNT(*) FROM films WHERE job_id = @id) WHERE id = @id',
          )
          .run({ id: film.jobId });
        return { film: get(id), added: true };
      }),
    addReal: (film) =>
      driver.transaction(() => {
        const stored = findBySource(film.sourceSha256, film.sourceFrame);
        if (stored !== undefined) return { film: stored, added: false };
        const id = environment.randomId() as FilmId;
        insert(driver, { id, created_at: environment.now(), ...realColumns(film) });
        return { film: get(id), added: true };
      }),
    describeReal: (id, { text, label }) =>
      driver.transaction(() => {
        real(get(id));
        driver
          .prepare('UPDATE films SET text = @text, label = @label WHERE id = @id')
          .run({ id, text, label });
        return real(get(id));
      }),
    decide: (id, decision, actor, reason = null) =>
      driver.transaction(() => {
        get(id);
        driver
          .prepare(
            `INSERT INTO film_decisions (film_id, decision, reason, actor, at)
             VALUES (@id, @decision, @reason, @actor, @at)`,
          )
          .run({ id, decision, reason, actor, at: environment.now() });
        return get(id);
      }),
  };
}

function conditions(
  filter: FilmFilter,
  patientKey: (patient: string) => string,
): { where: string; bindings: Record<string, Bindable> } {
  const parts: string[] = [];
  const bindings: Record<string, Bindable> = {};
  const add = (name: string, value: string | undefined, condition: string): void => {
    if (value === undefined || value === '') return;
    parts.push(condition);
    bindings[name] = value;
  };
  add('kind', filter.kind, 'kind = @kind');
  add('decision', filter.decision, `${DECISION} = @decision`);
  add('jobId', filter.jobId, 'job_id = @jobId');
  add('importBatch', filter.importBatch, 'import_batch = @importBatch');
  if (filter.edited !== undefined) parts.push(`origin_film_id IS ${filter.edited ? 'NOT ' : ''}NULL`);
  const pattern = filter.search?.trim().replace(/[\\%_]/g, '\\$&');
  add(
    'search',
    pattern && `%${pattern}%`,
    `(text LIKE @search ESCAPE '\\' OR source_name LIKE @search ESCAPE '\\' OR label LIKE @search ESCAPE '\\'
      OR patient_key IN (@wholeSearch, @searchedPatient))`,
  );
  if (pattern) {
    const whole = filter.search?.trim() ?? '';
    bindings['wholeSearch'] = whole;
    bindings['searchedPatient'] = patientKey(whole);
  }
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, bindings };
}

function checkedPaging({ limit, offset }: Paging): { limit: number; offset: number } {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000 || !Number.isInteger(offset) || offset < 0) {
    throw new LightboxError(
      'BAD_INPUT',
      `A page takes a limit of 1 to 1000 and an offset from 0; given ${limit}, ${offset}.`,
    );
  }
  return { limit, offset };
}

function insert(driver: Driver, columns: Readonly<Record<string, Bindable>>): void {
  const names = Object.keys(columns);
  driver
    .prepare(`INSERT INTO films (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`)
    .run(columns);
}

function commonColumns(film: NewSyntheticFilm | NewRealFilm): Record<string, Bindable> {
  const { pixelsBlob, width, height, bits, text } = film;
  return { pixels_blob: pixelsBlob, width, height, bits, text };
}

function syntheticColumns(film: NewSyntheticFilm): Record<string, Bindable> {
  return {
    kind: 'synthetic',
    ...commonColumns(film),
    job_id: film.jobId,
    job_index: film.jobIndex,
    seed: film.seed,
    recipe: canonicalJson(film.recipe),
  };
}

function realColumns(film: NewRealFilm): Record<string, Bindable> {
  return {
    kind: 'real',
    ...commonColumns(film),
    source_name: film.sourceName,
    source_sha256: film.sourceSha256,
    source_frame: film.sourceFrame,
    source_kind: film.sourceKind,
    patient_key: film.patientKey,
    label: film.label,
    import_batch: film.importBatch,
    lossy: film.lossy ? 1 : 0,
    pixel_spacing_mm: film.pixelSpacingMm,
    warnings: JSON.stringify(film.warnings),
    notes: JSON.stringify(film.notes),
    display_blob: film.displayBlob,
  };
}
