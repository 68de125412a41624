import type { CallArguments, CallName, CallOutput } from '../../src-core/contract/contract.ts';
import type { AppSession } from './session.ts';

type Handler<Name extends CallName> = (
  input: CallArguments<Name>,
  session: AppSession,
) => CallOutput<Name> | Promise<CallOutput<Name>>;

/** One handler per call of the contract; the compiler refuses a missing or a foreign one. */
export type Handlers = { readonly [Name in CallName]: Handler<Name> };

/** The handlers of one area, named by the calls' first part (`library`, `studies`, ...). */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<CallName, `${Area}.${string}`>>;
