export type GroupName =
  | { readonly kind: 'all' }
  | { readonly kind: 'arm'; readonly arm: string }
  | { readonly kind: 'reader'; readonly reader: string }
  | { readonly kind: 'readerArm'; readonly reader: string; readonly arm: string };

/** A summary's group as main names it: `all`, `arm: real`, `reader: Ada`, `reader: Ada, real`. */
export function parseGroup(group: string): GroupName {
  const arm = /^arm: (.+)$/.exec(group)?.[1];
  if (arm !== undefined) return { kind: 'arm', arm };
  const withArm = /^reader: (.+), (real|synthetic)$/.exec(group);
  if (withArm !== null) return { kind: 'readerArm', reader: withArm[1] ?? '', arm: withArm[2] ?? '' };
  const reader = /^reader: (.+)$/.exec(group)?.[1];
  return reader === undefined ? { kind: 'all' } : { kind: 'reader', reader };
}
