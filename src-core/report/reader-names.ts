/** `numbers`: "Reader 1", in the order of the study, for publication. */
export type ReaderNames = 'names' | 'numbers';

/** What a reader is called in a report: by id. */
export type NameOf = (readerId: string) => string;

/**
 * @param readers in the study's order; where two have one name, their ids tell them apart
 */
export function readerNames(
  readers: readonly { readonly id: string; readonly name: string }[],
  how: ReaderNames,
): NameOf {
  const shared = new Set(
    readers.map(({ name }) => name).filter((name, index, all) => all.indexOf(name) !== index),
  );
  const names = new Map(
    readers.map(({ id, name }, index) => [
      id,
      how === 'numbers' ? `Reader ${index + 1}` : shared.has(name) ? `${name} (${id})` : name,
    ]),
  );
  return (readerId) => names.get(readerId) ?? (how === 'numbers' ? 'A reader not of the study' : readerId);
}
