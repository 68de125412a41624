import type { z } from 'zod';
import { type ErrorPayload, LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { CallResult } from '../../src-core/contract/bridge.ts';
import { type CallName, contract, isCallName } from '../../src-core/contract/contract.ts';
import type { Handlers } from './handlers.ts';
import type { AppSession } from './session.ts';

/**
 * Answers one call of a window: known name, role, input; then the handler; then the answer against its schema,
 * whose strict objects let nothing through that the contract does not name.
 */
export async function dispatch(
  handlers: Handlers,
  session: AppSession,
  name: unknown,
  input: unknown,
): Promise<CallResult<unknown>> {
  try {
    if (!isCallName(name)) throw new LightboxError('UNKNOWN_CALL', 'There is no such call.');
    const { role } = contract[name];
    session.require(role);
    const asker = session.signInId;
    const value = await answer(handlers, session, name, input);
    // Somebody else may sit at the window by now: what one person asked for is not for the next.
    if (role === 'coordinator' || role === 'reader') session.requireStill(asker);
    return { ok: true, value };
  } catch (thrown) {
    return { ok: false, error: payloadFor(session, toLightboxError(thrown)) };
  }
}

/** A reader is told that something failed inside, never what: an unforeseen message could hold anything. */
function payloadFor(session: AppSession, error: LightboxError): ErrorPayload {
  if (error.code !== 'INTERNAL' || session.person?.role !== 'reader') return error.toPayload();
  process.stderr.write(`${error.code}: ${error.stack ?? error.message}\n`);
  return {
    code: 'INTERNAL',
    message: 'Something failed inside the program. Tell the coordinator.',
    details: {},
  };
}

async function answer<Name extends CallName>(
  handlers: Handlers,
  session: AppSession,
  name: Name,
  input: unknown,
): Promise<unknown> {
  const definition = contract[name];
  const parsed = definition.input.safeParse(input);
  if (!parsed.success) throw badInput(name, parsed.error);
  // The map's schemas and handlers share one type by construction; the compiler cannot follow the index.
  const handler = handlers[name] as (input: unknown, session: AppSession) => unknown;
  const output = definition.output.safeParse(await handler(parsed.data, session));
  if (!output.success) {
    throw new LightboxError(
      'INTERNAL',
      `The answer to ${name} does not fit the contract: ${where(output.error)}`,
    );
  }
  return output.data;
}

function badInput(name: CallName, error: z.ZodError): LightboxError {
  return new LightboxError('BAD_INPUT', `${name}: ${where(error)}`, {
    field: error.issues[0]?.path.join('.') ?? '',
  });
}

function where(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'invalid';
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
}
