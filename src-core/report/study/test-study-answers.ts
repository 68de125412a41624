import { type Random, seededRandom, uniformInteger } from '../../base/random.ts';
import { normalQuantile } from '../../stats/distributions.ts';
import type { Mark } from '../../study/answer-marks.ts';
import type { Answers, AnswerValue } from '../../study/answers.ts';
import { type InstrumentItem, itemsOfStage } from '../../study/instrument.ts';
import { type Protocol, type ProtocolCase, truthOf } from '../../study/protocol.ts';

export interface Judged {
  /** How made the film looks to the reader: latent, mostly from -3 to 3. */
  readonly looks: number;
  readonly made: boolean;
  readonly place: number;
}

/** Films that look more made than this are called synthetic. */
const VERDICT_AT = 0.6;
const DETECTABILITY: Readonly<Record<string, number>> = { 'model-a': 1.3, 'model-b': 0.6, edited: 0.9 };

/** What the reader makes of the films of one trial. */
export function judge(
  protocol: Protocol,
  films: readonly ProtocolCase[],
  target: number | null,
  { reader, seed, random }: { readonly reader: number; readonly seed: number; readonly random: Random },
): Judged {
  const skill = 1 + normal(seededRandom(`${seed}/skill/${reader}`)) / 4;
  const looksOf = (film: ProtocolCase): number => {
    const arm = protocol.arms.find(({ id }) => id === film.arm);
    const made = arm !== undefined && truthOf(arm) === 'synthetic';
    const ofCase = normal(seededRandom(`${seed}/case/${film.caseId}`)) / 2;
    const obvious = film.role === 'attention' ? 4 : 0;
    return (made ? skill * (DETECTABILITY[film.arm] ?? 1) : 0) + ofCase + obvious + normal(random);
  };
  const looks = films.map(looksOf);
  const first = films[0];
  const arm = protocol.arms.find(({ id }) => id === first?.arm);
  // Of a set: the film that looks most real, or most made where the target is the made one.
  const targetArm = protocol.arms.find(({ id }) => id === films[(target ?? 1) - 1]?.arm);
  const wanted = targetArm?.kind === 'real' ? Math.min(...looks) : Math.max(...looks);
  return {
    looks: looks[0] ?? 0,
    made: arm !== undefined && truthOf(arm) === 'synthetic',
    place: looks.indexOf(wanted) + 1,
  };
}

/** In the canonical form of `validateAnswers`. */
export function answersOf(
  protocol: Protocol,
  stage: string,
  { looks, place }: Judged,
  random: Random,
  film: ProtocolCase | undefined,
): Answers {
  const made = looks > VERDICT_AT;
  const scale = (value: number) => Math.min(5, Math.max(1, Math.round(value)));
  const matched = film?.textControl.kind !== 'mismatched';
  const of = (item: InstrumentItem): AnswerValue => {
    switch (item.measures) {
      case 'realism':
        return scale(4.2 - 0.7 * looks + normal(random) / 2);
      case 'verdict':
        return made ? 'synthetic' : 'real';
      case 'confidence':
        return scale(1.5 + 2 * Math.abs(looks - VERDICT_AT));
      case 'alignment':
        return scale((matched ? 4.3 : 2.2) + normal(random) * 0.8);
      case 'inclusion':
        return matched ? 'present' : 'absent';
      case 'choice':
        return place;
      case 'presence':
        return findingsSeen(item, random, film);
      case 'reasons':
        return ['texture', 'borders'].filter(() => made && chance(random, 0.5));
      case 'marks':
        return made ? marksOf(random, film, protocol.normalisation.matrixSizePx) : [];
      default:
        return null;
    }
  };
  return Object.fromEntries(itemsOfStage(protocol.instrument, stage).map((item) => [item.id, of(item)]));
}

function findingsSeen(item: InstrumentItem, random: Random, film: ProtocolCase | undefined): AnswerValue {
  if (item.kind !== 'presence') return null;
  const stateOf = (finding: string) => {
    if (chance(random, 0.05)) return 'unsure';
    return chance(random, film?.finding === finding ? 0.85 : 0.08) ? 'present' : 'absent';
  };
  return Object.fromEntries(item.findings.map(({ value }) => [value, stateOf(value)]));
}

function chance(random: Random, probability: number): boolean {
  return uniformInteger(random, 1000) < probability * 1000;
}

/** Around one spot of the film, where its artefact is. */
function marksOf(random: Random, film: ProtocolCase | undefined, size: number): Mark[] {
  const spot = seededRandom(`spot/${film?.caseId}`);
  const centre = [0, 1].map(() => size * (0.25 + uniformInteger(spot, 500) / 1000));
  return Array.from({ length: uniformInteger(random, 3) }, (_, index): Mark => {
    const [x, y] = centre.map((value) => value + (normal(random) * size) / 25);
    const place = { x: x ?? 0, y: y ?? 0, film: 1, comment: index === 0 ? 'blurred' : null };
    return uniformInteger(random, 2) === 0
      ? { shape: 'point', ...place }
      : { shape: 'box', ...place, width: size / 10, height: size / 12 };
  });
}

/** Of one stage. Log-normal: readers have their pace, made films take longer, times fall along the order. */
export function secondsOf(reader: number, done: number, made: boolean, random: Random): number {
  const pace = [2.6, 2.2, 2.9, 2.5, 2.3, 3][reader] ?? 2.5;
  return Math.exp(pace + (made ? 0.12 : 0) - done / 800 + normal(random) * 0.35);
}

function normal(random: Random): number {
  return normalQuantile((random.nextUint32() + 0.5) / 2 ** 32);
}
