/** The coordinator's sections, in the order of the navigation and of the keys Ctrl+1 to Ctrl+8. */
export const SECTIONS = [
  'compose',
  'library',
  'studies',
  'results',
  'models',
  'audit',
  'settings',
  'about',
] as const;
export type Section = (typeof SECTIONS)[number];

export interface Route {
  readonly section: Section;
  /** What the section shows (a study's id, ...); null for its overview. */
  readonly parameter: string | null;
}

export const HOME: Route = { section: 'compose', parameter: null };

function isSection(text: string): text is Section {
  return SECTIONS.some((section) => section === text);
}

/** `#/studies/st_1` to a route; anything unknown leads home. */
export function parseRoute(hash: string): Route {
  const [section = '', parameter = ''] = hash.replace(/^#\/?/, '').split('/');
  if (!isSection(section)) return HOME;
  return { section, parameter: parameter === '' ? null : decodeURIComponent(parameter) };
}

export function formatRoute(route: Route): string {
  const tail = route.parameter === null ? '' : `/${encodeURIComponent(route.parameter)}`;
  return `#/${route.section}${tail}`;
}
