import type { InstrumentItem } from '../../../src-core/study/instrument.ts';
import { RESERVED_KEYS } from '../../../src-core/study/instrument-checks.ts';
import type { Label } from '../../../src-core/study/label.ts';
import { textOfLabel } from '../../app/message-key.ts';

/** What a key does within its item. */
export type KeyAction =
  /** A point of a scale, an option, or a film's place from 1. */
  | { readonly kind: 'answer'; readonly name: number | string }
  | { readonly kind: 'toggle'; readonly name: string }
  | { readonly kind: 'finding'; readonly name: string }
  /** Of the marked finding. */
  | { readonly kind: 'state'; readonly name: 'present' | 'absent' | 'unsure' }
  /** Findings without an answer become absent. */
  | { readonly kind: 'rest-absent'; readonly name: '' }
  | { readonly kind: 'write'; readonly name: '' }
  | { readonly kind: 'mark'; readonly name: 'point' | 'box' };

export type KeyBinding = KeyAction & {
  /** As KeyboardEvent.key, in lower case. */
  readonly key: string;
};

/** The keys of every item of a stage, by item id. */
export type FormKeys = ReadonlyMap<string, readonly KeyBinding[]>;

type Wish = KeyAction & {
  /** What the instrument says, or what is usual; null: a letter that is left. */
  readonly key: string | null;
  readonly text: string;
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Binds keys to the items of one stage: the instrument's own, digits to scales, films and states of findings, and to
 * everything else letters that nobody has, of its own words first. Something may stay without when they run out.
 */
export function bindFormKeys(items: readonly InstrumentItem[]): FormKeys {
  const wishes = items.map((item): [string, readonly Wish[]] => [item.id, wishesOf(item)]);
  const taken = new Set(RESERVED_KEYS);
  for (const [, own] of wishes) for (const { key } of own) if (key !== null) taken.add(key);
  return new Map(
    wishes.map(([id, own]): [string, readonly KeyBinding[]] => [
      id,
      own.flatMap(({ text, key, ...action }) => {
        const bound = key ?? freeLetter(text, taken);
        if (bound === undefined) return [];
        taken.add(bound);
        return [{ ...action, key: bound }];
      }),
    ]),
  );
}

/** A letter of the text that nobody has, else the first one of the alphabet. */
function freeLetter(text: string, taken: ReadonlySet<string>): string | undefined {
  const own = [...text.toLowerCase()].filter((letter) => LETTERS.includes(letter));
  return [...own, ...LETTERS].find((letter) => !taken.has(letter));
}

function wishesOf(item: InstrumentItem): Wish[] {
  switch (item.kind) {
    case 'likert':
      return item.keys.map((key, index): Wish => {
        const point = item.min + index;
        return { kind: 'answer', name: point, key: lower(key) ?? digitOf(point, item), text: '' };
      });
    case 'film-choice':
      return item.keys.map(
        (key, index): Wish => ({
          kind: 'answer',
          name: index + 1,
          key: lower(key) ?? String(index + 1),
          text: '',
        }),
      );
    case 'forced-choice':
      return item.options.map((option): Wish => ({ kind: 'answer', ...wishOf(option) }));
    case 'multi-select':
      return item.options.map((option): Wish => ({ kind: 'toggle', ...wishOf(option) }));
    case 'presence':
      return [
        ...(['present', 'absent', ...(item.allowUnsure ? (['unsure'] as const) : [])] as const).map(
          (name, index): Wish => ({ kind: 'state', name, key: String(index + 1), text: '' }),
        ),
        ...item.findings.map((finding): Wish => ({ kind: 'finding', ...wishOf(finding) })),
        { kind: 'rest-absent', name: '', key: null, text: 'rest' },
      ];
    case 'free-text':
      return [{ kind: 'write', name: '', key: lower(item.key), text: textOfLabel(item.label) }];
    case 'marks':
      return item.shapes.map(
        ({ shape, key }): Wish => ({
          kind: 'mark',
          name: shape,
          key: lower(key),
          text: shape,
        }),
      );
  }
}

function wishOf({ value, key, label }: { value: string; key: string | null; label: Label }) {
  return { name: value, key: lower(key), text: textOfLabel(label) };
}

const lower = (key: string | null): string | null => key?.toLowerCase() ?? null;

/** Points 0 to 9 have their own digit; 10 has the key 0, as at the right end of a keyboard's row, where 0 is no point. */
function digitOf(point: number, { min, keys }: Extract<InstrumentItem, { kind: 'likert' }>): string | null {
  const digit = String(point % 10);
  if (point === 10 && min === 0) return null;
  return keys.includes(digit) ? null : digit;
}

export function keyOf(
  keys: FormKeys,
  itemId: string,
  kind: KeyAction['kind'],
  name: number | string,
): string | undefined {
  return keys.get(itemId)?.find((binding) => binding.kind === kind && binding.name === name)?.key;
}
