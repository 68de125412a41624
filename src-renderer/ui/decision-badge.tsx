import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../src-core/contract/library-calls.ts';
import './film-grid.css';

/** A curation decision by sign and word, so that it does not hang on colour. */
export function DecisionBadge({ decision }: { readonly decision: Decision }) {
  const { t } = useTranslation('films');
  return (
    <span className="film-badge" data-decision={decision}>
      {decision === 'keep' ? <IconCheck size={15} aria-hidden /> : null}
      {decision === 'reject' ? <IconX size={15} aria-hidden /> : null}
      {t(`decision.${decision}`)}
    </span>
  );
}
