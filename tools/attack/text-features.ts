const WORDS = 12;

/** Of texts: length, words, sentences, figures, capitals, and whether each of the words that tell most is there. */
export function textFeatures(texts: readonly string[]): number[][] {
  const bags = texts.map((text) => new Set(text.toLowerCase().match(/[a-z]+/g) ?? []));
  const words = usefulWords(bags);
  return texts.map((text, index) => [
    text.length,
    (text.match(/\S+/g) ?? []).length,
    (text.match(/[.!?]/g) ?? []).length,
    (text.match(/\d/g) ?? []).length,
    (text.match(/[A-Z]/g) ?? []).length / Math.max(1, text.length),
    (text.match(/,/g) ?? []).length,
    ...words.map((word) => Number(bags[index]?.has(word) ?? false)),
  ]);
}

/** Words nearest to being in half of the texts: the labels are not looked at. */
function usefulWords(bags: readonly ReadonlySet<string>[]): string[] {
  const counts = new Map<string, number>();
  for (const bag of bags) for (const word of bag) counts.set(word, (counts.get(word) ?? 0) + 1);
  const distance = (count: number): number => Math.abs(count / bags.length - 0.5);
  return [...counts]
    .sort(([one, first], [other, second]) => distance(first) - distance(second) || (one < other ? -1 : 1))
    .slice(0, WORDS)
    .map(([word]) => word);
}
