import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { ScreenTitle } from '../../../ui/screen-title.tsx';
import { AnalysisPart } from '../analysis/analysis-part.tsx';
import { useAnalysis } from '../analysis/analysis-store.ts';
import { FileForm } from './file-form.tsx';
import { newFileDraft } from './file-state.ts';
import { setFileDraft, useFileDraft } from './file-store.ts';

/** Readings that were not made here: choose a file, say what its columns mean, and analyse it as a study. */
export function FileAnalysis({ back }: { readonly back: string }) {
  const { t } = useTranslation('analysis');
  const draft = useFileDraft();
  const { running } = useAnalysis();
  const choose = useCommand('analysis.chooseFile', {
    onSuccess: (file) => {
      if (file !== null) setFileDraft(newFileDraft(file));
    },
  });
  return (
    <Stack gap="md">
      <div>
        <Anchor href={back} size="sm">
          {t('file.back')}
        </Anchor>
        <ScreenTitle title={t('file.title')}>
          {draft === null ? null : (
            <Button
              variant="default"
              loading={choose.isPending}
              disabled={running !== null}
              onClick={() => choose.mutate({})}
            >
              {t('file.chooseAnother')}
            </Button>
          )}
        </ScreenTitle>
      </div>
      {choose.error === null ? null : (
        <div className="analysis-error">
          <ErrorNotice error={choose.error} onClose={choose.reset} />
        </div>
      )}
      {draft === null ? (
        <Stack gap="md" align="flex-start">
          <Text maw="74ch">{t('file.hint')}</Text>
          <Button loading={choose.isPending} onClick={() => choose.mutate({})}>
            {t('file.choose')}
          </Button>
        </Stack>
      ) : (
        <AnalysisPart
          key={draft.file.fileToken}
          subject={{ kind: 'file', fileToken: draft.file.fileToken }}
          againLabel={t(draft.file.kind === 'table' ? 'file.change' : 'begin.again')}
          start={(onClose) => <FileForm draft={draft} onChange={setFileDraft} onClose={onClose} />}
        />
      )}
    </Stack>
  );
}
