import { z } from 'zod';
import { requirePackage } from '../node-packages.ts';
import table from './basic-profile.json' with { type: 'json' };

/** What PS3.15 table E.1-1 says is to be done with an attribute; K, keep, for those that it does not name. */
const actionSchema = z.enum(['D', 'Z', 'X', 'U', 'Z/D', 'X/Z', 'X/D', 'X/Z/D', 'X/Z/U*']);
const actions = z.record(z.string(), actionSchema).parse(table.actions);

/** What becomes of an attribute; where the table leaves a choice, what keeps the object valid whatever its type. */
export type Treatment = 'remove' | 'empty' | 'replace' | 'remap' | 'keep';

const TREATMENTS = {
  D: 'replace',
  Z: 'empty',
  X: 'remove',
  U: 'remap',
  'Z/D': 'replace',
  'X/Z': 'empty',
  'X/D': 'replace',
  'X/Z/D': 'replace',
  'X/Z/U*': 'remap',
} as const satisfies Record<z.infer<typeof actionSchema>, Treatment>;

/** Tag as GGGGEEEE in upper-case hexadecimal. */
export function treatmentOf(tag: string): Treatment {
  const action = actions[tag];
  return action === undefined ? 'keep' : TREATMENTS[action];
}

interface Dictionary {
  readonly data: {
    readonly DicomMetaDictionary: {
      readonly dictionary: Readonly<Record<string, { readonly vr?: string } | undefined>>;
    };
  };
}

/** The value representation of an attribute of the standard (PS3.6, by dcmjs); undefined for any other. */
export function standardVr(tag: string): string | undefined {
  const { dictionary } = requirePackage<Dictionary>('dcmjs').data.DicomMetaDictionary;
  return dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]?.vr;
}
