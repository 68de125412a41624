import { library } from '../../app/messages/en/library.ts';

export type RecipeKey = Exclude<keyof typeof library.recipe, 'component'>;

export interface RecipeRow {
  /** `known`: has a message; `component`: a file of the model; `other`: a field of a newer recipe, by its path. */
  readonly label:
    | { readonly kind: 'known'; readonly key: RecipeKey }
    | { readonly kind: 'component'; readonly file: string }
    | { readonly kind: 'other'; readonly path: string };
  readonly value: string;
}

const COMPONENTS = 'model.components.';

/**
 * A recipe's JSON as rows for people: prompt and seed first, the model's files last, nothing left out (null and
 * empty values read as a dash). Text that is no JSON object gives no rows.
 */
export function recipeRows(json: string): readonly RecipeRow[] {
  const leaves = new Map(leavesOf(parse(json), ''));
  const known = (Object.keys(library.recipe) as readonly (keyof typeof library.recipe)[])
    .filter((key): key is RecipeKey => key !== 'component' && leaves.has(key))
    .map((key): RecipeRow => ({ label: { kind: 'known', key }, value: leaves.get(key) ?? '' }));
  const named = new Set<string>(Object.keys(library.recipe));
  const others = [...leaves]
    .filter(([path]) => !named.has(path))
    .map(([path, value]): RecipeRow => ({ label: labelOf(path), value }));
  return [...known, ...others];
}

function labelOf(path: string): RecipeRow['label'] {
  return path.startsWith(COMPONENTS)
    ? { kind: 'component', file: path.slice(COMPONENTS.length) }
    : { kind: 'other', path };
}

function leavesOf(value: unknown, path: string): [string, string][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, child]) =>
      leavesOf(child, path === '' ? key : `${path}.${key}`),
    );
  }
  if (path === '') return [];
  if (value === null || value === '') return [[path, '–']];
  return [[path, typeof value === 'object' ? JSON.stringify(value) : String(value)]];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
