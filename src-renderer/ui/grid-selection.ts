/** Where the keyboard stands in a grid and what is selected; ids in the grid's order are passed in. */
export interface GridSelection<Id> {
  readonly focused: Id | null;
  /** Where a range starts that Shift extends. */
  readonly anchor: Id | null;
  readonly selected: ReadonlySet<Id>;
}

export interface GridKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

export interface GridShape {
  readonly columns: number;
  /** Rows that Page Up and Page Down move by. */
  readonly rowsPerPage: number;
}

export function emptySelection<Id>(): GridSelection<Id> {
  return { focused: null, anchor: null, selected: new Set() };
}

/** Drops what is no longer in the grid; the keyboard then stands at the first item. */
export function keepPresent<Id>(selection: GridSelection<Id>, ids: readonly Id[]): GridSelection<Id> {
  const present = new Set(ids);
  const first = ids[0] ?? null;
  const stays = (id: Id | null) => id !== null && present.has(id);
  const selected = [...selection.selected].filter((id) => present.has(id));
  const focused = stays(selection.focused) ? selection.focused : first;
  const anchor = stays(selection.anchor) ? selection.anchor : focused;
  const same = focused === selection.focused && anchor === selection.anchor;
  if (same && selected.length === selection.selected.size) return selection;
  return { focused, anchor, selected: new Set(selected) };
}

/** What a decision applies to: the selection, else the item the keyboard stands on; in the grid's order. */
export function targetsOf<Id>(selection: GridSelection<Id>, ids: readonly Id[]): readonly Id[] {
  if (selection.selected.size > 0) return ids.filter((id) => selection.selected.has(id));
  return selection.focused === null ? [] : ids.filter((id) => id === selection.focused);
}

/** Where an arrow, Home, End or Page key leads from `index`; null for another key. Stays within the grid. */
export function indexAfterKey(
  key: string,
  index: number,
  count: number,
  { columns, rowsPerPage }: GridShape,
): number | null {
  const last = count - 1;
  const clamp = (target: number) => Math.min(Math.max(target, 0), Math.max(last, 0));
  const vertical = (rows: number) => {
    const target = index + rows * columns;
    if (target < 0) return index % columns;
    return clamp(target);
  };
  switch (key) {
    case 'ArrowLeft':
      return clamp(index - 1);
    case 'ArrowRight':
      return clamp(index + 1);
    case 'ArrowUp':
      return index < columns ? index : vertical(-1);
    case 'ArrowDown':
      return index + columns > last && Math.floor(index / columns) === Math.floor(last / columns)
        ? index
        : vertical(1);
    case 'PageUp':
      return vertical(-rowsPerPage);
    case 'PageDown':
      return vertical(rowsPerPage);
    case 'Home':
      return 0;
    case 'End':
      return clamp(last);
    default:
      return null;
  }
}

/** The selection after a key; the same object where the key means nothing here. */
export function selectionAfterKey<Id>(
  selection: GridSelection<Id>,
  ids: readonly Id[],
  event: GridKey,
  shape: GridShape,
): GridSelection<Id> {
  const command = event.ctrlKey || event.metaKey;
  if (command) {
    return event.key.toLowerCase() === 'a' ? { ...selection, selected: new Set(ids) } : selection;
  }
  if (event.key === 'Escape') {
    return selection.selected.size === 0 ? selection : { ...selection, selected: new Set() };
  }
  if (event.key === ' ') return toggle(selection, selection.focused);
  const index = selection.focused === null ? 0 : Math.max(ids.indexOf(selection.focused), 0);
  const next = indexAfterKey(event.key, index, ids.length, shape);
  const focused = next === null ? undefined : ids[next];
  if (focused === undefined) return selection;
  return event.shiftKey ? extendTo(selection, ids, focused) : { ...selection, focused, anchor: focused };
}

/** A click moves; with Ctrl or Cmd it toggles; with Shift it selects from the anchor on. */
export function selectionAfterClick<Id>(
  selection: GridSelection<Id>,
  ids: readonly Id[],
  id: Id,
  event: Omit<GridKey, 'key'>,
): GridSelection<Id> {
  if (event.shiftKey) return extendTo(selection, ids, id);
  if (event.ctrlKey || event.metaKey) return toggle(selection, id);
  return { focused: id, anchor: id, selected: new Set() };
}

/** Puts one item into the selection or takes it out, and moves the keyboard there. */
export function toggle<Id>(selection: GridSelection<Id>, id: Id | null): GridSelection<Id> {
  if (id === null) return selection;
  const selected = new Set(selection.selected);
  if (!selected.delete(id)) selected.add(id);
  return { focused: id, anchor: id, selected };
}

function extendTo<Id>(selection: GridSelection<Id>, ids: readonly Id[], id: Id): GridSelection<Id> {
  const from = selection.anchor === null ? -1 : ids.indexOf(selection.anchor);
  const to = ids.indexOf(id);
  const start = from < 0 ? to : Math.min(from, to);
  const end = Math.max(from, to);
  return { focused: id, anchor: selection.anchor ?? id, selected: new Set(ids.slice(start, end + 1)) };
}
