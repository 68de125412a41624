import { useTranslation } from 'react-i18next';
import type { Answers, InstrumentItemView } from '../../../src-core/contract/reading-calls.ts';
import { textOfMessageKey } from '../../app/message-key.ts';

type AnswerValue = Answers[string];

function wordOf(item: InstrumentItemView, value: AnswerValue): string {
  if (item.kind === 'likert') {
    const key = item.anchorKeys[String(value)];
    return key === undefined ? String(value) : `${String(value)} · ${textOfMessageKey(key)}`;
  }
  if (item.kind === 'text') return String(value);
  const chosen = Array.isArray(value) ? value : [value];
  return item.options
    .filter((option) => chosen.includes(option.value))
    .map((option) => textOfMessageKey(option.labelKey))
    .join(', ');
}

interface LockedAnswersProps {
  /** The items of the locked stage. */
  readonly items: readonly InstrumentItemView[];
  /** Null when the case was resumed after its lock: the answers are then only in the database. */
  readonly answers: Answers | null;
}

/** What was answered before the text appeared: to be read, not to be changed. */
export function LockedAnswers({ items, answers }: LockedAnswersProps) {
  const { t } = useTranslation('read');
  if (answers === null) return <p className="reading-locked-hint">{t('lockedBefore')}</p>;
  return (
    <section className="reading-locked" aria-label={t('locked')}>
      <h2 className="reading-heading">{t('locked')}</h2>
      <dl>
        {items.map((item) => {
          const value = answers[item.id];
          return (
            <div key={item.id} className="reading-locked-row">
              <dt>{textOfMessageKey(item.labelKey)}</dt>
              <dd>{value === undefined ? t('notAnswered') : wordOf(item, value)}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
