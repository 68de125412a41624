import { z } from 'zod';
import { nameSchema, nothing, userIdSchema } from './common.ts';
import type { CallDefinition } from './define.ts';

export const roleSchema = z.enum(['coordinator', 'reader']);
export type Role = z.infer<typeof roleSchema>;

export const personSchema = z.strictObject({ id: userIdSchema, name: nameSchema, role: roleSchema });
export type Person = z.infer<typeof personSchema>;

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
  'session.people': { role: 'anyone', kind: 'query', input: nothing, output: z.array(personSchema) },
  'session.signIn': {
    role: 'anyone',
    kind: 'command',
    input: z.strictObject({ userId: userIdSchema }),
    output: personSchema,
  },
  /** Makes the first coordinator of an empty installation and signs in. */
  'session.createCoordinator': {
    role: 'anyone',
    kind: 'command',
    input: z.strictObject({ name: nameSchema }),
    output: personSchema,
  },
  'session.signOut': { role: 'signed-in', kind: 'command', input: nothing, output: nothing },
  'readers.create': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ name: nameSchema }),
    output: personSchema,
  },
} as const satisfies Record<string, CallDefinition>;
