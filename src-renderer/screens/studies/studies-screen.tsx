import { useTranslation } from 'react-i18next';
import { ScreenTitle } from '../../ui/screen-title.tsx';

export function StudiesScreen() {
  const { t } = useTranslation('studies');
  return <ScreenTitle title={t('title')} />;
}
