import { z } from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import { LightboxError } from '../base/errors.ts';
import type { CaseId, FilmId } from '../base/ids.ts';
import type { Sha256Hex } from './audit-chain.ts';
import { instrumentSchema } from './instrument.ts';

export const PROTOCOL_FORMAT_VERSION = 1;

export const ARM_IDS = ['real', 'synthetic'] as const;
export type ArmId = (typeof ARM_IDS)[number];

const nameSchema = z.string().trim().min(1).max(200);
const idSchema = z.string().min(1).max(100);
const caseIdSchema = idSchema.transform((id) => id as CaseId);
const filmIdSchema = idSchema.transform((id) => id as FilmId);

/**
 * How an arm's films were chosen, as the study must state it: all that were generated or imported, those a
 * person kept, or consecutive seeds without a look. `statement`: the rule in the coordinator's words.
 */
const selectionSchema = z.strictObject({
  rule: z.enum(['all-kept', 'curated', 'consecutive']),
  statement: z.string().trim().min(1).max(2000),
});

const armSchema = z.strictObject({ id: z.enum(ARM_IDS), selection: selectionSchema });

/** `text`: the prompt of a synthetic film, the report or label text of a real one. */
const caseSchema = z.strictObject({
  caseId: caseIdSchema,
  filmId: filmIdSchema,
  arm: z.enum(ARM_IDS),
  text: z.string().max(4000),
});

const readerSchema = z.strictObject({ id: idSchema, name: nameSchema });

/** What every film of the study passes, whatever its arm. */
const normalisationSchema = z.strictObject({
  /** Width and height of the square matrix that is shown. */
  matrixSizePx: z.int().min(16).max(8192),
  windowRule: z.string().min(1).max(500),
  codec: z.string().min(1).max(500),
});

const orderSchema = z.strictObject({
  rule: z.literal('block-randomised'),
  generator: z.literal('xoshiro128**'),
  /** Raised when the same seed would give another order. */
  version: z.literal(1),
});

export const protocolSchema = z
  .strictObject({
    formatVersion: z.literal(PROTOCOL_FORMAT_VERSION),
    name: nameSchema,
    seed: z.int().min(0),
    design: z.literal('single-film'),
    arms: z.array(armSchema).min(1),
    cases: z.array(caseSchema),
    readers: z.array(readerSchema),
    instrument: instrumentSchema,
    normalisation: normalisationSchema,
    order: orderSchema,
    createdWith: z.strictObject({ product: z.string().min(1), version: z.string().min(1) }),
  })
  .readonly();

export type Protocol = z.infer<typeof protocolSchema>;
export type ProtocolInput = z.input<typeof protocolSchema>;
export type ProtocolCase = Protocol['cases'][number];
export type ProtocolReader = Protocol['readers'][number];

export interface FrozenProtocol {
  readonly protocol: Protocol;
  /** Canonical JSON (RFC 8785) of the protocol: what is stored and hashed. It holds truth. */
  readonly content: string;
  /** SHA-256 of `content`, 64 lower-case hexadecimal digits. */
  readonly hash: string;
}

/** The order rule that this version of the product carries out. */
export const ORDER_RULE: Protocol['order'] = {
  rule: 'block-randomised',
  generator: 'xoshiro128**',
  version: 1,
};

/**
 * Checks a protocol as a whole and gives it in the form that is hashed.
 *
 * @throws LightboxError STUDY_INVALID naming the case, reader, arm or field that is wrong.
 */
export function freezeProtocol(value: unknown, sha256Hex: Sha256Hex): FrozenProtocol {
  const protocol = validateProtocol(value);
  const content = canonicalJson(protocol);
  return { protocol, content, hash: sha256Hex(content) };
}

/**
 * Reads a stored protocol back and proves that it is the one that was frozen.
 *
 * @throws LightboxError STUDY_INVALID when it is no protocol, CHAIN_BROKEN when its hash is another.
 */
export function thawProtocol(content: string, hash: string, sha256Hex: Sha256Hex): Protocol {
  if (sha256Hex(content) !== hash) {
    throw new LightboxError(
      'CHAIN_BROKEN',
      'The stored protocol is not the one that was frozen: its hash differs.',
      {
        hash,
      },
    );
  }
  return validateProtocol(parseJson(content));
}

/** @throws LightboxError STUDY_INVALID naming the case, reader, arm or field that is wrong. */
export function validateProtocol(value: unknown): Protocol {
  const parsed = protocolSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') ?? '';
    throw invalid(`The protocol does not fit at "${field}": ${issue?.message}.`, { field });
  }
  checkReaders(parsed.data);
  checkCases(parsed.data);
  return parsed.data;
}

function checkReaders({ readers }: Protocol): void {
  if (readers.length === 0) throw invalid('The study has no reader; choose at least one.');
  const twice = firstRepeated(readers.map(({ id }) => id));
  if (twice !== null) throw invalid(`The reader ${twice} is chosen twice.`, { readerId: twice });
}

function checkCases({ arms, cases }: Protocol): void {
  const armTwice = firstRepeated(arms.map(({ id }) => id));
  if (armTwice !== null) throw invalid(`The arm "${armTwice}" is declared twice.`, { arm: armTwice });
  const caseTwice = firstRepeated(cases.map(({ caseId }) => caseId));
  if (caseTwice !== null) throw invalid(`The case ${caseTwice} is there twice.`, { caseId: caseTwice });
  const films = new Map<FilmId, CaseId>();
  for (const { caseId, filmId, arm, text } of cases) {
    const other = films.get(filmId);
    if (other !== undefined) {
      throw invalid(`The cases ${other} and ${caseId} show the same film ${filmId}.`, { caseId, filmId });
    }
    films.set(filmId, caseId);
    if (!arms.some(({ id }) => id === arm)) {
      throw invalid(`The case ${caseId} is of the arm "${arm}", which is not declared.`, { caseId, arm });
    }
    if (text.trim() === '') {
      throw invalid(`The case ${caseId} (film ${filmId}) has no text; give it its report or prompt.`, {
        caseId,
        filmId,
      });
    }
  }
  const empty = arms.find(({ id }) => !cases.some(({ arm }) => arm === id));
  if (empty !== undefined) throw invalid(`The arm "${empty.id}" has no case.`, { arm: empty.id });
}

function firstRepeated<T>(values: readonly T[]): T | null {
  const seen = new Set<T>();
  for (const value of values) {
    if (seen.has(value)) return value;
    seen.add(value);
  }
  return null;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new LightboxError('STUDY_INVALID', 'The stored protocol is no JSON.', {}, { cause });
  }
}

function invalid(message: string, details: Readonly<Record<string, string>> = {}): LightboxError {
  return new LightboxError('STUDY_INVALID', message, details);
}
