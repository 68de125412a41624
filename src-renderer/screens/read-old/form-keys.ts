import type { InstrumentItemView } from '../../../src-core/contract/reading-calls.ts';

export interface KeyBinding {
  /** As KeyboardEvent.key, in lower case. */
  readonly key: string;
  /** A point of a scale or an option's value. */
  readonly value: number | string;
}

/** The keys of every item of a stage, by item id; texts have none. */
export type FormKeys = ReadonlyMap<string, readonly KeyBinding[]>;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** `i` inverts the film, `l` is its loupe. */
const RESERVED = new Set(['i', 'l']);

/** Points 1 to 9 have their own digit; 10 has the key 0, as at the right end of a keyboard's row. */
function scaleBindings(min: number, max: number): readonly KeyBinding[] {
  return Array.from({ length: max - min + 1 }, (_, index) => ({
    key: String((min + index) % 10),
    value: min + index,
  }));
}

/**
 * Binds keys to the items of one stage: digits to scales, the instrument's own keys to options, and to options
 * without one the letters that are left over, in order.
 */
export function bindFormKeys(items: readonly InstrumentItemView[]): FormKeys {
  const taken = new Set(RESERVED);
  for (const item of items) {
    if (item.kind !== 'choice' && item.kind !== 'multi-select') continue;
    for (const { key } of item.options) taken.add(key.toLowerCase());
  }
  const free = LETTERS.split('').filter((letter) => !taken.has(letter));
  return new Map(
    items.map((item): [string, readonly KeyBinding[]] => {
      if (item.kind === 'text') return [item.id, []];
      if (item.kind === 'likert') return [item.id, scaleBindings(item.min, item.max)];
      return [item.id, optionBindings(item.options, free)];
    }),
  );
}

/** Takes letters off `free` for options without a key; an option may stay without when they run out. */
function optionBindings(
  options: readonly { readonly value: string; readonly key: string }[],
  free: string[],
): readonly KeyBinding[] {
  return options.flatMap(({ value, key }) => {
    const bound = key === '' ? free.shift() : key.toLowerCase();
    return bound === undefined ? [] : [{ key: bound, value }];
  });
}

export function keyOf(keys: FormKeys, itemId: string, value: number | string): string | undefined {
  return keys.get(itemId)?.find((binding) => binding.value === value)?.key;
}
