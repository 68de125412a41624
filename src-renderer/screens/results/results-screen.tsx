import { useTranslation } from 'react-i18next';
import { ScreenTitle } from '../../ui/screen-title.tsx';

export function ResultsScreen() {
  const { t } = useTranslation('results');
  return <ScreenTitle title={t('title')} />;
}
