import { z } from 'zod';
import { ERROR_CODES, type ErrorPayload } from '../base/errors.ts';
import type {
  BatchId,
  FilmId,
  JobId,
  ModelId,
  ReaderCaseId,
  StudyId,
  SubmissionId,
  UserId,
} from '../base/ids.ts';

const identifier = z.string().regex(/^[A-Za-z0-9_.-]{1,80}$/);

const branded = <T extends string>(): z.ZodType<T, string> => identifier.transform((value) => value as T);

export const userIdSchema = branded<UserId>();
export const filmIdSchema = branded<FilmId>();
export const jobIdSchema = branded<JobId>();
export const batchIdSchema = branded<BatchId>();
export const modelIdSchema = branded<ModelId>();
export const studyIdSchema = branded<StudyId>();
export const readerCaseIdSchema = branded<ReaderCaseId>();
export const submissionIdSchema = branded<SubmissionId>();

/** Where the window fetches raw pixels; the token says nothing about what it stands for. */
export const pixelsUrlSchema = z.string().regex(/^app:\/\/blob\/[A-Za-z0-9_-]{20,64}$/);

export const nameSchema = z.string().trim().min(1).max(120);
export const promptTextSchema = z.string().max(4000);
export const reasonSchema = z.string().trim().min(3).max(1000);
/** A reader's PIN (6 to 12 digits) or a coordinator's passphrase (12 to 1000 characters): src-main/keys/passphrase.ts. */
export const secretSchema = z.string().min(1).max(1000);
/** ISO 8601 in UTC. */
export const instantSchema = z.iso.datetime();
export const nothing = z.strictObject({});

/** An error as it crosses between processes and threads. */
export const errorPayloadSchema: z.ZodType<ErrorPayload> = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
