/** What keeps a protocol from being frozen, in a sentence, with the ids and fields that conflict. */
export interface ProtocolProblem {
  readonly message: string;
  readonly details: Readonly<Record<string, string>>;
}

export function problem(message: string, details: Readonly<Record<string, string>> = {}): ProtocolProblem {
  return { message, details };
}
