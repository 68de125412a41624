import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { type VerifiedRecords, verifyRecords } from '../../app/verify-records.ts';
import { openStore } from '../../store/open-store.ts';
import { addDataOptions, dataFolder, printed, requireData } from '../data-options.ts';
import { EXIT } from '../exit.ts';
import type { RawOptions } from '../option-values.ts';
import { labelled, printable } from './study-text.ts';

/** `study audit-verify`: everything that can be verified without a passphrase; a broken record gives 1. */
export function addAuditVerifyCommand(group: Command, finish: (status: number) => void): void {
  addDataOptions(
    group
      .command('audit-verify')
      .description('verify the audit log, every chain of readings, its signatures and its receipts'),
  )
    .allowExcessArguments(false)
    .action((options: RawOptions) => {
      const folder = dataFolder(options);
      requireData(folder);
      const store = openStore({ folder, clock: () => new Date(), randomId: randomUUID });
      try {
        const records = verifyRecords(store);
        const problems = problemsOf(records);
        const own = { json: options['json'] === true };
        printed(own, { sound: problems.length === 0, ...records }, () => inWords(records, problems));
        if (problems.length > 0) finish(EXIT.failed);
      } finally {
        store.close();
      }
    });
}

function problemsOf({ audit, readers, studies }: VerifiedRecords): string[] {
  return [
    ...(audit.problem === null ? [] : [`audit log: ${audit.problem}`]),
    ...studies.flatMap(({ problems }) => problems),
    ...readers.flatMap(({ studyName, readerName, problems }) =>
      problems.map((problem) => `${readerName}, "${studyName}": ${problem}`),
    ),
  ];
}

function inWords({ audit, readers }: VerifiedRecords, problems: readonly string[]): string {
  const rows = readers.map(
    ({ studyName, readerName, rows: count, head, signatures, receipts, coveredRows }) => {
      const chain = head === null ? 'nothing read' : `${count} rows to ${head}`;
      const covered = receipts === 0 ? 'no receipt' : `${receipts} receipts, ${coveredRows} rows covered`;
      return [`${readerName}, ${studyName}`, `${chain}; ${signatures} signatures; ${covered}`] as const;
    },
  );
  return [
    `Audit log: ${audit.rows} rows to ${audit.head ?? 'nothing'}`,
    ...labelled(rows),
    ...problems.map((problem) => `Broken: ${printable(problem)}`),
    problems.length === 0 ? 'All of it verifies.' : `${problems.length} do not verify.`,
  ].join('\n');
}
