import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../ui/format.ts';
import type { Settings } from './settings.ts';
import { useDrawingTime } from './use-drawing-time.ts';

interface DrawingSummaryProps {
  readonly settings: Settings;
  readonly images: number;
  readonly steps: number;
}

/** How many images, and about how long they take. */
export function DrawingSummary({ settings, images, steps }: DrawingSummaryProps) {
  const { t } = useTranslation(['compose', 'batches']);
  const timeMs = useDrawingTime(settings, steps);
  if (images === 0) return null;
  const time =
    timeMs === null ? t('batches:timeUnknown') : t('batches:takes', { time: formatDuration(timeMs) });
  return `${t('compose:generate.plan', { count: images })} · ${time} · `;
}
