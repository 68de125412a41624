import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportReport, MAX_FRAMES_IMPORTED } from '../../../src-core/contract/import-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { parseFrameList } from './frame-list.ts';

export interface FrameChoiceProps {
  readonly filmsSelectionId: string;
  readonly labelsSelectionId: string | null;
  readonly file: ImportReport['severalFrames'][number];
}

/** Imports further frames of one file. */
export function FrameChoice({ filmsSelectionId, labelsSelectionId, file }: FrameChoiceProps) {
  const { t } = useTranslation('library');
  const { fileIndex, fileName, frames: count } = file;
  const [text, setText] = useState('');
  const run = useCommand('library.importFrames', { invalidates: ['library.list'] });
  const frames = parseFrameList(text, count);
  const start = () => {
    if (frames !== undefined)
      run.mutate({ filmsSelectionId, labelsSelectionId, fileIndex, frames: [...frames] });
  };
  const wrong = text.trim() !== '' && frames === undefined;
  const refusedReason = run.data?.refused[0]?.reason;
  return (
    <Stack component="li" gap={4}>
      <Text size="sm">{t('report.framesOf', { fileName, count })}</Text>
      <Group align="flex-start">
        <TextInput
          aria-label={t('report.framesField', { fileName })}
          placeholder={t('report.framesPlaceholder')}
          value={text}
          error={wrong ? t('report.framesWrong', { count, most: MAX_FRAMES_IMPORTED }) : null}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => (event.key === 'Enter' ? start() : undefined)}
        />
        <Button variant="default" disabled={frames === undefined} loading={run.isPending} onClick={start}>
          {t('report.importFrames')}
        </Button>
      </Group>
      <Text size="sm" aria-live="polite">
        {run.data === undefined
          ? ''
          : t('report.framesDone', {
              imported: run.data.imported.length,
              present: run.data.alreadyPresent.length,
              refused: run.data.refused.length,
            })}
      </Text>
      {refusedReason === undefined ? null : (
        <Text size="sm">{t('report.framesWhy', { reason: refusedReason })}</Text>
      )}
      {run.error === null ? null : <ErrorNotice error={run.error} />}
    </Stack>
  );
}
