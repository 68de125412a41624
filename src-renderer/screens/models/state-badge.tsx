import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import './models.css';

/** How a model stands; what needs attention is marked by more than its colour. */
export function StateBadge({ model }: { readonly model: ModelView }) {
  const { t } = useTranslation('models');
  const faulty = model.problem !== null;
  const text = faulty && model.state === 'embedded' ? t('unusable') : t(`state.${model.state}`);
  return (
    <Badge
      variant="default"
      radius="sm"
      tt="none"
      size="lg"
      fw={500}
      className="models-state"
      data-faulty={faulty || undefined}
    >
      {faulty ? `! ${text}` : text}
    </Badge>
  );
}

export function DemonstrationBadge() {
  const { t } = useTranslation('models');
  return (
    <Badge variant="default" radius="sm" tt="none" size="lg" fw={500} className="models-demonstration">
      {t('demonstration')}
    </Badge>
  );
}
