/** Branded ids, so that a study's id cannot be passed where a case's id is meant. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type UserId = Brand<string, 'UserId'>;
export type FilmId = Brand<string, 'FilmId'>;
export type JobId = Brand<string, 'JobId'>;
/** Jobs that were queued together: a prompt table or a sweep. */
export type BatchId = Brand<string, 'BatchId'>;
export type ModelId = Brand<string, 'ModelId'>;
export type StudyId = Brand<string, 'StudyId'>;
/** A case of a study, as the coordinator knows it. */
export type CaseId = Brand<string, 'CaseId'>;
/** A case as one reader sees it: random per reader and study, so that it carries nothing. */
export type ReaderCaseId = Brand<string, 'ReaderCaseId'>;
/** A film as one reader is shown it once: random per showing. */
export type ReaderFilmId = Brand<string, 'ReaderFilmId'>;
export type SubmissionId = Brand<string, 'SubmissionId'>;
/** Lower-case hexadecimal SHA-256 of a blob's bytes; its address in the store. */
export type BlobHash = Brand<string, 'BlobHash'>;
