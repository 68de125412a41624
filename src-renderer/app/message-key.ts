import type { Label } from '../../src-core/study/label.ts';
import { en } from './messages/en.ts';

function step(node: unknown, name: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return undefined;
  return Object.entries(node).find(([key]) => key === name)?.[1];
}

/**
 * Text of a message key that data carry, such as `instrument.realism.label`. A key without a message is
 * shown as it is, so that an unknown instrument stays usable.
 */
export function textOfMessageKey(key: string): string {
  const found = key.split('.').reduce<unknown>(step, en);
  return typeof found === 'string' ? found : key;
}

/** A study's label as people read it: the product's text for its key, or its own words. */
export function textOfLabel(label: Label): string {
  return 'key' in label ? textOfMessageKey(label.key) : label.text;
}
