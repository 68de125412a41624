import { seededRandom } from '../../src-core/base/random.ts';
import { type Separation, separation } from '../../src-core/stats/classify/separation.ts';
import type { Truth } from '../../src-core/study/sealed-truth.ts';
import { leaksIn, secretsOf } from '../../src-main/app/testing/reader-records.ts';
import { GROUPS, MEASURED_GROUPS } from './exposure-features.ts';
import type { StudyRecording } from './recording.ts';

/** A group of features counts as telling the arm at or under this p. */
export const ALARM_P = 0.01;

export interface GroupAttack extends Separation {
  readonly group: string;
}

export interface AttackOptions {
  readonly seed: string;
  readonly permutations?: number;
  /** As `separation` has it. */
  readonly enough?: number;
  /** By default all that do not depend on the machine's clock and file system. */
  readonly groups?: readonly string[];
}

/** Attacks a recording by what can be counted: each group of features by itself. */
export function attackFeatures(
  { exposures }: Pick<StudyRecording, 'exposures'>,
  { seed, permutations = 1000, enough = 10, groups = steadyGroups() }: AttackOptions,
): GroupAttack[] {
  return groups.map((group) => {
    const features = GROUPS[group]?.(exposures) ?? [];
    const rows = exposures.map(({ caseId, positive }, index) => ({
      group: caseId,
      positive,
      features: features[index] ?? [],
    }));
    return {
      group,
      ...separation(rows, { random: seededRandom(`attack/${seed}/${group}`), permutations, enough }),
    };
  });
}

export function steadyGroups(): string[] {
  return Object.keys(GROUPS).filter((group) => !MEASURED_GROUPS.includes(group));
}

/** Attacks a recording by what is said in it: truth in words, texts too early, answers of differing form. */
export function attackWords(
  { received, spoken }: Pick<StudyRecording, 'received' | 'spoken'>,
  truth: Truth,
  more: readonly string[] = [],
): string[] {
  const secrets = [...new Set([...secretsOf(truth), ...more])];
  return [
    ...leaksIn(received, truth, more),
    ...spoken.flatMap(({ where, text }) =>
      secrets.filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`),
    ),
  ];
}
