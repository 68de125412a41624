import { useTranslation } from 'react-i18next';
import './models.css';

const STEPS = ['folder', 'files', 'image', 'register'] as const;
export type AddStep = (typeof STEPS)[number];

/** Where one is on the way to a registered model. */
export function StepList({ current }: { readonly current: AddStep }) {
  const { t } = useTranslation('models');
  const place = STEPS.indexOf(current);
  return (
    <ol className="models-steps" aria-label={t('dialog.stepsLabel')}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          aria-current={step === current ? 'step' : undefined}
          data-done={index < place || undefined}
        >
          {t(`dialog.steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}
