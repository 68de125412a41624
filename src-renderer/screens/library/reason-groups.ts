/** Files of which the same is said. */
export interface ReasonGroup {
  /** As a sentence begins; numbers that differ from file to file stand as "…". */
  readonly reason: string;
  readonly fileNames: readonly string[];
}

/** A tag is part of what is said; a size or a count tells files apart. */
const TAG_OR_NUMBER = /\([0-9A-F]{4},[0-9A-F]{4}\)|\d+/g;

/** Files by what is said of them, numbers aside: a folder of small pictures is one group. The largest group first. */
export function reasonGroups(
  entries: readonly (readonly [fileName: string, reason: string])[],
): readonly ReasonGroup[] {
  const byPattern = new Map<string, { reasons: Set<string>; fileNames: string[] }>();
  for (const [fileName, reason] of entries) {
    const pattern = reason.replace(TAG_OR_NUMBER, (found) => (isTag(found) ? found : '…'));
    const group = byPattern.get(pattern) ?? { reasons: new Set(), fileNames: [] };
    group.reasons.add(reason);
    group.fileNames.push(fileName);
    byPattern.set(pattern, group);
  }
  return [...byPattern.values()]
    .map(({ reasons, fileNames }) => ({ reason: capitalised(common([...reasons])), fileNames }))
    .sort((a, b) => b.fileNames.length - a.fileNames.length);
}

/** Sentences of one pattern as one, with the numbers that they share. */
function common(reasons: readonly string[]): string {
  const numbers = reasons.map((reason) => reason.match(TAG_OR_NUMBER) ?? []);
  let at = 0;
  return (reasons[0] ?? '').replace(TAG_OR_NUMBER, (found) => {
    const index = at++;
    return numbers.every((own) => own[index] === found) ? found : '…';
  });
}

function isTag(found: string): boolean {
  return found.startsWith('(');
}

function capitalised(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}
