/** What the store offers for the audit log. */
import type { JsonValue } from './schemas.ts';

export interface AuditRow {
  /** 1 for the first row. */
  readonly sequence: number;
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly details: JsonValue;
  readonly prevHash: string;
  readonly hash: string;
}

export interface AuditReadable {
  /** Oldest first. */
  list(): readonly AuditRow[];
  /** Newest first. */
  latest(limit: number): readonly AuditRow[];
  /** Throws CHAIN_BROKEN naming the first row that does not fit. */
  verify(): void;
}

export interface AuditWritable {
  append(entry: { readonly actor: string; readonly action: string; readonly details: JsonValue }): AuditRow;
}
