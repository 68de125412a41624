import type { Instrument, InstrumentItem } from '../../study/instrument.ts';
import { choicesOf, type FieldNames, nameKey, PRESENCE_CODES } from './redcap.ts';

/**
 * The condition of an item as REDCap's branching logic: `[field] = '1'`, of a checkbox `[field(1)] = '1'`; empty where
 * the item is always asked. REDCap leaves what it does not show empty, as the instrument does.
 */
export function branchingOf(
  { when }: Pick<InstrumentItem, 'when'>,
  { items }: Pick<Instrument, 'items'>,
  names: FieldNames,
): string {
  if (when === null) return '';
  const item = items.find(({ id }) => id === when.item);
  if (item === undefined) return '';
  const field = (option: string | null = null): string => names.get(nameKey(item.id, option)) ?? '';
  return (when.rule === 'answered' ? answered(item, field) : oneOf(item, when.values, field)).join(' or ');
}

function answered(item: InstrumentItem, field: (option?: string | null) => string): string[] {
  switch (item.kind) {
    case 'multi-select':
      return choicesOf(item).map(({ code }) => `[${field()}(${code})] = '1'`);
    case 'presence':
      return item.findings.map(({ value }) => `[${field(value)}] <> ''`);
    default:
      return [`[${field()}] <> ''`];
  }
}

function oneOf(
  item: InstrumentItem,
  values: readonly (string | number)[],
  field: (option?: string | null) => string,
): string[] {
  switch (item.kind) {
    case 'likert':
    case 'film-choice':
      return values.filter((value) => typeof value === 'number').map((value) => `[${field()}] = '${value}'`);
    case 'forced-choice':
    case 'multi-select':
      return item.options.flatMap(({ value }, index) => {
        if (!values.includes(value)) return [];
        return [
          item.kind === 'multi-select' ? `[${field()}(${index + 1})] = '1'` : `[${field()}] = '${index + 1}'`,
        ];
      });
    case 'presence':
      return item.findings.flatMap(({ value }) =>
        values.includes(value) ? [`[${field(value)}] = '${PRESENCE_CODES.present}'`] : [],
      );
    case 'marks':
    case 'free-text':
      // Nothing of theirs can be named by a value: such an item is never asked.
      return ["'1' = '0'"];
  }
}
