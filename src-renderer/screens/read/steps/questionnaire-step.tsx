import { Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SubmissionId } from '../../../../src-core/base/ids.ts';
import { QUESTIONNAIRE_STAGE } from '../../../../src-core/study/instrument.ts';
import { bindFormKeys } from '../form-keys.ts';
import { type FormStage, givenAnswers, missingItems, openForm, stageItems } from '../form-model.ts';
import { InstrumentForm } from '../instrument-form.tsx';
import { frameOf, type StepProps } from './plain-steps.tsx';
import { GoOn, StepFrame } from './step-frame.tsx';
import { useFormKeys } from './use-form-keys.ts';

/** Questions without a film at the end of a phase. */
export function QuestionnaireStep({ used, step }: StepProps<'questionnaire'>) {
  const { t } = useTranslation('reading');
  const { phase, questionnaire } = step;
  const of = useMemo(
    (): FormStage => ({ items: questionnaire.items, stage: QUESTIONNAIRE_STAGE, earlier: {} }),
    [questionnaire],
  );
  const keys = useMemo(() => bindFormKeys(stageItems(of)), [of]);
  const [form, setForm] = useState(() => openForm(of));
  // One for all tries: what was stored although its answer got lost is not stored twice.
  const [submissionId] = useState(() => crypto.randomUUID() as SubmissionId);
  const missing = missingItems(of, form.answers).length;
  const sent = used.sitting.busy || used.sitting.failure !== null;
  const submit = () => {
    if (missing === 0 && !sent) used.submitQuestionnaire(phase, submissionId, givenAnswers(of, form.answers));
  };
  useFormKeys({ of, keys, form, disabled: sent, onForm: setForm, onEnter: submit });
  return (
    <StepFrame
      {...frameOf(used)}
      title={t('questionnaire.title')}
      focusTitle={false}
      actions={
        <>
          <GoOn
            label={t('questionnaire.submit')}
            busy={used.sitting.busy}
            disabled={missing > 0}
            onClick={submit}
          />
          <Text c="dimmed" size="sm">
            {missing === 0 ? '' : t('stillToAnswer', { count: missing })}
          </Text>
        </>
      }
    >
      <Text c="dimmed">{t('questionnaire.hint')}</Text>
      <div className="read-questionnaire">
        <InstrumentForm of={of} keys={keys} form={form} disabled={sent} onChange={setForm} marking={null} />
      </div>
    </StepFrame>
  );
}
