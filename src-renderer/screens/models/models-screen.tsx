import { useTranslation } from 'react-i18next';
import { ScreenTitle } from '../../ui/screen-title.tsx';

export function ModelsScreen() {
  const { t } = useTranslation('models');
  return <ScreenTitle title={t('title')} />;
}
