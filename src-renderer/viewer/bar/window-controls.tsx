import { useTranslation } from 'react-i18next';
import type { FilmDisplay } from '../../../src-core/imaging/film-display.ts';
import type { FilmStage } from '../film-stage.ts';
import { useStageSnapshot } from '../use-film-stage.ts';
import { type ShownWindow, windowLimits } from '../view-window.ts';
import { isSamePreset, type WindowPreset } from '../window-presets.ts';
import { WindowNumber } from './window-number.tsx';

const BY_HAND = 'hand';

/** The window by name and by numbers, in the film's own unit. */
export function WindowControls({ stage }: { readonly stage: FilmStage }) {
  const { t } = useTranslation('viewer');
  const nameOf = usePresetName();
  const { film, view, preset } = useStageSnapshot(stage);
  const presets = stage.presets;
  const chosen = preset === null ? -1 : presets.findIndex((known) => isSamePreset(known, preset));
  const window = view?.window ?? null;
  const unit = film?.display.unit ?? (stage.tools === 'reading' ? t('greys') : t('unit'));
  const decimals = window === null ? 0 : decimalsOf(window);
  const limits =
    film === null || window === null ? null : windowLimits(window.shape, film.bits, film.display);
  const set = (part: Partial<ShownWindow>) => {
    if (window !== null) stage.change({ kind: 'set-window', window: { ...window, ...part } });
  };
  return (
    <>
      <select
        className="viewer-select"
        aria-label={t('window')}
        title={t('window')}
        disabled={film === null}
        value={chosen === -1 ? BY_HAND : String(chosen)}
        onKeyDown={(event) => event.stopPropagation()}
        onChange={(event) => {
          const next = presets[Number(event.currentTarget.value)];
          if (next !== undefined) stage.choose(next);
        }}
      >
        {chosen === -1 ? <option value={BY_HAND}>{t('changedWindow')}</option> : null}
        {presets.map((known, place) => (
          <option key={nameOf(known, film?.display)} value={String(place)}>
            {nameOf(known, film?.display)}
          </option>
        ))}
      </select>
      <WindowNumber
        label={t('centre')}
        title={t('centreIn', { unit })}
        value={window?.centre ?? null}
        limits={limits?.centre ?? null}
        decimals={decimals}
        allowNegative
        onCommit={(centre) => set({ centre })}
      />
      <WindowNumber
        label={t('width')}
        title={t('widthIn', { unit })}
        value={window?.width ?? null}
        limits={limits?.width ?? null}
        decimals={decimals}
        allowNegative={false}
        onCommit={(width) => set({ width })}
      />
      {film?.display.unit == null ? null : <span className="viewer-unit">{film.display.unit}</span>}
    </>
  );
}

/** As many decimals as a step of the mouse changes. */
function decimalsOf({ width }: ShownWindow): number {
  if (width >= 100) return 0;
  return width >= 5 ? 1 : 3;
}

function usePresetName(): (preset: WindowPreset, display: FilmDisplay | undefined) => string {
  const { t } = useTranslation('viewer');
  return (preset, display) => {
    if (preset.kind === 'percentiles') return t(`percentiles.${preset.name}`);
    if (preset.label !== null) return preset.label;
    if (preset.index === 0) return t('fileWindow');
    const isTable = display?.choices[preset.index]?.transform.kind === 'lut';
    return t(isTable ? 'fileTableNumber' : 'fileWindowNumber', { number: preset.index + 1 });
  };
}
