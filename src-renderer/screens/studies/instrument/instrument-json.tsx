import { Button, FileButton, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instrument } from '../../../../src-core/study/instrument.ts';
import { Notice } from '../../../ui/notice.tsx';
import { useReturnFocus } from '../../../ui/use-return-focus.ts';
import { readInstrument, writeInstrument } from './instrument-file.ts';

interface InstrumentJsonProps {
  readonly instrument: Instrument;
  readonly onImport: (instrument: Instrument) => void;
}

/** The instrument out as a JSON file, and another one in. */
export function InstrumentJson({ instrument, onImport }: InstrumentJsonProps) {
  const { t } = useTranslation('instrumentEditor');
  const [importing, setImporting] = useState(false);
  const download = () => {
    const url = URL.createObjectURL(new Blob([writeInstrument(instrument)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${instrument.id}-v${instrument.version}.json`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <>
      <Button variant="default" onClick={download}>
        {t('export')}
      </Button>
      <Button variant="default" onClick={() => setImporting(true)}>
        {t('import')}
      </Button>
      {importing ? (
        <ImportDialog
          onImport={(read) => {
            onImport(read);
            setImporting(false);
          }}
          onClose={() => setImporting(false)}
        />
      ) : null}
    </>
  );
}

interface ImportDialogProps {
  readonly onImport: (instrument: Instrument) => void;
  readonly onClose: () => void;
}

function ImportDialog({ onImport, onClose }: ImportDialogProps) {
  const { t } = useTranslation('instrumentEditor');
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  const [content, setContent] = useState('');
  const [faults, setFaults] = useState<readonly { readonly at: string; readonly message: string }[]>([]);
  const submit = () => {
    const read = readInstrument(content);
    if (read.kind === 'instrument') onImport(read.instrument);
    else setFaults(read.faults);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('importTitle')}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <Stack gap="md">
        <Textarea
          label={t('importText')}
          description={t('importHint')}
          value={content}
          minRows={10}
          maxRows={18}
          autosize
          data-autofocus
          spellCheck={false}
          styles={{ input: { fontFamily: 'monospace' } }}
          onChange={(event) => {
            setContent(event.currentTarget.value);
            setFaults([]);
          }}
        />
        {faults.length === 0 ? null : (
          <Notice tone="problem" title={t('importRefused', { count: faults.length })} announce>
            <List size="sm" spacing={4}>
              {faults.slice(0, 12).map(({ at, message }) => (
                <List.Item key={`${at} ${message}`}>{at === '' ? message : `${at}: ${message}`}</List.Item>
              ))}
            </List>
          </Notice>
        )}
        <Group justify="space-between">
          <FileButton
            accept="application/json,.json"
            onChange={(file) => {
              if (file !== null) void file.text().then(setContent);
            }}
          >
            {(props) => (
              <Button variant="default" {...props}>
                {t('importFile')}
              </Button>
            )}
          </FileButton>
          <Group gap="sm">
            <Text size="sm" c="dimmed">
              {t('importReplaces')}
            </Text>
            <Button variant="default" onClick={onClose}>
              {tCommon('cancel')}
            </Button>
            <Button disabled={content.trim() === ''} onClick={submit}>
              {t('importButton')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
