import { ActionIcon } from '@mantine/core';
import {
  IconArrowsMaximize,
  IconContrast2,
  IconFlipVertical,
  IconHelp,
  IconRefresh,
  IconRotate2,
  IconRotateClockwise2,
  IconRulerMeasure,
  IconSquareNumber1,
  IconZoomScan,
} from '@tabler/icons-react';
import { type ReactNode, useCallback, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmStage } from '../film-stage.ts';
import { useStageSnapshot } from '../use-film-stage.ts';
import type { ViewAction } from '../view-state.ts';
import './viewer-bar.css';
import { WindowControls } from './window-controls.tsx';

interface ViewerBarProps {
  readonly stage: FilmStage;
  /** What else belongs to the film's row of controls. */
  readonly children?: ReactNode;
  /** Opens the list of keys. */
  readonly onHelp: () => void;
}

const ICON = { size: 17, stroke: 1.5, 'aria-hidden': true } as const;

/** Everything that keys and mouse do to a film, as controls in one quiet row. */
export function ViewerBar({ stage, children, onHelp }: ViewerBarProps) {
  const { t } = useTranslation('viewer');
  const { film, view } = useStageSnapshot(stage);
  const loupe = useSyncExternalStore(
    useCallback((listener: () => void) => stage.subscribe(listener), [stage]),
    () => stage.loupe,
  );
  const all = stage.tools === 'all';
  const act = (action: ViewAction) => () => stage.change(action);
  const none = film === null;
  return (
    <div className="viewer-bar" role="toolbar" aria-label={t('bar')}>
      <WindowControls stage={stage} />
      <BarButton
        label={t('invert')}
        shortcut="I"
        pressed={view?.inverted ?? false}
        disabled={none}
        onClick={act({ kind: 'invert' })}
      >
        <IconContrast2 {...ICON} />
      </BarButton>
      <span className="viewer-gap" />
      <BarButton label={t('fit')} shortcut="Home" disabled={none} onClick={act({ kind: 'fit' })}>
        <IconArrowsMaximize {...ICON} />
      </BarButton>
      <BarButton
        label={t('actualPixels')}
        shortcut="End"
        disabled={none}
        onClick={act({ kind: 'actual-pixels' })}
      >
        <IconSquareNumber1 {...ICON} />
      </BarButton>
      {all ? <TrueSizeButton stage={stage} /> : null}
      <BarButton
        label={t('loupe')}
        shortcut="L"
        pressed={loupe}
        disabled={none}
        onClick={() => stage.setLoupe(!loupe)}
      >
        <IconZoomScan {...ICON} />
      </BarButton>
      {all ? (
        <>
          <span className="viewer-gap" />
          <BarButton
            label={t('turnLeft')}
            shortcut="Shift+R"
            disabled={none}
            onClick={act({ kind: 'turn', quarterTurns: -1 })}
          >
            <IconRotate2 {...ICON} />
          </BarButton>
          <BarButton
            label={t('turnRight')}
            shortcut="R"
            disabled={none}
            onClick={act({ kind: 'turn', quarterTurns: 1 })}
          >
            <IconRotateClockwise2 {...ICON} />
          </BarButton>
          <BarButton label={t('mirror')} shortcut="F" disabled={none} onClick={act({ kind: 'mirror' })}>
            <IconFlipVertical {...ICON} />
          </BarButton>
        </>
      ) : null}
      <span className="viewer-gap" />
      <BarButton label={t('reset')} shortcut="0" disabled={none} onClick={act({ kind: 'reset' })}>
        <IconRefresh {...ICON} />
      </BarButton>
      <BarButton label={t('help')} shortcut="?" disabled={false} onClick={onHelp}>
        <IconHelp {...ICON} />
      </BarButton>
      {children}
    </div>
  );
}

function TrueSizeButton({ stage }: { readonly stage: FilmStage }) {
  const { t } = useTranslation('viewer');
  const { film } = useStageSnapshot(stage);
  const label =
    stage.trueScale !== null || film === null
      ? t('trueSize')
      : stage.spacingMm === null
        ? t('trueSizeUnknownFilm')
        : t('trueSizeUnknownDisplay');
  return (
    <BarButton
      label={label}
      shortcut="T"
      disabled={stage.trueScale === null}
      onClick={() => stage.change({ kind: 'true-size' })}
    >
      <IconRulerMeasure {...ICON} />
    </BarButton>
  );
}

interface BarButtonProps {
  readonly label: string;
  /** As `aria-keyshortcuts` names it. */
  readonly shortcut: string;
  /** Given for what stays on or off. */
  readonly pressed?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function BarButton({ label, shortcut, pressed, disabled, onClick, children }: BarButtonProps) {
  return (
    <ActionIcon
      variant={pressed === true ? 'filled' : 'subtle'}
      color={pressed === true ? 'accent' : 'gray'}
      size={28}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      aria-pressed={pressed}
      title={`${label} (${shortcut})`}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}
