import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../ui/format.ts';
import type { FilmStage } from '../film-stage.ts';
import { scaleOf } from '../view-geometry.ts';

/** Row, column and value under the pointer, and how large the film is shown. For coordinators only. */
export function ValueReadout({ stage }: { readonly stage: FilmStage }) {
  const { t } = useTranslation('viewer');
  const text = useSyncExternalStore(
    (listener) => stage.subscribe(listener),
    () => readoutOf(stage, t),
  );
  return <output className="viewer-readout">{text}</output>;
}

function readoutOf(stage: FilmStage, t: ReturnType<typeof useTranslation<'viewer'>>['t']): string {
  const { film, view, frame } = stage.snapshot;
  if (film === null || view === null || frame === null) return '';
  const scale = t('scale', { percent: formatNumber(scaleOf(view.placement, frame) * 100, 0) });
  const value = stage.valueUnderPointer;
  if (value === null) return scale;
  const { slope } = film.display.scale;
  const unit = film.display.unit ?? '';
  const decimals = Number.isInteger(slope) ? 0 : 2;
  const shown = value.isPadding
    ? t('value.padding')
    : t('value.modality', { value: formatNumber(value.modalityValue, decimals), unit }).trim();
  return [
    t('value.place', { row: value.row, column: value.column }),
    shown,
    t('value.stored', { value: value.storedValue }),
    scale,
  ].join(' · ');
}
