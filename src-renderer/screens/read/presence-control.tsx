import { useTranslation } from 'react-i18next';
import type { Answers, Presence } from '../../../src-core/study/answers.ts';
import { textOfLabel } from '../../app/message-key.ts';
import { type FormKeys, keyOf } from './form-keys.ts';
import { type ItemOfKind, presenceOf } from './form-model.ts';
import { OptionKey } from './option-key.tsx';

interface PresenceProps {
  readonly item: ItemOfKind<'presence'>;
  readonly keys: FormKeys;
  readonly answers: Answers;
  /** The finding that digits act on; null while the question is not the marked one. */
  readonly current: string | null;
  readonly onState: (finding: string, state: Presence) => void;
  readonly onRest: () => void;
}

const SIGNS: Readonly<Record<Presence, string>> = { present: '+', absent: '−', unsure: '?' };

/** A row a finding, a column a state; one button for all that are left. */
export function PresenceControl({ item, keys, answers, current, onState, onRest }: PresenceProps) {
  const { t } = useTranslation('reading');
  const given = presenceOf(answers, item.id);
  const states: readonly Presence[] = [
    'present',
    'absent',
    ...(item.allowUnsure ? (['unsure'] as const) : []),
  ];
  const left = item.findings.filter(({ value }) => (given[value] ?? null) === null).length;
  return (
    <div className="read-findings" data-states={states.length}>
      <div className="read-findings-head" aria-hidden="true">
        <span />
        {states.map((state) => (
          <span key={state}>
            {t(`presence.${state}`)}
            <OptionKey letter={keyOf(keys, item.id, 'state', state)} />
          </span>
        ))}
      </div>
      {item.findings.map((finding) => (
        <div
          key={finding.value}
          className="read-finding"
          role="radiogroup"
          aria-label={textOfLabel(finding.label)}
          data-finding={finding.value}
          data-current={finding.value === current}
        >
          <span className="read-finding-name">
            <OptionKey letter={keyOf(keys, item.id, 'finding', finding.value)} />
            {textOfLabel(finding.label)}
          </span>
          {states.map((state) => (
            <label key={state} className="read-option read-state">
              <input
                type="radio"
                name={`${item.id} ${finding.value}`}
                value={state}
                checked={given[finding.value] === state}
                aria-label={t(`presence.${state}`)}
                onChange={() => onState(finding.value, state)}
              />
              {SIGNS[state]}
            </label>
          ))}
        </div>
      ))}
      <button type="button" className="read-rest" disabled={left === 0} onClick={onRest}>
        {t('presence.rest', { count: left })}
        <OptionKey letter={keyOf(keys, item.id, 'rest-absent', '')} />
      </button>
    </div>
  );
}
