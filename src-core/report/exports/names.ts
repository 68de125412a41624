/** A name with something behind it, shortened where both would be longer than `longest` characters. */
function shortened(name: string, longest: number, behind: string): string {
  const room = longest - behind.length;
  return `${name.length <= room ? name : name.slice(0, room).replace(/_+$/, '')}${behind}`;
}

/**
 * Gives each name a form of its own: the first keeps its plain form, later ones of the same form get `_2`, `_3`, ...
 * @param plain what a name becomes; of different names it may be the same
 * @param taken forms that are in use already
 * @returns by name, in the order given; a name that stands twice has one form
 */
export function uniqueForms(
  names: Iterable<string>,
  plain: (name: string) => string,
  taken: Iterable<string> = [],
  longest = 100,
): Map<string, string> {
  const used = new Set(taken);
  const forms = new Map<string, string>();
  for (const name of names) {
    if (forms.has(name)) continue;
    const wanted = plain(name);
    let form = shortened(wanted, longest, '');
    for (let number = 2; used.has(form); number += 1) form = shortened(wanted, longest, `_${number}`);
    used.add(form);
    forms.set(name, form);
  }
  return forms;
}

/**
 * A name as variables of statistics programs may be called: lower case, a to z, digits and single underscores, beginning
 * with a letter. "Ångström, Eva" becomes "angstrom_eva"; a name without any such letter becomes `otherwise`.
 */
export function variableName(name: string, otherwise: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (plain === '') return otherwise;
  return /^[a-z]/.test(plain) ? plain : `${otherwise}_${plain}`;
}
