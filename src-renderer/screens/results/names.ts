import { useTranslation } from 'react-i18next';

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

export function useArmName(): (arm: string) => string {
  const { t } = useTranslation('results');
  return (arm) => (arm === 'real' || arm === 'synthetic' ? t(`summary.arms.${arm}`) : arm);
}

export function useGroupName(): (group: string) => string {
  const { t } = useTranslation('results');
  const armName = useArmName();
  return (text) => {
    const group = parseGroup(text);
    switch (group.kind) {
      case 'all':
        return t('summary.groups.all');
      case 'arm':
        return t('summary.groups.arm', { arm: armName(group.arm) });
      case 'reader':
        return t('summary.groups.reader', { reader: group.reader });
      case 'readerArm':
        return t('summary.groups.readerArm', {
          reader: group.reader,
          arm: armName(group.arm).toLowerCase(),
        });
    }
  };
}
