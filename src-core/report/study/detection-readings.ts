import { signedConfidence } from '../../stats/roc/signed-confidence.ts';
import { type InstrumentItem, itemsOfStage } from '../../study/instrument.ts';
import type { Protocol, ReadingPhase } from '../../study/protocol.ts';
import {
  answerTo,
  armsOf,
  askedItems,
  phaseReadings,
  type StudyContext,
  type StudyReading,
} from './context.ts';

/** A film called real or synthetic. */
export interface Verdict extends StudyReading {
  readonly synthetic: boolean;
  /** 1: called synthetic, -1: called real; at least 0 is a positive call. */
  readonly call: 1 | -1;
  /** Signed confidence; null where the confidence is missing. */
  readonly score: number | null;
}

/** What the verdicts of one phase are, and which arms they compare. */
export interface Verdicts {
  readonly item: string;
  readonly confidenceItem: string | null;
  /** Of real and synthetic films alone. */
  readonly compared: readonly Verdict[];
  /** Of films that are neither. */
  readonly controls: readonly Verdict[];
  readonly models: readonly string[];
  readonly realArms: readonly string[];
  readonly controlArms: readonly string[];
}

type Likert = Extract<InstrumentItem, { kind: 'likert' }>;

/** The verdicts of a phase; null where none is asked. */
export function verdictsOf(context: StudyContext, phase: ReadingPhase): Verdicts | null {
  const { protocol } = context;
  const item = askedItems(protocol, phase).find(isVerdict);
  if (item === undefined || protocol.design.kind !== 'single-film') return null;
  const confidence = confidenceOf(protocol, item);
  const all = phaseReadings(context, phase.id).flatMap((reading): Verdict[] => {
    const verdict = answerTo(reading, item.id);
    if (verdict !== 'real' && verdict !== 'synthetic') return [];
    const score = scoreOf(verdict, reading, confidence);
    return [
      { ...reading, synthetic: reading.truth === 'synthetic', call: verdict === 'synthetic' ? 1 : -1, score },
    ];
  });
  return {
    item: item.id,
    confidenceItem: confidence?.id ?? null,
    compared: all.filter(({ truth }) => truth !== 'control'),
    controls: all.filter(({ truth }) => truth === 'control'),
    models: armsOf(protocol, all, (truth) => truth === 'synthetic'),
    realArms: armsOf(protocol, all, (truth) => truth === 'real'),
    controlArms: armsOf(protocol, all, (truth) => truth === 'control'),
  };
}

export function isVerdict(item: InstrumentItem): boolean {
  return (
    item.kind === 'forced-choice' &&
    item.measures === 'verdict' &&
    ['real', 'synthetic'].every((value) => item.options.some((option) => option.value === value))
  );
}

function confidenceOf({ instrument }: Protocol, verdict: InstrumentItem): Likert | null {
  const named = verdict.kind === 'forced-choice' ? verdict.confidenceItem : null;
  const found = itemsOfStage(instrument, verdict.stage).find(
    (item): item is Likert =>
      item.kind === 'likert' && (named === null ? item.measures === 'confidence' : item.id === named),
  );
  return found ?? null;
}

function scoreOf(
  verdict: 'real' | 'synthetic',
  reading: StudyReading,
  confidence: Likert | null,
): number | null {
  if (confidence === null) return signedConfidence(verdict, 1);
  const given = answerTo(reading, confidence.id);
  // A scale from 0 is moved up: a confidence of 0 would hide the verdict.
  return typeof given === 'number' ? signedConfidence(verdict, given + 1 - confidence.min) : null;
}

/** Each model by itself and, where there are several, all together (null): every one against all real films. */
export function modelSets({ models }: Verdicts): (string | null)[] {
  return models.length === 1 ? [...models] : [...models, null];
}

/** The films of one model (null: of all) and the real ones. */
export function ofModel(readings: readonly Verdict[], model: string | null): Verdict[] {
  return readings.filter(({ synthetic, arm }) => !synthetic || model === null || arm === model);
}
