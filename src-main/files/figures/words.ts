/** The fixed words of the figures; all others come with what a figure shows. */
export const WORDS = {
  falsePositiveRate: '1 − specificity (false-positive fraction)',
  truePositiveRate: 'Sensitivity (true-positive fraction)',
  chance: 'Chance',
  mean: 'Mean',
  auc: 'AUC',
  estimate: 'Estimate',
  estimateWithInterval: (interval: string) => `Estimate (${interval})`,
  readings: 'n',
  median: 'Median',
  noMarks: 'No marks were made.',
  density: 'Density of marks',
  low: 'low',
  high: 'high',
  left: 'Excluded',
  readingTime: 'Reading time (s)',
  order: 'Place in the reading order',
  interrupted: 'Interrupted (hollow)',
  fitted: 'Fitted',
  diagonal: 'Framed, on the diagonal: the same reader, cases read twice',
  truth: 'Truth',
  call: 'Call',
  noReadings: 'no readings',
  marksOf: (marks: number, readers: number) => `${marks} marks of ${readers} readers`,
  readers: (count: number) => `Readers (n = ${count})`,
} as const;

/** A whole number with thousands apart: 12,345. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** With a true minus sign, and none before a zero. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  if (Number(text) === 0) return text.replace('-', '');
  return text.replace('-', '−');
}
