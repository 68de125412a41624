import { Button, Checkbox, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisView, ExportFormat } from '../../../../src-core/contract/analysis-calls.ts';
import type { CallOutput } from '../../../../src-core/contract/contract.ts';
import { useCommand } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useReturnFocus } from '../../../ui/use-return-focus.ts';

interface ExportDataProps {
  readonly view: AnalysisView;
  readonly onClose: () => void;
}

/** Data and numbers for whoever checks them elsewhere; then the files that were written. */
export function ExportData({ view, onClose }: ExportDataProps) {
  const { t } = useTranslation('analysis');
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  const [chosen, setChosen] = useState<readonly ExportFormat[]>(view.formats);
  const write = useCommand('analysis.export');
  const written = write.data ?? null;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('export.title')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      {written !== null ? (
        <Written written={written} onAgain={write.reset} onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen.length > 0)
              write.mutate({ analysisId: view.analysisId, formats: inOrder(view.formats, chosen) });
          }}
        >
          <Stack gap="md">
            <Text size="sm">{t('export.hint')}</Text>
            {view.formats.map((format) => (
              <Checkbox
                key={format}
                label={t(`export.formats.${format}`)}
                description={t(`export.hints.${format}`)}
                checked={chosen.includes(format)}
                onChange={(event) =>
                  setChosen(
                    event.currentTarget.checked
                      ? [...chosen, format]
                      : chosen.filter((other) => other !== format),
                  )
                }
              />
            ))}
            {chosen.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t('export.choose')}
              </Text>
            ) : null}
            {write.error === null ? null : <ErrorNotice error={write.error} onClose={write.reset} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {tCommon('cancel')}
              </Button>
              <Button type="submit" loading={write.isPending} disabled={chosen.length === 0}>
                {t('export.start')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

function inOrder(formats: readonly ExportFormat[], chosen: readonly ExportFormat[]): ExportFormat[] {
  return formats.filter((format) => chosen.includes(format));
}

interface WrittenProps {
  readonly written: NonNullable<CallOutput<'analysis.export'>>;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

function Written({ written, onAgain, onClose }: WrittenProps) {
  const { t } = useTranslation('analysis');
  const { t: tCommon } = useTranslation('common');
  const clipboard = useClipboard();
  const { folderName, files, rows } = written;
  const list = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
  return (
    <Stack gap="md">
      <Text role="status">
        {t('export.done', { count: files.length, folderName })} {t('export.rows', { count: rows })}
      </Text>
      <Table aria-label={t('export.files')} verticalSpacing={4} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="34%">{t('export.file')}</Table.Th>
            <Table.Th>{t('export.sha256')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {files.map(({ name, sha256 }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400} className="report-unbroken">
                {name}
              </Table.Th>
              <Table.Td className="report-hash">{sha256}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="flex-end">
        <Text size="sm" c="dimmed" aria-live="polite">
          {clipboard.copied ? t('document.copied') : ''}
          {clipboard.error === null ? '' : t('document.copyFailed')}
        </Text>
        <Button variant="default" onClick={() => clipboard.copy(list)}>
          {t('export.copy')}
        </Button>
        <Button variant="default" onClick={onAgain}>
          {t('export.again')}
        </Button>
        <Button data-autofocus onClick={onClose}>
          {tCommon('close')}
        </Button>
      </Group>
    </Stack>
  );
}
