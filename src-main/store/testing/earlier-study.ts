/** A study as earlier builds froze it, with readings: rows that no present use case writes. */
import { canonicalJson } from '../../../src-core/base/canonical-json.ts';
import type { StudyId, UserId } from '../../../src-core/base/ids.ts';
import { chainHash, GENESIS_HASH } from '../../../src-core/study/audit-chain.ts';
import type { Driver } from '../driver.ts';
import { openDriver } from '../open-driver.ts';
import { databasePath } from '../paths.ts';
import type { DriverName, Film } from '../ports.ts';
import { sha256Hex } from '../sha256.ts';
import { blobNamed, realFilm, type TestStore } from './test-store.ts';

export interface EarlierStudy {
  readonly studyId: StudyId;
  readonly readers: readonly UserId[];
  readonly films: readonly Film[];
}

/** Two readers and two films; each reader has read one case in both stages. The store is opened again. */
export function addEarlierStudy(test: TestStore, driverName: DriverName): EarlierStudy {
  const { store } = test;
  const readers = ['Ada', 'Ben'].map((name) => store.users.findOrAdd('reader', name).id);
  const films = ['a', 'b'].map(
    (digit) => store.films.addReal(realFilm({ sourceSha256: blobNamed(digit) })).film,
  );
  const { id: studyId } = store.studies.createDraft({ name: 'Pilot', protocol: { draft: true }, seed: 11 });
  store.studies.setReaders(studyId, readers);
  store.close();
  const driver = openDriver(driverName, databasePath(test.folder));
  driver
    .prepare(
      `UPDATE studies SET state = 'frozen', protocol_hash = @hash, reader_view = '{}', frozen_at = @at
       WHERE id = @studyId`,
    )
    .run({ studyId, hash: 'f'.repeat(64), at: '2026-11-20T08:00:00.000Z' });
  for (const [index, film] of films.entries()) insertCase(driver, studyId, film, index);
  for (const [reader, readerId] of readers.entries()) {
    for (const position of films.keys()) allocate(driver, studyId, reader, readerId, position);
    insertReadings(driver, studyId, readerId, `opaque-${reader}-0`);
  }
  driver.close();
  test.reopen();
  return { studyId, readers, films };
}

function insertCase(driver: Driver, studyId: StudyId, film: Film, index: number): void {
  driver
    .prepare(
      `INSERT INTO truth_cases (case_id, study_id, film_id, arm, text, pixels_blob)
       VALUES (@caseId, @studyId, @filmId, 'real', 'No finding.', @pixels)`,
    )
    .run({ caseId: `case-${index}`, studyId, filmId: film.id, pixels: film.pixelsBlob });
}

function allocate(
  driver: Driver,
  studyId: StudyId,
  reader: number,
  readerId: UserId,
  position: number,
): void {
  const readerCaseId = `opaque-${reader}-${position}`;
  driver
    .prepare(
      `INSERT INTO reader_cases (reader_case_id, study_id, reader_id, position, text, pixels_blob)
       VALUES (@readerCaseId, @studyId, @readerId, @position, 'No finding.', @pixels)`,
    )
    .run({ readerCaseId, studyId, readerId, position, pixels: blobNamed('c') });
  driver
    .prepare('INSERT INTO allocations (reader_case_id, case_id) VALUES (@readerCaseId, @caseId)')
    .run({ readerCaseId, caseId: `case-${position}` });
}

/** Realism and alignment of one case, in the reader's chain. */
function insertReadings(driver: Driver, studyId: StudyId, readerId: UserId, readerCaseId: string): void {
  let prevHash = GENESIS_HASH;
  for (const stage of ['realism', 'alignment']) {
    const reading = {
      id: `${readerCaseId}-${stage}-id`,
      submissionId: `${readerCaseId}-${stage}`,
      studyId,
      readerId,
      readerCaseId,
      stage,
      openedAt: '2026-11-23T08:00:00.000Z',
      submittedAt: '2026-11-23T08:00:05.000Z',
      readingTimeMs: 4200,
    };
    const answers = stage === 'realism' ? { realism: 4, origin: 'real', confidence: 3 } : { alignment: 5 };
    const hash = chainHash(sha256Hex, prevHash, canonicalJson({ ...reading, answers, interrupted: false }));
    driver
      .prepare(
        `INSERT INTO readings (id, submission_id, study_id, reader_id, reader_case_id, stage, answers, opened_at,
           submitted_at, reading_time_ms, interrupted, prev_hash, hash)
         VALUES (@id, @submissionId, @studyId, @readerId, @readerCaseId, @stage, @answers, @openedAt,
           @submittedAt, @readingTimeMs, 0, @prevHash, @hash)`,
      )
      .run({ ...reading, answers: canonicalJson(answers), prevHash, hash });
    prevHash = hash;
  }
}
