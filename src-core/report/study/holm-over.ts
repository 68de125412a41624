import { groupBy } from '../../base/collections.ts';
import { at } from '../../stats/numbers.ts';
import { holmAdjusted } from '../../stats/rating/holm.ts';

/** Entries with their p values adjusted by Holm within each family; null where an entry has none. */
export function holmOver<Entry>(
  entries: readonly Entry[],
  familyOf: (entry: Entry) => string,
  pValueOf: (entry: Entry) => number | null,
): (Entry & { readonly holm: number | null })[] {
  const adjusted = new Map<Entry, number>();
  for (const family of groupBy(entries, familyOf).values()) {
    const tested = family.flatMap((entry) => {
      const pValue = pValueOf(entry);
      return pValue === null ? [] : [{ entry, pValue }];
    });
    const found = holmAdjusted(tested.map(({ pValue }) => pValue));
    tested.forEach(({ entry }, index) => {
      adjusted.set(entry, at(found, index));
    });
  }
  return entries.map((entry) => ({ ...entry, holm: adjusted.get(entry) ?? null }));
}
