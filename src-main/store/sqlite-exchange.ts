import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import type { StudyId, UserId } from '../../src-core/base/ids.ts';
import { type Receipt, receiptSchema } from '../../src-core/study/readings-format.ts';
import type { Driver } from './driver.ts';
import type { ExchangeReadable, ExchangeWritable } from './ports-assignments.ts';
import type { AuditWritable } from './ports-audit.ts';
import { idColumn, jsonColumn, parseRow } from './rows.ts';
import { recordOfStudy } from './sqlite-studies.ts';

const packageRow = z.object({
  packageId: z.string(),
  studyId: idColumn<StudyId>(),
  readerId: idColumn<UserId>(),
  writtenAt: z.string(),
  sha256: z.string(),
});
const receiptRow = z.object({ receipt: jsonColumn<Receipt>(receiptSchema) });

/** The packages that went out and the receipts for readings that came back. */
export function createExchange(driver: Driver, audit: AuditWritable): ExchangeReadable & ExchangeWritable {
  return {
    packages: (studyId) =>
      driver
        .prepare(
          `SELECT package_id AS packageId, study_id AS studyId, reader_id AS readerId, written_at AS writtenAt, sha256
           FROM written_packages WHERE study_id = @studyId ORDER BY sequence DESC`,
        )
        .all({ studyId })
        .map((row) => parseRow(packageRow, row, 'written_packages')),
    receipts: (studyId) =>
      driver
        .prepare('SELECT receipt FROM receipts WHERE study_id = @studyId ORDER BY sequence DESC')
        .all({ studyId })
        .map((row) => parseRow(receiptRow, row, 'receipts').receipt),
    addPackage: ({ packageId, studyId, readerId, writtenAt, sha256 }, by) =>
      driver.transaction(() => {
        driver
          .prepare(
            `INSERT INTO written_packages (package_id, study_id, reader_id, written_at, sha256)
             VALUES (@packageId, @studyId, @readerId, @writtenAt, @sha256)`,
          )
          .run({ packageId, studyId, readerId, writtenAt, sha256 });
        recordOfStudy(audit, 'packages.write', studyId, by, { reader: readerId, package: packageId, sha256 });
      }),
    addReceipt: (receipt, by) =>
      driver.transaction(() => {
        const studyId = receipt.studyId as StudyId;
        const { readerId, length, head } = receipt;
        driver
          .prepare(
            'INSERT INTO receipts (study_id, reader_id, receipt) VALUES (@studyId, @readerId, @receipt)',
          )
          .run({ studyId, readerId, receipt: canonicalJson(receipt) });
        recordOfStudy(audit, 'packages.receive', studyId, by, { reader: readerId, rows: length, head });
      }),
  };
}
