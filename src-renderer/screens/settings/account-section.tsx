import { useTranslation } from 'react-i18next';
import { ChangeSecret } from '../../ui/change-secret.tsx';
import { Section } from '../../ui/section.tsx';

/** The signed-in coordinator's own passphrase. */
export function AccountSection() {
  const { t } = useTranslation('settings');
  return (
    <Section title={t('account.heading')}>
      <ChangeSecret of="coordinator" />
    </Section>
  );
}
