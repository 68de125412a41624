import { groupBy } from '../../base/collections.ts';
import type { TableReading } from '../../stats/analysis/reading-table.ts';
import { signedConfidence } from '../../stats/roc/signed-confidence.ts';
import type { Instrument } from '../../study/instrument.ts';
import type { ResultRow } from '../../study/results.ts';
import { readerNames } from '../reader-names.ts';
import { variableName } from './names.ts';
import type { ScoreTable } from './score-tables.ts';

/**
 * The verdicts of a study as signed confidences, for programs that compare areas under the curve: a table for each phase
 * that asks for them. Repeats, checks, and films that are neither real nor synthetic have no row; a reading without its
 * verdict is a missing one. Arms are the generating models, and the real films that all of them share.
 */
export function verdictScores(instrument: Instrument, rows: readonly ResultRow[]): ScoreTable[] {
  if (!instrument.items.some(({ measures }) => measures === 'verdict')) return [];
  const counted = rows.filter(({ presentation, truth }) => presentation === 'reading' && truth !== 'control');
  const readers = new Map(counted.map(({ readerId, readerName }) => [readerId, readerName]));
  const nameOf = readerNames(
    [...readers].map(([id, name]) => ({ id, name })),
    'names',
  );
  const readings = (own: readonly ResultRow[]): TableReading[] =>
    own.map((row) => ({
      reader: nameOf(row.readerId),
      case: row.caseId,
      arm: row.arm,
      rating: scoreOf(instrument, row),
      seconds: null,
      order: row.position,
    }));
  const phases = [...groupBy(counted, ({ studyPhase }) => studyPhase)].filter(([, own]) =>
    own.some((row) => scoreOf(instrument, row) !== null),
  );
  return phases.map(([phase, own]) => ({
    name: phases.length === 1 ? 'real-or-synthetic' : `real-or-synthetic-${variableName(phase, 'phase')}`,
    title: `${own[0]?.study ?? ''}: real or synthetic, signed confidence (positive means synthetic), phase ${phase}`,
    table: {
      readings: readings(own),
      truth: new Map(own.map(({ caseId, truth }) => [caseId, truth === 'synthetic'])),
    },
    threshold: 0,
  }));
}

/** As the analysis scores it: confidence counts from 1 at its lowest step; null without verdict or its confidence. */
function scoreOf({ items }: Instrument, { answers }: ResultRow): number | null {
  const item = items.find(({ measures }) => measures === 'verdict');
  const verdict = item === undefined ? null : answers[item.id];
  if (item === undefined || (verdict !== 'real' && verdict !== 'synthetic')) return null;
  const named = item.kind === 'forced-choice' ? item.confidenceItem : null;
  const scale = items.find(
    ({ id, kind, measures, stage }) =>
      kind === 'likert' &&
      stage === item.stage &&
      (named === null ? measures === 'confidence' : id === named),
  );
  if (scale?.kind !== 'likert') return signedConfidence(verdict, 1);
  const confidence = answers[scale.id];
  return typeof confidence === 'number' ? signedConfidence(verdict, confidence - scale.min + 1) : null;
}
