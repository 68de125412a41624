import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StudyId } from '../../../../src-core/base/ids.ts';
import { AnalysisPart } from './analysis-part.tsx';
import type { Subject } from './analysis-state.ts';
import { analyseStudy } from './analysis-store.ts';
import { RunPanel } from './run-panel.tsx';

/** The analysis of an unblinded study. */
export function StudyAnalysis({ studyId }: { readonly studyId: StudyId }) {
  const { t } = useTranslation('analysis');
  const subject: Subject = { kind: 'study', studyId };
  return (
    <AnalysisPart
      subject={subject}
      againLabel={t('begin.again')}
      start={(onClose) => (
        <Stack gap="sm" className="analysis-start">
          {onClose === null ? (
            <>
              <Title order={2} size="h4">
                {t('begin.title')}
              </Title>
              <Text maw="64ch">{t('begin.study')}</Text>
            </>
          ) : null}
          <RunPanel
            subject={subject}
            ready
            onRun={(settings) => void analyseStudy(studyId, settings)}
            onClose={onClose}
          />
        </Stack>
      )}
    />
  );
}
