import type { ErrorPayload } from '../base/errors.ts';
import type { CallInput, CallName, CallOutput } from './contract.ts';
import type { EventName, EventPayload } from './events.ts';

/** What crosses the channel in answer to a call: errors as data, since Error objects lose their code. */
export type CallResult<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly error: ErrorPayload };

/** One named method per call of the contract; there is no method that takes a call's name. */
export type BridgeCalls = {
  readonly [Name in CallName]: (input: CallInput<Name>) => Promise<CallResult<CallOutput<Name>>>;
};

/** One subscription method per event; each returns its own unsubscribe. */
export type BridgeEvents = {
  readonly [Name in EventName]: (listener: (payload: EventPayload<Name>) => void) => () => void;
};

/** What the preload exposes as `window.lightbox`. */
export interface Bridge {
  readonly calls: BridgeCalls;
  readonly events: BridgeEvents;
}

export const CALL_CHANNEL = 'lightbox:call';
export const EVENT_CHANNEL = 'lightbox:event';
/** From the preload alone: where the files lie that a person dropped onto the window. */
export const DROP_CHANNEL = 'lightbox:drop';
