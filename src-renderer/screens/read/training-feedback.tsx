import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ShownCase, TrainingFeedback } from '../../../src-core/contract/reader-calls.ts';
import type { Answers, AnswerValue } from '../../../src-core/study/answers.ts';
import type { InstrumentItem } from '../../../src-core/study/instrument.ts';
import { textOfLabel } from '../../app/message-key.ts';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { answerWords } from './answer-words.ts';

interface FeedbackProps {
  readonly of: TrainingFeedback;
  readonly step: ShownCase;
  readonly items: readonly InstrumentItem[];
  /** What was answered to the stage, and before it. */
  readonly answers: Answers;
  readonly onGoOn: () => void;
}

/** How a training case was meant, beside its films: by words and signs, not by colour alone. */
export function FeedbackPanel({ of, step, items, answers, onGoOn }: FeedbackProps) {
  const { t } = useTranslation('reading');
  const button = useFocusOnMount<HTMLButtonElement>();
  const given: Answers = Object.assign({}, ...step.locked.map((held) => held.answers), answers);
  return (
    <>
      <div className="read-body">
        <section className="read-feedback" aria-label={t('feedback.title')}>
          <h2 className="read-heading">{t('feedback.title')}</h2>
          <ul>
            {of.items.map(({ item: id, right, expected }) => {
              const item = items.find((known) => known.id === id);
              if (item === undefined) return null;
              return (
                <li key={id} data-right={right}>
                  <p className="read-feedback-question">{textOfLabel(item.label)}</p>
                  <p className="read-feedback-verdict">
                    <span aria-hidden="true">{right ? '✓' : '✗'}</span>{' '}
                    {t(right ? 'feedback.right' : 'feedback.wrong')}
                  </p>
                  <dl>
                    <div className="read-locked-row">
                      <dt>{t('feedback.yours')}</dt>
                      <dd>{words(item, given[id] ?? null)}</dd>
                    </div>
                    {right ? null : (
                      <div className="read-locked-row">
                        <dt>{t('feedback.expected')}</dt>
                        <dd>{words(item, expected)}</dd>
                      </div>
                    )}
                  </dl>
                </li>
              );
            })}
          </ul>
          {of.text === null ? null : <p className="read-feedback-text">{of.text}</p>}
          {of.passed === null ? null : (
            <p className="read-feedback-outcome" data-passed={of.passed}>
              {t(of.passed ? 'feedback.passed' : 'feedback.notPassed')}
            </p>
          )}
        </section>
      </div>
      <footer className="read-footer">
        <Button
          ref={button}
          fullWidth
          size="md"
          h={52}
          onClick={onGoOn}
          rightSection={<kbd className="read-key">{t('enterKey')}</kbd>}
        >
          {t(of.passed === null ? 'feedback.next' : 'feedback.goOn')}
        </Button>
      </footer>
    </>
  );

  function words(item: InstrumentItem, value: AnswerValue): string {
    return answerWords(item, value, t) ?? t('notAnswered');
  }
}
