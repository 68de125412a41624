/** What an export is of, and by what it was made. */
export interface ExportFacts {
  readonly product: string;
  readonly version: string;
  /** Name of the study, or of the file that was analysed. */
  readonly source: string;
  /** Null: the data came from a file, which no protocol speaks of. */
  readonly protocolHash: string | null;
  /** SHA-256 of what was analysed. */
  readonly dataSha256: string;
}

export interface ExportedFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

export const MANIFEST_NAME = 'manifest.json';

/** The list of an export's files with their hashes. Its bytes depend on the arguments only: no date of writing. */
export function exportManifest(facts: ExportFacts, files: readonly ExportedFile[]): string {
  return `${JSON.stringify({ formatVersion: 1, ...facts, files }, null, 2)}\n`;
}
