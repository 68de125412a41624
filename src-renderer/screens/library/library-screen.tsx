import { useTranslation } from 'react-i18next';
import { ScreenTitle } from '../../ui/screen-title.tsx';

export function LibraryScreen() {
  const { t } = useTranslation('library');
  return <ScreenTitle title={t('title')} />;
}
