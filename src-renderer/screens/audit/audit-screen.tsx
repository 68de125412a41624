import { useTranslation } from 'react-i18next';
import { ScreenTitle } from '../../ui/screen-title.tsx';

export function AuditScreen() {
  const { t } = useTranslation('audit');
  return <ScreenTitle title={t('title')} />;
}
