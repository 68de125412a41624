/** A name that people gave, as part of a file name that every system takes. */
export function fileNameOf(name: string, otherwise = 'study'): string {
  const safe = name
    .trim()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, 60)
    .replace(/^[-.]+|[-.]+$/g, '');
  return safe || otherwise;
}
