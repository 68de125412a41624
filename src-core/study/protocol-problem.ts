/** The part of a protocol that a problem is to be solved in. */
export const PROBLEM_TOPICS = [
  'films',
  'texts',
  'instrument',
  'design',
  'phases',
  'training',
  'rules',
  'readers',
  'endpoints',
  'order',
  'normalisation',
] as const;
export type ProblemTopic = (typeof PROBLEM_TOPICS)[number];

/** What keeps a protocol from being frozen, in a sentence, with the ids and fields that conflict. */
export interface ProtocolProblem {
  readonly message: string;
  readonly details: Readonly<Record<string, string>>;
}

/** A problem of a whole protocol. */
export interface TopicalProblem extends ProtocolProblem {
  readonly topic: ProblemTopic;
}

export function problem(message: string, details: Readonly<Record<string, string>> = {}): ProtocolProblem {
  return { message, details };
}

export function about(topic: ProblemTopic, problems: readonly ProtocolProblem[]): TopicalProblem[] {
  return problems.map((entry) => ({ ...entry, topic }));
}
