import { useTranslation } from 'react-i18next';
import type { ShownCase } from '../../../src-core/contract/reader-calls.ts';
import type { InstrumentItem } from '../../../src-core/study/instrument.ts';
import { textOfLabel } from '../../app/message-key.ts';
import { answerWords } from './answer-words.ts';

interface LockedAnswersProps {
  readonly items: readonly InstrumentItem[];
  readonly locked: ShownCase['locked'];
}

/** What was answered in the stages before: to be read, not to be changed. */
export function LockedAnswers({ items, locked }: LockedAnswersProps) {
  const { t } = useTranslation('reading');
  if (locked.length === 0) return null;
  return (
    <section className="read-locked" aria-label={t('locked')}>
      <h2 className="read-heading">{t('locked')}</h2>
      <dl>
        {locked.flatMap(({ stage, answers }) =>
          items
            .filter((item) => item.stage === stage)
            .map((item) => (
              <div key={item.id} className="read-locked-row">
                <dt>{textOfLabel(item.label)}</dt>
                <dd>{answerWords(item, answers[item.id] ?? null, t) ?? t('notAnswered')}</dd>
              </div>
            )),
        )}
      </dl>
    </section>
  );
}
