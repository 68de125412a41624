import type { Received } from '../../src-main/app/testing/reader-records.ts';

/** Names of arms that no instrument says. */
export const ARMS = ['arm-hospital', 'arm-model'] as const;

/** A member of the reader's package, as the archive's directory and local header have it. */
export interface MemberEntry {
  readonly name: string;
  readonly place: number;
  readonly offset: number;
  readonly crc32: number;
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly method: number;
  readonly time: number;
  readonly extraBytes: number;
  readonly attributes: number;
}

/** A film of a case before a reader, with everything around it that reached the reader or lies within reach. */
export interface Exposure {
  /** The coordinator's: case, film, prompt, and whether it is of the second arm. What is attacked. */
  readonly caseId: string;
  readonly filmId: string;
  readonly prompt: string | null;
  readonly positive: boolean;
  readonly reader: string;
  readonly session: number;
  readonly position: number;
  readonly total: number;
  /** Among the films shown at once, from 0. */
  readonly place: number;
  readonly readerCaseId: string;
  readonly readerFilmId: string;
  readonly url: string;
  readonly pixels: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Answers while this case was before the reader, as they crossed, without its text. */
  readonly messages: readonly string[];
  readonly text: string | null;
  /** How long main took, in milliseconds, each the median of its repeats. */
  readonly pixelsMs: number;
  readonly openMs: number;
  readonly submitMs: number;
  readonly member: MemberEntry;
  /** The normalised film on the disk. */
  readonly file: {
    readonly name: string;
    readonly bytes: number;
    readonly writtenNs: number;
    readonly inode: number;
  };
  /** Where the film's and the case's ids stand in the bytes of the database; -1: nowhere. */
  readonly databaseOffsets: readonly number[];
}

/** Words that a person at the reader's window could come by: where, and what. */
export interface Spoken {
  readonly where: string;
  readonly text: string;
}

export interface StudyRecording {
  readonly exposures: readonly Exposure[];
  /** Everything that crossed to the readers' windows. */
  readonly received: readonly Received[];
  /** Text besides: refusals, names that dialogs suggest, members of packages, the reader's tables, titles, logs. */
  readonly spoken: readonly Spoken[];
}
