import { useTranslation } from 'react-i18next';
import type { SweepAxes, SweepAxis } from '../../../../src-core/diffusion/sweep.ts';

/** A value of an axis as its label: "seed 7", "guidance 3", a scheduler's name, a prompt. */
export function useAxisText(axes: SweepAxes): (axis: SweepAxis, place: number) => string {
  const { t } = useTranslation(['batches', 'compose']);
  return (axis, place) => {
    switch (axis) {
      case 'prompt':
        return axes.prompt[place] ?? '';
      case 'scheduler': {
        const scheduler = axes.scheduler[place];
        return scheduler === undefined ? '' : t(`compose:settings.schedulers.${scheduler}`);
      }
      case 'steps':
        return t('view.stepsValue', { value: axes.steps[place] ?? '' });
      case 'guidance':
        return t('view.guidanceValue', { value: axes.guidance[place] ?? '' });
      case 'seed':
        return t('view.seedValue', { value: axes.seed[place] ?? '' });
    }
  };
}
