import { z } from 'zod';
import { nameSchema, nothing, reasonSchema, secretSchema, userIdSchema } from './common.ts';
import type { CallDefinition } from './define.ts';

export const roleSchema = z.enum(['coordinator', 'reader']);
export type Role = z.infer<typeof roleSchema>;

export const personSchema = z.strictObject({ id: userIdSchema, name: nameSchema, role: roleSchema });
export type Person = z.infer<typeof personSchema>;

/** Somebody who can sign in here, and whether they have chosen a PIN or passphrase yet. */
export const accountSchema = z.strictObject({ ...personSchema.shape, hasSecret: z.boolean() });
export type Account = z.infer<typeof accountSchema>;

/** What every window may know of the program it belongs to. */
export const appInfoSchema = z.strictObject({
  productName: z.string(),
  version: z.string(),
  /** True on the registry runtime: the window then says that no patient films belong here. */
  developmentRuntime: z.boolean(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

export const sessionCalls = {
  'app.info': { role: 'anyone', kind: 'query', input: nothing, output: appInfoSchema },
  'session.current': { role: 'anyone', kind: 'query', input: nothing, output: personSchema.nullable() },
  'session.people': { role: 'anyone', kind: 'query', input: nothing, output: z.array(accountSchema) },
  /** Of an account without a secret, sets it. After wrong ones, each further try has to wait longer (CONFLICT). */
  'session.signIn': {
    role: 'anyone',
    kind: 'command',
    input: z.strictObject({ userId: userIdSchema, secret: secretSchema }),
    output: personSchema,
  },
  /** Makes the first coordinator of an empty installation and signs in. */
  'session.createCoordinator': {
    role: 'anyone',
    kind: 'command',
    input: z.strictObject({ name: nameSchema, passphrase: secretSchema }),
    output: personSchema,
  },
  'session.changeSecret': {
    role: 'signed-in',
    kind: 'command',
    input: z.strictObject({ old: secretSchema, next: secretSchema }),
    output: nothing,
  },
  'session.signOut': { role: 'signed-in', kind: 'command', input: nothing, output: nothing },
  'readers.create': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ name: nameSchema }),
    output: personSchema,
  },
  /** The reader chooses a new PIN at the next sign-in; the signing key stays. Audited. */
  'readers.resetPin': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ userId: userIdSchema, reason: reasonSchema }),
    output: nothing,
  },
} as const satisfies Record<string, CallDefinition>;
