import { canonicalJson } from '../base/canonical-json.ts';
import { LightboxError } from '../base/errors.ts';
import type { Sha256Hex } from './audit-chain.ts';
import { protocol1Schema } from './format-1/protocol.ts';
import { upgradeProtocol } from './format-1/upgrade.ts';
import { PROTOCOL_FORMAT_VERSION, type Protocol, protocolSchema } from './protocol.ts';
import { caseProblems } from './protocol-check-cases.ts';
import { designProblems } from './protocol-check-design.ts';
import { orderProblems } from './protocol-check-order.ts';
import type { TopicalProblem } from './protocol-problem.ts';

export interface FrozenProtocol {
  readonly protocol: Protocol;
  /** Canonical JSON (RFC 8785) of the protocol: what is stored and hashed. It holds truth. */
  readonly content: string;
  /** SHA-256 of `content`, 64 lower-case hexadecimal digits. */
  readonly hash: string;
}

/**
 * Checks a protocol as a whole and gives it in the form that is hashed.
 *
 * @throws LightboxError STUDY_INVALID naming the cases, readers, arms, phases or fields that conflict.
 */
export function freezeProtocol(value: unknown, sha256Hex: Sha256Hex): FrozenProtocol {
  const protocol = validateProtocol(value);
  const content = canonicalJson(protocol);
  return { protocol, content, hash: sha256Hex(content) };
}

/**
 * Reads a stored protocol of either format back and proves that it is the one that was frozen. A protocol of
 * format 1 is verified as it was hashed and given as format 2 says the same.
 *
 * @throws LightboxError STUDY_INVALID when it is no protocol, CHAIN_BROKEN when its hash is another.
 */
export function thawProtocol(content: string, hash: string, sha256Hex: Sha256Hex): Protocol {
  if (sha256Hex(content) !== hash) {
    throw new LightboxError(
      'CHAIN_BROKEN',
      'The stored protocol is not the one that was frozen: its hash differs.',
      { hash },
    );
  }
  return readProtocol(parseJson(content));
}

/**
 * A protocol that was frozen, of either format, as format 2. It is not judged again: what a later version refuses
 * must not make a frozen study unreadable.
 *
 * @throws LightboxError STUDY_INVALID when it is no protocol.
 */
export function readProtocol(value: unknown): Protocol {
  const old = protocol1Schema.safeParse(value);
  if (old.success) return upgradeProtocol(old.data);
  return parseProtocol(value);
}

/** Everything that keeps a protocol from being frozen; empty: nothing does. */
export function findProtocolProblems(protocol: Protocol): TopicalProblem[] {
  return [...designProblems(protocol), ...caseProblems(protocol), ...orderProblems(protocol)];
}

/** @throws LightboxError STUDY_INVALID with the first of `findProtocolProblems`. */
export function validateProtocol(value: unknown): Protocol {
  const protocol = parseProtocol(value);
  const [first, ...others] = findProtocolProblems(protocol);
  if (first === undefined) return protocol;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new LightboxError('STUDY_INVALID', `${first.message}${more}`, first.details);
}

function parseProtocol(value: unknown): Protocol {
  const parsed = protocolSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const format = formatOf(value);
  if (format !== null && format > PROTOCOL_FORMAT_VERSION) {
    throw new LightboxError(
      'STUDY_INVALID',
      `The protocol has the format ${format}; this version reads formats up to ${PROTOCOL_FORMAT_VERSION}. Update the program.`,
      { field: 'formatVersion' },
    );
  }
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new LightboxError('STUDY_INVALID', `The protocol does not fit at "${field}": ${issue?.message}.`, {
    field,
  });
}

function formatOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('formatVersion' in value)) return null;
  return typeof value.formatVersion === 'number' ? value.formatVersion : null;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new LightboxError('STUDY_INVALID', 'The stored protocol is no JSON.', {}, { cause });
  }
}
