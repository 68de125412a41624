/** What the store offers for films (radiographs, synthetic and real), their curation, and pixel blobs. */
import type { Readable } from 'node:stream';
import type { FilmWarning } from '../../src-core/base/film-warnings.ts';
import type { BlobHash, FilmId, JobId } from '../../src-core/base/ids.ts';
import type { JsonObject } from './schemas.ts';

export type FilmKind = 'synthetic' | 'real';
export type FilmBits = 8 | 16;
export type SourceKind = 'png' | 'jpeg' | 'tiff' | 'dicom';
export type Decision = 'keep' | 'reject' | 'undecided';

interface FilmCommon {
  readonly id: FilmId;
  /** Raw pixels, row by row, little-endian when 16 bits: display grey where there is no display, else stored values. */
  readonly pixelsBlob: BlobHash;
  readonly width: number;
  readonly height: number;
  readonly bits: FilmBits;
  /** The prompt of a synthetic film; the report or label text of a real one. */
  readonly text: string;
}

export interface NewSyntheticFilm extends Omit<FilmCommon, 'id'> {
  readonly jobId: JobId;
  /** The image's place in its job, from 0. */
  readonly jobIndex: number;
  readonly seed: number;
  readonly recipe: JsonObject;
  /** The film that was edited; absent or null for text to image. */
  readonly edit?: FilmEdit | null;
}

export interface FilmEdit {
  readonly sourceFilmId: FilmId;
  /** One byte a pixel of the source film: 255 was drawn anew. Null where all of it was. */
  readonly maskBlob: BlobHash | null;
}

/** Where an edited film comes from; `origin` is the film at the beginning of a row of edits. */
export interface EditedFrom extends FilmEdit {
  readonly originFilmId: FilmId;
  readonly originKind: FilmKind;
}

export interface NewRealFilm extends Omit<FilmCommon, 'id'> {
  readonly sourceName: string;
  /** SHA-256 of the imported file's bytes; the file itself, with all that its header names, is not kept. */
  readonly sourceSha256: string;
  /** Which picture of the file, from 0. */
  readonly sourceFrame: number;
  readonly sourceKind: SourceKind;
  /** The patient's pseudonym (FilmsReadable.patientKey); null where nobody said whose film it is. */
  readonly patientKey: string | null;
  readonly label: string | null;
  readonly importBatch: string;
  /** True where the source was compressed with loss. */
  readonly lossy: boolean;
  readonly pixelSpacingMm: number | null;
  readonly warnings: readonly FilmWarning[];
  /** What was done to the film that its owner should know, in plain words. */
  readonly notes: readonly string[];
  /** How the pixels become display grey, in JSON; null where they are it already (MONOCHROME2, larger is brighter). */
  readonly displayBlob: BlobHash | null;
}

interface Curated {
  readonly createdAt: string;
  /** The latest decision. */
  readonly decision: Decision;
  readonly decisionReason: string | null;
}

export type SyntheticFilm = {
  readonly kind: 'synthetic';
  readonly id: FilmId;
  readonly edit: EditedFrom | null;
} & Omit<NewSyntheticFilm, 'edit'> &
  Curated;
export type RealFilm = { readonly kind: 'real'; readonly id: FilmId } & NewRealFilm & Curated;
export type Film = SyntheticFilm | RealFilm;

export interface FilmDecision {
  readonly filmId: FilmId;
  readonly decision: Decision;
  readonly reason: string | null;
  readonly actor: string;
  readonly at: string;
}

export interface FilmFilter {
  readonly kind?: FilmKind;
  readonly decision?: Decision;
  readonly jobId?: JobId;
  readonly importBatch?: string;
  /** Made by editing another film, or not. */
  readonly edited?: boolean;
  /** Part of text, source name or label, ASCII letter case ignored; or a patient's whole id or pseudonym. */
  readonly search?: string;
}

export interface Paging {
  /** 1 to 1000. */
  readonly limit: number;
  readonly offset: number;
}

export interface FilmPage {
  readonly films: readonly Film[];
  /** Films that match the filter, on all pages. */
  readonly total: number;
}

/** `added: false`: the film was there already and is returned as it stands. */
export interface AddedFilm {
  readonly film: Film;
  readonly added: boolean;
}

export interface FilmsReadable {
  /** Throws NOT_FOUND. */
  get(id: FilmId): Film;
  /** Newest first. */
  list(filter: FilmFilter, paging: Paging): FilmPage;
  /** The films of these jobs, each job's by their index; a job without films is absent. */
  ofJobs(ids: readonly JobId[]): ReadonlyMap<JobId, readonly SyntheticFilm[]>;
  /** What an edit here started from whose recipe holds these hashes; undefined where none does. */
  editOrigin(sourceImage: string, maskImage: string | null): FilmEdit | undefined;
  /** The films that were made by editing this one, newest first. */
  editsOf(id: FilmId, limit: number): readonly SyntheticFilm[];
  /** Every decision on a film, oldest first. */
  decisions(id: FilmId): readonly FilmDecision[];
  /** How many of these films are real and how many synthetic; ids of no film count for neither. */
  countKinds(ids: readonly FilmId[]): { readonly real: number; readonly synthetic: number };
  /** The film of one picture of a file, by the SHA-256 of the file's bytes. */
  findBySource(sourceSha256: string, sourceFrame: number): RealFilm | undefined;
  /** The pseudonym of a patient's id: the same for the same id in this installation, different in every other. */
  patientKey(patient: string): string;
}

export interface FilmsWritable {
  /** Stores the film of one index of a job and raises the job's doneCount in one transaction. Throws NOT_FOUND. */
  addSynthetic(film: NewSyntheticFilm): AddedFilm;
  /** A source file imported before gives the film it made then. */
  addReal(film: NewRealFilm): AddedFilm;
  /** Corrects the text and label of a real film (the report arrives later). Throws NOT_FOUND. */
  describeReal(id: FilmId, description: { readonly text: string; readonly label: string | null }): RealFilm;
  /** Logs a decision; the log is append-only. Throws NOT_FOUND. */
  decide(id: FilmId, decision: Decision, actor: string, reason?: string | null): Film;
}

/** Content-addressed bytes: written to a temporary file, synced, renamed; never changed afterwards. */
export interface BlobStore {
  /** Stores bytes and returns their address; a repeat is harmless. Throws DISK_FULL, FILE_UNWRITABLE. */
  put(bytes: Uint8Array): Promise<BlobHash>;
  /** The same from chunks, without holding all of them in memory. */
  putStream(chunks: AsyncIterable<Uint8Array>): Promise<BlobHash>;
  /** Reads and verifies. Throws NOT_FOUND, or STORE_CORRUPT naming the blob. */
  get(hash: BlobHash): Promise<Uint8Array>;
  has(hash: BlobHash): Promise<boolean>;
  /** Length in bytes. Throws NOT_FOUND. */
  size(hash: BlobHash): Promise<number>;
  /** A verifying stream: fails with STORE_CORRUPT at its end where the bytes are not what the address says. */
  stream(hash: BlobHash): Readable;
}
