import type { Condition, InstrumentItem, Measure } from './instrument.ts';

export interface InstrumentFault {
  /** Zero-based place of the item; null for the instrument's stages. */
  readonly item: number | null;
  readonly message: string;
}

interface CheckedInstrument {
  readonly stages: readonly { readonly id: string; readonly shows: 'film' | 'film-and-text' }[];
  readonly items: readonly InstrumentItem[];
}

/**
 * Keys of the reading room, in lower case: going on, pausing, help, stepping back, taking marks away, from film to
 * film, one film large, and the film's own. `0` resets a film's view where no question takes it.
 */
export const RESERVED_KEYS: ReadonlySet<string> = new Set([
  ...['enter', 'escape', 'tab', 'backspace', ' ', '?', 'delete', 'pageup', 'pagedown', '*'],
  ...['+', '=', '-', 'home', 'end', '.', ',', '/', 'i', 'l'],
]);

/** The kinds that a measure can have, where results read the answer in one way only. */
export const KINDS_OF_MEASURE: Partial<Record<Measure, readonly InstrumentItem['kind'][]>> = {
  realism: ['likert', 'forced-choice'],
  verdict: ['forced-choice'],
  confidence: ['likert'],
  alignment: ['likert', 'forced-choice'],
  inclusion: ['likert', 'forced-choice'],
  choice: ['film-choice'],
  reasons: ['multi-select'],
  presence: ['presence'],
  marks: ['marks'],
};

/** Everything that keeps these stages and items from being one sound form, in the items' order. */
export function findInstrumentFaults({ stages, items }: CheckedInstrument): InstrumentFault[] {
  const faults = stageFaults(stages);
  const stageRank = new Map(stages.map(({ id }, index) => [id, index]));
  const cyclic = cyclicItems(items);
  items.forEach((item, index) => {
    const add = (message: string): void => {
      faults.push({ item: index, message });
    };
    if (items.findIndex(({ id }) => id === item.id) < index) add(`the item id "${item.id}" is used twice`);
    if (!stageRank.has(item.stage))
      add(`"${item.id}" is of the stage "${item.stage}", which is not declared`);
    const kinds = KINDS_OF_MEASURE[item.measures];
    if (kinds !== undefined && !kinds.includes(item.kind)) {
      add(`"${item.id}" measures ${item.measures}, which a ${item.kind} item cannot`);
    }
    for (const message of [...shapeFaults(item), ...confidenceFaults(item, items)]) add(message);
    for (const message of conditionFaults(item, index, items, stageRank, cyclic)) add(message);
    for (const message of keyFaults(item, items.slice(0, index))) add(message);
  });
  for (const { id } of stages) {
    if (items.every(({ stage }) => stage !== id)) {
      faults.push({ item: null, message: `the stage "${id}" has no item` });
    }
  }
  return faults;
}

function stageFaults(stages: CheckedInstrument['stages']): InstrumentFault[] {
  const faults: InstrumentFault[] = [];
  stages.forEach(({ id, shows }, index) => {
    const earlier = stages.slice(0, index);
    if (earlier.some((stage) => stage.id === id)) {
      faults.push({ item: null, message: `the stage "${id}" is declared twice` });
    }
    if (shows === 'film' && earlier.some((stage) => stage.shows === 'film-and-text')) {
      faults.push({
        item: null,
        message: `the stage "${id}" hides the text that an earlier stage has shown: what is judged without the text comes first`,
      });
    }
  });
  return faults;
}

function shapeFaults(item: InstrumentItem): string[] {
  switch (item.kind) {
    case 'likert': {
      const points = item.max - item.min + 1;
      return [
        ...(item.anchors.length === points ? [] : [`"${item.id}" needs an anchor or null for every point`]),
        ...(item.keys.length === points ? [] : [`"${item.id}" needs a key or null for every point`]),
      ];
    }
    case 'forced-choice': {
      const values = item.options.map(({ value }) => value);
      const verdict =
        item.measures === 'verdict' && !(values.includes('real') && values.includes('synthetic'));
      return [
        ...repeated(item.id, 'option', values),
        ...(verdict ? [`the verdict "${item.id}" needs the options "real" and "synthetic"`] : []),
      ];
    }
    case 'multi-select':
      return repeated(
        item.id,
        'option',
        item.options.map(({ value }) => value),
      );
    case 'presence':
      return repeated(
        item.id,
        'finding',
        item.findings.map(({ value }) => value),
      );
    case 'marks':
      return repeated(
        item.id,
        'shape',
        item.shapes.map(({ shape }) => shape),
      );
    case 'film-choice':
      return item.keys.length === item.films ? [] : [`"${item.id}" needs a key or null for every film`];
    case 'free-text':
      return [];
  }
}

