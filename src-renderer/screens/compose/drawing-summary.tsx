import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../ui/format.ts';
import { type DrawnWith, useDrawingTime } from './use-drawing-time.ts';

interface DrawingSummaryProps {
  readonly settings: DrawnWith;
  readonly images: number;
  readonly steps: number;
  /** True where nothing follows. */
  readonly alone?: boolean;
}

/** How many images, and about how long they take. */
export function DrawingSummary({ settings, images, steps, alone }: DrawingSummaryProps) {
  const { t } = useTranslation(['compose', 'batches']);
  const timeMs = useDrawingTime(settings, steps);
  if (images === 0) return null;
  const time =
    timeMs === null ? t('batches:timeUnknown') : t('batches:takes', { time: formatDuration(timeMs) });
  return `${t('compose:generate.plan', { count: images })} · ${time}${alone === true ? '' : ' · '}`;
}
