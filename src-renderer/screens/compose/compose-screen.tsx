import { useTranslation } from 'react-i18next';
import { ScreenTitle } from '../../ui/screen-title.tsx';

export function ComposeScreen() {
  const { t } = useTranslation('compose');
  return <ScreenTitle title={t('title')} />;
}
