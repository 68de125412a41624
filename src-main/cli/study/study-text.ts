import type { ConductView } from '../../../src-core/contract/conduct-calls.ts';
import type { DesignCheck } from '../../../src-core/contract/design-calls.ts';

/** Names come from people and files: nothing in them may steer a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?');
}

/** Rows of a label and a text, the texts in one column. */
export function labelled(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `  ${label.padEnd(width)}  ${printable(text)}`);
}

/** The protocol in plain sentences, then what is in the way and what should be known. */
export function checkInWords({ summary, problems, warnings }: DesignCheck): string[] {
  return [
    ...summaryInWords(summary),
    ...problems.map(({ message }) => `In the way: ${printable(message)}`),
    ...warnings.map((warning) => `To be known: ${printable(warning)}`),
    problems.length === 0
      ? 'Nothing stands in the way of freezing.'
      : `${problems.length} in the way of freezing.`,
  ];
}

export function summaryInWords(summary: ConductView['summary']): string[] {
  return summary.flatMap(({ topic, sentences }) => [
    `${printable(topic)}:`,
    ...sentences.map((sentence) => `  ${printable(sentence)}`),
  ]);
}
