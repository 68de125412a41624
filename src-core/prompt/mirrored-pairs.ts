import type { FilmDescription, FindingStatement, Side } from './description.ts';
import type { FindingId } from './findings.ts';
import { composeText, type Wording } from './wording.ts';

/** What a variant changes: nothing, all sides, or the presence of one finding. */
export type VariantChange = 'as-described' | 'other-side' | 'without';

export interface PromptVariant {
  readonly change: VariantChange;
  /** The finding that was taken away, for `without`. */
  readonly finding: FindingId | null;
  /** Short name that tells the variant from the others: "left", "right", "without effusion", "as described". */
  readonly label: string;
  readonly text: string;
  readonly description: FilmDescription;
}

const OTHER_SIDE: Readonly<Record<Side, Side>> = {
  left: 'right',
  right: 'left',
  bilateral: 'bilateral',
  none: 'none',
};

/**
 * A description with its counterparts, for images that differ in one thing: the mirrored one, with left and
 * right exchanged throughout, if a side is stated; and for each present finding the one that states its absence.
 * The first variant is the description itself. With the same seed the pairs differ by their text alone.
 */
export function mirroredPairs(description: FilmDescription, wording: Wording): PromptVariant[] {
  const side = description.findings.map((statement) => statement.side).find(isOneSide) ?? null;
  const variant = (
    change: VariantChange,
    label: string,
    changed: FilmDescription,
    finding: FindingId | null = null,
  ): PromptVariant => ({
    change,
    finding,
    label,
    text: composeText(changed, wording).text,
    description: changed,
  });
  const variants = [variant('as-described', side ?? 'as described', description)];
  if (side !== null) variants.push(variant('other-side', OTHER_SIDE[side], mirrored(description)));
  for (const { finding, presence } of description.findings) {
    if (presence === 'absent') continue;
    const label = `without ${finding.replaceAll('_', ' ')}`;
    variants.push(variant('without', label, without(description, finding), finding));
  }
  return variants;
}

function isOneSide(side: Side): boolean {
  return side === 'left' || side === 'right';
}

function mirrored(description: FilmDescription): FilmDescription {
  const findings = description.findings.map((statement) => ({
    ...statement,
    side: OTHER_SIDE[statement.side],
  }));
  return { ...description, findings };
}

function without(description: FilmDescription, finding: FindingId): FilmDescription {
  const absent: FindingStatement = { finding, presence: 'absent', side: 'none', size: 'none' };
  const findings = description.findings.map((statement) =>
    statement.finding === finding ? absent : statement,
  );
  return { ...description, findings };
}
