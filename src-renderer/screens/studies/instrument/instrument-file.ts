import { type Instrument, instrumentSchema } from '../../../../src-core/study/instrument.ts';

export type ReadInstrument =
  | { readonly kind: 'instrument'; readonly instrument: Instrument }
  /** Each with the place in the file, empty for the whole. */
  | {
      readonly kind: 'refused';
      readonly faults: readonly { readonly at: string; readonly message: string }[];
    };

/** An instrument as a JSON file: two blanks of indentation, a line feed at the end. */
export function writeInstrument(instrument: Instrument): string {
  return `${JSON.stringify(instrument, null, 2)}\n`;
}

/** Reads an instrument out of a JSON file, or says everything that is wrong in it. */
export function readInstrument(content: string): ReadInstrument {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    return { kind: 'refused', faults: [{ at: '', message: cause instanceof Error ? cause.message : '' }] };
  }
  const parsed = instrumentSchema.safeParse(value);
  if (parsed.success) return { kind: 'instrument', instrument: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => ({ at: placeOf(path), message }));
  return { kind: 'refused', faults };
}

/** `items[2].options[0].key`, as people find it in the file. */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : index === 0 ? String(step) : `.${String(step)}`,
    )
    .join('');
}
