import { useTranslation } from 'react-i18next';
import type { ReadingFile } from '../../../../src-core/contract/analysis-calls.ts';
import { Part } from '../../../ui/part.tsx';
import '../report/tables.css';

/** How the table begins, so that its columns can be recognised. */
export function FileRows({ file }: { readonly file: ReadingFile }) {
  const { t } = useTranslation('analysis');
  const label = t('file.firstRowsLabel', { fileName: file.fileName });
  return (
    <Part title={t('file.firstRows')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <section className="file-rows" aria-label={label} tabIndex={0}>
        <table className="report-table" aria-label={label}>
          <thead>
            <tr>
              {file.columns.map((name, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column's name may stand twice
                <th key={column} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {file.firstRows.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows stay in their places
              <tr key={row}>
                {file.columns.map((_name, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells stay in their places
                  <td key={column}>{cells[column] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Part>
  );
}
