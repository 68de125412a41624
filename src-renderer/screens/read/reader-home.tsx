import { useTranslation } from 'react-i18next';
import type { Person } from '../../../src-core/contract/session-calls.ts';
import { ScreenTitle } from '../../ui/screen-title.tsx';

export function ReaderHome({ reader }: { readonly reader: Person }) {
  const { t } = useTranslation('read');
  return <ScreenTitle title={`${t('title')} ${reader.name}`} />;
}
