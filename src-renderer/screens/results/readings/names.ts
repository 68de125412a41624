import { useTranslation } from 'react-i18next';
import { parseGroup } from './group-name.ts';

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
