import type { z } from 'zod';

/** Who may make a call. `anyone` includes a window in which nobody has signed in. */
export type CallRole = 'anyone' | 'signed-in' | 'coordinator' | 'reader';

/** A `command` changes something; a `query` does not and may be repeated freely. */
export type CallKind = 'command' | 'query';

export interface CallDefinition {
  readonly role: CallRole;
  readonly kind: CallKind;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

export interface EventDefinition {
  /** Who is sent the event: a reader's window receives only what is marked for it. */
  readonly role: 'anyone' | 'coordinator' | 'reader';
  readonly payload: z.ZodType;
}
