import type { CallInput } from '../../../../src-core/contract/contract.ts';
import type { DisplayView } from '../../../../src-core/contract/display-calls.ts';

/** What a reader says of display and room. */
export interface DisplayAnswers {
  readonly fivePercentSeen: 'yes' | 'no' | null;
  readonly ninetyFivePercentSeen: 'yes' | 'no' | null;
  /** The low-contrast letters that were read, as typed. */
  readonly lettersOnBlack: string;
  readonly lettersOnGrey: string;
  readonly lettersOnWhite: string;
  readonly roomLight: 'dark' | 'dimmed' | 'bright' | null;
  readonly roomLux: number | null;
  readonly viewingDistanceCm: number | null;
  readonly display: string;
}

export const EMPTY_ANSWERS: DisplayAnswers = {
  fivePercentSeen: null,
  ninetyFivePercentSeen: null,
  lettersOnBlack: '',
  lettersOnGrey: '',
  lettersOnWhite: '',
  roomLight: null,
  roomLux: null,
  viewingDistanceCm: null,
  display: '',
};

const NEAREST_CM = 10;
const FARTHEST_CM = 300;

/** What is needed before the gate opens: letters may be none, a light meter is not asked for. */
export function missingAnswers(answers: DisplayAnswers): (keyof DisplayAnswers)[] {
  const { fivePercentSeen, ninetyFivePercentSeen, roomLight, viewingDistanceCm: cm, display } = answers;
  return [
    ...(fivePercentSeen === null ? (['fivePercentSeen'] as const) : []),
    ...(ninetyFivePercentSeen === null ? (['ninetyFivePercentSeen'] as const) : []),
    ...(roomLight === null ? (['roomLight'] as const) : []),
    ...(cm === null || cm < NEAREST_CM || cm > FARTHEST_CM ? (['viewingDistanceCm'] as const) : []),
    ...(display.trim() === '' ? (['display'] as const) : []),
  ];
}

/** The record of the gate: what was said, and what the program knows of the display and its window. */
export function displayDetails(
  answers: DisplayAnswers,
  display: DisplayView | null,
  {
    innerWidth,
    innerHeight,
    devicePixelRatio,
  }: Pick<Window, 'innerWidth' | 'innerHeight' | 'devicePixelRatio'>,
): CallInput<'reader.passGate'>['details'] {
  const { fivePercentSeen, ninetyFivePercentSeen, lettersOnBlack, lettersOnGrey, lettersOnWhite, ...rest } =
    answers;
  return {
    ...rest,
    display: answers.display.trim(),
    fivePercentSeen: fivePercentSeen === 'yes',
    ninetyFivePercentSeen: ninetyFivePercentSeen === 'yes',
    lettersOnBlack: lettersOnBlack.trim(),
    lettersOnGrey: lettersOnGrey.trim(),
    lettersOnWhite: lettersOnWhite.trim(),
    displayPixels: display === null ? null : `${display.widthPx} x ${display.heightPx}`,
    bitsPerChannel: display?.bitsPerChannel ?? null,
    pixelsPerMm: display?.pixelsPerMm ?? null,
    windowPixels: `${Math.round(innerWidth * devicePixelRatio)} x ${Math.round(innerHeight * devicePixelRatio)}`,
  };
}
