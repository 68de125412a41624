import { NativeSelect, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TABLE_COLUMNS } from '../../../../src-core/contract/analysis-calls.ts';
import { Part } from '../../../ui/part.tsx';
import { useTakeLostFocus } from '../../../ui/use-take-lost-focus.ts';
import { analyseFile } from '../analysis/analysis-store.ts';
import { RunPanel } from '../analysis/run-panel.tsx';
import { FileRows } from './file-rows.tsx';
import { type FileDraft, fileFaults, fileRequest, type TableColumn } from './file-state.ts';
import { RatingFields } from './rating-fields.tsx';

interface FieldsProps {
  readonly draft: FileDraft;
  readonly onChange: (draft: FileDraft) => void;
}

interface FileFormProps extends FieldsProps {
  /** Null where there is no analysis of the file to go back to. */
  readonly onClose: (() => void) | null;
}

/** What a chosen file holds and means. */
export function FileForm({ draft, onChange, onClose }: FileFormProps) {
  const { t } = useTranslation('analysis');
  const { file } = draft;
  const heading = useTakeLostFocus<HTMLHeadingElement>();
  return (
    <Stack gap="lg" className="file-form">
      <h2 ref={heading} tabIndex={-1} className="report-heading file-name">
        {file.kind === 'table'
          ? t('file.chosenTable', { fileName: file.fileName, count: file.rows })
          : t('file.chosenImrmc', { fileName: file.fileName })}
      </h2>
      {file.kind === 'table' ? (
        <>
          <FileRows file={file} />
          <Part title={t('file.columns')}>
            <ColumnFields draft={draft} onChange={onChange} />
          </Part>
        </>
      ) : null}
      <Part title={t('file.meaning')}>
        <RatingFields draft={draft} onChange={onChange} />
      </Part>
      <Part title={t('settings.title')}>
        <RunPanel
          subject={{ kind: 'file', fileToken: file.fileToken }}
          ready={fileFaults(draft).length === 0}
          onRun={(settings) => {
            const request = fileRequest(draft, settings);
            if (request !== null) void analyseFile(request);
          }}
          onClose={onClose}
        />
      </Part>
    </Stack>
  );
}

function ColumnFields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation('analysis');
  const { file, columns } = draft;
  const faults = fileFaults(draft);
  const set = (column: TableColumn, name: string) => {
    const { [column]: _before, ...others } = columns;
    onChange({ ...draft, columns: name === '' ? others : { ...others, [column]: name } });
  };
  return (
    <div className="analysis-fields">
      {TABLE_COLUMNS.map((column) => {
        const fault = faults.find((found) => 'column' in found && found.column === column);
        return (
          <NativeSelect
            key={column}
            label={t(`file.column.${column}`)}
            description={t(`file.columnHint.${column}`)}
            value={columns[column] ?? ''}
            data={[
              { value: '', label: t('file.none') },
              ...file.columns.map((name) => ({ value: name, label: name })),
            ]}
            error={
              fault === undefined
                ? undefined
                : t(fault.kind === 'missing' ? 'file.fault.missing' : 'file.fault.twice')
            }
            onChange={(event) => set(column, event.currentTarget.value)}
          />
        );
      })}
    </div>
  );
}
