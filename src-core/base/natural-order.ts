/**
 * Order of names in which numbers count as numbers: "Reader 2" before "Reader 10". By code unit else, of no locale, so that
 * the same names are always in the same order; different names are never equal.
 */
export function naturalOrder(first: string, second: string): number {
  const [ofFirst, ofSecond] = [partsOf(first), partsOf(second)];
  for (let place = 0; place < Math.min(ofFirst.length, ofSecond.length); place += 1) {
    const found = orderOfParts(ofFirst[place] ?? '', ofSecond[place] ?? '');
    if (found !== 0) return found;
  }
  return ofFirst.length - ofSecond.length || byCodeUnit(first, second);
}

/** Runs of digits, and what stands between them. */
function partsOf(name: string): readonly string[] {
  return name.match(/[0-9]+|[^0-9]+/g) ?? [];
}

function orderOfParts(first: string, second: string): number {
  if (!/^[0-9]/.test(first) || !/^[0-9]/.test(second)) return byCodeUnit(first, second);
  const [one, other] = [first.replace(/^0+/, ''), second.replace(/^0+/, '')];
  return one.length - other.length || byCodeUnit(one, other);
}

function byCodeUnit(first: string, second: string): number {
  return first < second ? -1 : first > second ? 1 : 0;
}
