import { useTranslation } from 'react-i18next';
import type { ExportSurvey } from '../../../src-core/contract/export-calls.ts';
import { Notice } from '../../ui/notice.tsx';

/** What to know of these films before they go out. */
export function ExportWarnings({ survey }: { readonly survey: ExportSurvey }) {
  const { t } = useTranslation('exporting');
  const { studies, rejected, editsOfReal, textSuspected } = survey;
  const warnings = [
    ...studies.map((name) => t('warnings.study', { name })),
    ...(textSuspected === 0 ? [] : [t('warnings.textSuspected', { count: textSuspected })]),
    ...(editsOfReal === 0 ? [] : [t('warnings.editsOfReal', { count: editsOfReal })]),
    ...(rejected === 0 ? [] : [t('warnings.rejected', { count: rejected })]),
  ];
  return warnings.map((warning) => (
    <Notice key={warning} tone="warning">
      {warning}
    </Notice>
  ));
}