function repeated(id: string, what: string, values: readonly string[]): string[] {
  return new Set(values).size < values.length ? [`"${id}" has one ${what} twice`] : [];
}

function confidenceFaults(item: InstrumentItem, items: readonly InstrumentItem[]): string[] {
  if (!('confidenceItem' in item) || item.confidenceItem === null) return [];
  const confidence = items.find(({ id }) => id === item.confidenceItem);
  return confidence?.kind === 'likert' && confidence.stage === item.stage
    ? []
    : [`"${item.id}" names a confidence item that is no Likert item of its stage`];
}

function conditionFaults(
  { id, when }: InstrumentItem,
  index: number,
  items: readonly InstrumentItem[],
  stageRank: ReadonlyMap<string, number>,
  cyclic: ReadonlySet<string>,
): string[] {
  if (when === null) return [];
  const place = items.findIndex((item) => item.id === when.item);
  const other = items[place];
  if (other === undefined) return [`"${id}" depends on "${when.item}", which is no item`];
  if (cyclic.has(id)) return [`"${id}" depends on itself through "${when.item}"`];
  const rank = stageRank.get(items[index]?.stage ?? '') ?? 0;
  if (place > index || (stageRank.get(other.stage) ?? 0) > rank) {
    return [`"${id}" depends on the later item "${when.item}": a condition looks back`];
  }
  return when.rule === 'one-of' ? valueFaults(id, when, other) : [];
}

function valueFaults(
  id: string,
  { values }: Extract<Condition, { rule: 'one-of' }>,
  other: InstrumentItem,
): string[] {
  const possible = answerValues(other);
  if (possible === null) return [`"${id}" needs a value of "${other.id}", whose answers are no values`];
  const unknown = values.filter((value) => !possible.includes(value));
  return unknown.map((value) => `"${id}" depends on the value ${value}, which "${other.id}" cannot have`);
}

/** The values by which a condition can name an item's answers; null where it has none. */
export function answerValues(item: InstrumentItem): readonly (number | string)[] | null {
  switch (item.kind) {
    case 'likert':
      return Array.from({ length: item.max - item.min + 1 }, (_, point) => item.min + point);
    case 'film-choice':
      return Array.from({ length: item.films }, (_, place) => place + 1);
    case 'forced-choice':
    case 'multi-select':
      return item.options.map(({ value }) => value);
    case 'presence':
      return item.findings.map(({ value }) => value);
    case 'free-text':
    case 'marks':
      return null;
  }
}

/** Items whose chain of conditions comes back to themselves. */
function cyclicItems(items: readonly InstrumentItem[]): Set<string> {
  const next = new Map(items.map(({ id, when }) => [id, when?.item ?? null]));
  const cyclic = items.filter(({ id }) => {
    const seen = new Set<string>();
    let at = next.get(id) ?? null;
    while (at !== null && at !== id && !seen.has(at)) {
      seen.add(at);
      at = next.get(at) ?? null;
    }
    return at === id;
  });
  return new Set(cyclic.map(({ id }) => id));
}

/**
 * Digits act on the marked question, so that two questions may share them; every other key acts in the whole
 * stage and belongs to one answer alone.
 */
function keyFaults(item: InstrumentItem, earlier: readonly InstrumentItem[]): string[] {
  const own = keysOf(item);
  const faults: string[] = [];
  own.forEach((key, index) => {
    if (RESERVED_KEYS.has(key) || /^arrow/.test(key)) {
      faults.push(`"${item.id}" uses the key "${key}", which the reading room needs`);
    }
    if (own.indexOf(key) < index) faults.push(`"${item.id}" uses the key "${key}" twice`);
    const other = earlier.find((before) => before.stage === item.stage && keysOf(before).includes(key));
    if (other !== undefined && !/^\d$/.test(key)) {
      faults.push(`"${item.id}" uses the key "${key}", which is a key of "${other.id}" in the same stage`);
    }
  });
  return faults;
}

/** The keys of an item, in lower case: letters act with and without Shift. */
function keysOf(item: InstrumentItem): string[] {
  return boundKeys(item).flatMap((key) => (key === null ? [] : [key.toLowerCase()]));
}

function boundKeys(item: InstrumentItem): readonly (string | null)[] {
  switch (item.kind) {
    case 'likert':
    case 'film-choice':
      return item.keys;
    case 'forced-choice':
    case 'multi-select':
      return item.options.map(({ key }) => key);
    case 'presence':
      return item.findings.map(({ key }) => key);
    case 'marks':
      return item.shapes.map(({ key }) => key);
    case 'free-text':
      return [item.key];
  }
}
