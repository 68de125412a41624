import { useTranslation } from 'react-i18next';
import { ScreenTitle } from '../../ui/screen-title.tsx';

export function SignInScreen() {
  const { t } = useTranslation('signIn');
  return <ScreenTitle title={t('title')} />;
}
