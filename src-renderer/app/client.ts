import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { Bridge } from '../../src-core/contract/bridge.ts';
import type { CallInput, CallName, CallOutput } from '../../src-core/contract/contract.ts';
import type { EventName, EventPayload } from '../../src-core/contract/events.ts';
import { getBridge } from './bridge.ts';

/**
 * Makes one call of the contract over `bridge`.
 *
 * @throws LightboxError with the code main gave, or INTERNAL when the channel itself failed.
 */
export async function callOver<Name extends CallName>(
  bridge: Bridge,
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  const method = bridge.calls[name];
  const result = await method(input).catch((thrown: unknown) => {
    throw toLightboxError(thrown);
  });
  if (!result.ok) throw LightboxError.fromPayload(result.error);
  return result.value;
}

/** Makes one call of the contract over the window's bridge. Throws LightboxError. */
export function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  return callOver(getBridge(), name, input);
}

/** Listens to an event of the contract; returns its own unsubscribe. */
export function subscribe<Name extends EventName>(
  name: Name,
  listener: (payload: EventPayload<Name>) => void,
): () => void {
  const method = getBridge().events[name];
  return method(listener);
}
