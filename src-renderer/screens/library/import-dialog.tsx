import { Button, Group, Modal, Progress, Radio, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventPayload } from '../../../src-core/contract/events.ts';
import type {
  FilmsSelection,
  ImportReport as Report,
  Selection,
} from '../../../src-core/contract/import-calls.ts';
import { useCall, useCommand, useLightboxEvent } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatDuration } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { ImportReport } from './import-report.tsx';
import './library.css';
import { useFileDrop } from './use-file-drop.ts';

interface ImportDialogProps {
  /** What was dropped onto the library already. */
  readonly dropped: FilmsSelection | null;
  readonly onClose: () => void;
}

/** Import in steps: choose or drop films, choose labels if there are any, import; then the report. */
export function ImportDialog({ dropped, onClose }: ImportDialogProps) {
  const { t } = useTranslation('library');
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  const [films, setFilms] = useState<FilmsSelection | null>(dropped);
  const [labels, setLabels] = useState<Selection | null>(null);
  const [frames, setFrames] = useState<'first' | 'all'>('first');
  const run = useCommand('library.import', { invalidates: ['library.list'] });
  const report: Report | undefined = run.data;
  const start = () => {
    if (films === null) return;
    const labelsSelectionId = labels?.selectionId ?? null;
    run.mutate({ filmsSelectionId: films.selectionId, labelsSelectionId, frames });
  };
  /** Another choice takes the last refusal off the screen. */
  const choose =
    <Choice,>(set: (choice: Choice) => void) =>
    (choice: Choice) => {
      run.reset();
      set(choice);
    };
  const busy = run.isPending;
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={!busy}
      withCloseButton={!busy}
      size="xl"
      title={report === undefined ? t('import.title') : t('report.title')}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      {report !== undefined ? (
        <ImportReport
          report={report}
          filmsSelectionId={films?.selectionId ?? ''}
          labelsSelectionId={labels?.selectionId ?? null}
          onClose={onClose}
        />
      ) : busy ? (
        <ImportProgress />
      ) : (
        <Stack gap="lg">
          <Text size="sm">{t('import.intro')}</Text>
          <Text size="sm">{t('import.kept')}</Text>
          <DevelopmentWarning />
          <ChooseFilms films={films} onChoose={choose(setFilms)} />
          <ChooseLabels labels={labels} onChoose={choose(setLabels)} />
          <Radio.Group
            label={t('import.frames')}
            value={frames}
            onChange={(value) => setFrames(value === 'all' ? 'all' : 'first')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="first" label={t('import.framesFirst')} />
              <Radio value="all" label={t('import.framesAll')} />
            </Stack>
          </Radio.Group>
          {run.error === null ? null : <ErrorNotice error={run.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {tCommon('cancel')}
            </Button>
            <Button disabled={films === null || films.fileNames.length === 0} onClick={start}>
              {t('import.start', { count: films?.fileNames.length ?? 0 })}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function DevelopmentWarning() {
  const { t } = useTranslation('library');
  const info = useCall('app.info', {});
  if (info.data?.developmentRuntime !== true) return null;
  return <Notice tone="warning">{t('import.developmentRuntime')}</Notice>;
}

interface ChooseFilmsProps {
  readonly films: FilmsSelection | null;
  readonly onChoose: (films: FilmsSelection) => void;
}

function ChooseFilms({ films, onChoose }: ChooseFilmsProps) {
  const { t } = useTranslation('library');
  const choose = useCommand('library.chooseFilms', {
    onSuccess: (selection) => (selection === null ? undefined : onChoose(selection)),
  });
  const drop = useCommand('library.chooseDropped', { onSuccess: onChoose });
  const { hovering, handlers } = useFileDrop(() => drop.mutate({}));
  const looking = choose.isPending || drop.isPending;
  const error = drop.error ?? choose.error;
  return (
    <Stack gap="xs" className="library-drop" data-hovering={hovering} {...handlers}>
      <Title order={3} size="h5">
        {t('import.films')}
      </Title>
      <Group>
        <Button
          variant="default"
          data-autofocus
          disabled={looking}
          onClick={() => choose.mutate({ from: 'files' })}
        >
          {t('import.chooseFiles')}
        </Button>
        <Button variant="default" disabled={looking} onClick={() => choose.mutate({ from: 'folder' })}>
          {t('import.chooseFolder')}
        </Button>
      </Group>
      <Text size="sm" aria-live="polite" className="library-text">
        {looking ? (
          t('import.looking')
        ) : films === null ? (
          t('import.dropHere')
        ) : (
          <ChosenFiles names={films.fileNames} />
        )}
      </Text>
      {films === null || films.skipped.length === 0 ? null : (
        <Text size="sm" c="dimmed">
          {t('import.leftOut', { count: films.skipped.length })}
        </Text>
      )}
      {error === null ? null : <ErrorNotice error={error} />}
    </Stack>
  );
}

const NAMES_SHOWN = 6;

function ChosenFiles({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation('library');
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  const more = names.length - NAMES_SHOWN;
  return t('import.chosen', {
    count: names.length,
    names: more > 0 ? t('import.andMore', { names: shown, count: more }) : shown,
  });
}

interface ChooseLabelsProps {
  readonly labels: Selection | null;
  readonly onChoose: (labels: Selection | null) => void;
}

function ChooseLabels({ labels, onChoose }: ChooseLabelsProps) {
  const { t } = useTranslation('library');
  const choose = useCommand('library.chooseLabels', {
    onSuccess: (selection) => (selection === null ? undefined : onChoose(selection)),
  });
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('import.labels')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('import.labelsHint')}
      </Text>
      <Group>
        <Button variant="default" disabled={choose.isPending} onClick={() => choose.mutate({})}>
          {t('import.chooseLabels')}
        </Button>
        {labels === null ? null : (
          <Button variant="subtle" color="gray" onClick={() => onChoose(null)}>
            {t('import.removeLabels')}
          </Button>
        )}
      </Group>
      <Text size="sm" aria-live="polite">
        {labels === null
          ? t('import.withoutLabels')
          : t('import.labelsChosen', { name: labels.fileNames.join(', ') })}
      </Text>
      {choose.error === null ? null : <ErrorNotice error={choose.error} />}
    </Stack>
  );
}

function ImportProgress() {
  const { t } = useTranslation('library');
  const [progress, setProgress] = useState<EventPayload<'library.importProgress'> | null>(null);
  useLightboxEvent('library.importProgress', setProgress);
  const cancel = useCommand('library.cancelImport');
  const left = progress?.remainingMs ?? null;
  const fraction = progress === null || progress.total === 0 ? 0 : progress.done / progress.total;
  return (
    <Stack gap="md">
      <Progress value={fraction * 100} transitionDuration={0} aria-label={t('import.progressLabel')} />
      <Text size="sm" aria-live="polite">
        {progress === null ? t('import.preparing') : t('import.progress', progress)}
        {left === null ? '' : ` · ${t('import.remaining', { time: formatDuration(left) })}`}
      </Text>
      {cancel.error === null ? null : <ErrorNotice error={cancel.error} />}
      <Group justify="flex-end">
        <Button
          variant="default"
          data-autofocus
          disabled={cancel.isPending || cancel.isSuccess}
          onClick={() => cancel.mutate({})}
        >
          {cancel.isSuccess ? t('import.cancelling') : t('import.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
