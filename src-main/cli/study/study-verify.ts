import { createHash } from 'node:crypto';
import type { Command } from 'commander';
import { LightboxError } from '../../../src-core/base/errors.ts';
import type { Member } from '../../../src-core/study/archive-manifest.ts';
import { openStudyFile, type PackageFile, type ReadingsFile } from '../../files/archive/study-file.ts';
import { readWholeFile } from '../../files/whole-file.ts';
import { fingerprint, publicKeyFromPem, publicKeyPem, verifySignature } from '../../keys/signing.ts';
import { sha256Hex } from '../../store/sha256.ts';
import { badInput } from '../exit.ts';

/** Adds `study verify`. */
export function addVerifyFileCommand(group: Command): void {
  group
    .command('verify')
    .description('verify a .lightbox or .readings file: members, hashes, signature, chain')
    .argument('<file>', 'the file; no library is needed')
    .allowExcessArguments(false)
    .option('--trust <key.pem>', 'public key of whom it must come from, in PEM form')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: Record<string, unknown>) => {
      const { trust } = options;
      await verifyFile(file, typeof trust === 'string' ? trust : null, options['json'] === true);
    });
}

async function verifyFile(file: string, trust: string | null, json: boolean): Promise<void> {
  const trusted = trust === null ? null : await readTrusted(trust);
  const opened = await openStudyFile(file, { verify: verifySignature, sha256Hex }, trusted);
  try {
    const summary = summaryOf(opened, trusted !== null);
    process.stdout.write(json ? `${JSON.stringify(summary, null, 2)}\n` : inWords(summary));
  } finally {
    await opened.close();
  }
}

async function readTrusted(file: string): Promise<string> {
  const bytes = await readWholeFile(file, 'FILE_UNSUPPORTED');
  try {
    return publicKeyFromPem(Buffer.from(bytes).toString('utf8'));
  } catch (thrown) {
    if (thrown instanceof LightboxError) throw badInput(`--trust ${file}: ${thrown.message}`);
    throw thrown;
  }
}

type Summary = ReturnType<typeof summaryOf>;

/** What may be shown to anybody: no answers, no expected answers of training cases, no texts. */
function summaryOf(file: PackageFile | ReadingsFile, trusted: boolean) {
  const { manifest } = file;
  const key = file.kind === 'package' ? file.manifest.coordinatorKey : file.manifest.publicKey;
  return {
    kind: file.kind,
    formatVersion: manifest.formatVersion,
    studyId: manifest.studyId,
    protocolHash: manifest.protocolHash,
    packageId: manifest.packageId,
    ...(file.kind === 'package' ? aboutPackage(file) : aboutReadings(file)),
    members: file.members.length,
    bytes: file.members.reduce((sum: number, { bytes }: Member) => sum + bytes, 0),
    membersSha256: listHash(file.members),
    signedBy: { publicKey: key, fingerprint: fingerprint(key), trusted, pem: publicKeyPem(key) },
  };
}

function aboutPackage({ manifest, plan }: PackageFile) {
  const trials = plan.sessions.flatMap((session) => session.trials);
  const training = plan.sessions.flatMap((session) => session.training);
  return {
    studyName: plan.studyName,
    reader: manifest.reader,
    createdAt: manifest.createdAt,
    createdWith: manifest.createdWith,
    sessions: plan.sessions.length,
    cases: trials.length,
    trainingCases: training.length,
    films: new Set([...trials, ...training].flatMap(({ films }) => films)).size,
    matrixSizePx: plan.matrixSizePx,
  };
}

function aboutReadings({ manifest, events }: ReadingsFile) {
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  return {
    readerId: manifest.readerId,
    writtenAt: manifest.writtenAt,
    writtenWith: manifest.writtenWith,
    rows: manifest.length,
    head: manifest.head,
    events: Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** One hash of all members, to compare two copies by. */
function listHash(members: readonly Member[]): string {
  const hash = createHash('sha256');
  for (const { name, sha256 } of members) hash.update(`${sha256}  ${name}\n`);
  return hash.digest('hex');
}

function inWords(summary: Summary): string {
  const { signedBy } = summary;
  const with_ = 'createdWith' in summary ? summary.createdWith : summary.writtenWith;
  const about: [string, string][] =
    'reader' in summary
      ? [
          ['name', summary.studyName],
          ['reader', `${summary.reader.name} (${summary.reader.id})`],
          ['created', `${summary.createdAt}, ${with_.product} ${with_.version}`],
          ['sessions', `${summary.sessions}`],
          ['cases', `${summary.cases}, and ${summary.trainingCases} of training`],
          ['films', `${summary.films} of ${summary.matrixSizePx} x ${summary.matrixSizePx} pixels`],
        ]
      : [
          ['reader', summary.readerId],
          ['written', `${summary.writtenAt}, ${with_.product} ${with_.version}`],
          ['chain', `whole: ${summary.rows} rows to ${summary.head}`],
          ...Object.entries(summary.events).map(([type, count]): [string, string] => [type, `${count}`]),
        ];
  const rows: [string, string][] = [
    ['study', summary.studyId],
    ['protocol', summary.protocolHash],
    ['package', summary.packageId],
    ...about,
    ['members', `${summary.members}, ${summary.bytes} bytes, each as its manifest states`],
    [
      'signed by',
      `${signedBy.fingerprint}${signedBy.trusted ? ', the trusted key' : ' (a key that the file names itself; compare it, or give --trust)'}`,
    ],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, text]) => `  ${label.padEnd(width)}  ${printable(text)}`);
  const title = summary.kind === 'package' ? 'Package of a reader' : 'Readings of a reader';
  return `${[`${title}, whole and unaltered`, ...lines].join('\n')}\n`;
}

/** Names come from the file: nothing in them may steer a terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?');
}
