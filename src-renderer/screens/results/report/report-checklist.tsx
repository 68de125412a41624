import { IconCheck, IconCircleDashed, IconMinus, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ReportChecklist as Checklist } from '../../../../src-core/report/document.ts';
import './tables.css';

type Status = Checklist['items'][number]['status'];

const MARKS: Readonly<Record<Status, typeof IconCheck>> = {
  filled: IconCheck,
  partly: IconCircleDashed,
  authors: IconPencil,
  'not-applicable': IconMinus,
};

interface ReportChecklistProps {
  readonly checklist: Checklist;
  readonly number: string;
}

/** The items of a reporting guideline by section: what is known already, and what the authors have to write. */
export function ReportChecklist({ checklist, number }: ReportChecklistProps) {
  const { t } = useTranslation('analysis');
  const { caption, items } = checklist;
  const count = (status: Status) => items.filter((item) => item.status === status).length;
  const sections = [...new Set(items.map(({ section }) => section))];
  return (
    <div className="report-table-block">
      <div className="report-caption-text">
        <strong>{number}.</strong> {caption}.{' '}
        {t('checklist.counts', {
          filled: count('filled'),
          partly: count('partly'),
          authors: count('authors'),
          none: count('not-applicable'),
        })}
      </div>
      <div className="report-table-frame">
        <table className="report-table report-checklist" aria-label={caption}>
          <thead>
            <tr>
              <th scope="col">{t('checklist.number')}</th>
              <th scope="col">{t('checklist.item')}</th>
              <th scope="col">{t('checklist.status')}</th>
              <th scope="col">{t('checklist.text')}</th>
            </tr>
          </thead>
          {sections.map((section) => (
            <tbody key={section}>
              <tr className="report-table-group">
                <th scope="rowgroup" colSpan={4}>
                  <span>{section}</span>
                </th>
              </tr>
              {items
                .filter((item) => item.section === section)
                .map((item) => {
                  const Mark = MARKS[item.status];
                  return (
                    <tr key={item.number} data-status={item.status}>
                      <th scope="row">{item.number}</th>
                      <td>{item.item}</td>
                      <td className="report-status">
                        <Mark size={15} stroke={1.8} aria-hidden />
                        {t(`checklist.states.${item.status}`)}
                      </td>
                      <td>{item.text}</td>
                    </tr>
                  );
                })}
            </tbody>
          ))}
        </table>
      </div>
    </div>
  );
}
