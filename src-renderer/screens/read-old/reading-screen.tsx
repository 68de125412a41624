import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ViewerBar } from '../../viewer/bar/viewer-bar.tsx';
import type { FilmSource } from '../../viewer/film-source.ts';
import { FilmViewport, type FilmViewportHandle } from '../../viewer/film-viewport.tsx';
import { useFilmStage } from '../../viewer/use-film-stage.ts';
import { bindFormKeys } from './form-keys.ts';
import { itemsOfStage } from './form-model.ts';
import { KeyHelp } from './key-help.tsx';
import { PauseScreen } from './pause-screen.tsx';
import './reading.css';
import { ReadingPanel } from './reading-panel.tsx';
import { type ReadingProps, useReading } from './use-reading.ts';
import { useReadingKeys } from './use-reading-keys.ts';

interface ReadingScreenProps extends ReadingProps {
  readonly onLeave: () => void;
}

/** The reading room: the film at the left, the questions at the right, everything by keys as well. */
export function ReadingScreen(props: ReadingScreenProps) {
  const { items, onLeave } = props;
  const { t } = useTranslation('read');
  const reading = useReading(props);
  const { state, dispatch } = reading;
  const [helpOpened, setHelpOpened] = useState(false);
  const viewport = useRef<FilmViewportHandle>(null);
  const stage = useFilmStage({ tools: 'reading', pixelsPerMm: null });
  const stageItems = useMemo(() => itemsOfStage(items, state.stage), [items, state.stage]);
  const keys = useMemo(() => bindFormKeys(stageItems), [stageItems]);
  const { pixelsUrl, matrixSizePx, position, total } = state.case;
  const source = useMemo(
    (): FilmSource => ({ url: pixelsUrl, widthPx: matrixSizePx, heightPx: matrixSizePx, bits: 8 }),
    [pixelsUrl, matrixSizePx],
  );
  const openHelp = useCallback(() => setHelpOpened(true), []);
  const pause = useCallback(() => dispatch({ kind: 'pause', atMs: performance.now() }), [dispatch]);
  const resume = useCallback(() => dispatch({ kind: 'resume', atMs: performance.now() }), [dispatch]);
  useReadingKeys({
    reading,
    items: stageItems,
    keys,
    viewport,
    cover: state.paused ? 'pause' : helpOpened ? 'help' : 'none',
    onHelp: setHelpOpened,
  });

  return (
    <div className="reading-room">
      <main className="reading" inert={state.paused} data-paused={state.paused}>
        <section className="reading-film" aria-label={t('filmArea')}>
          <div className="reading-viewport">
            <FilmViewport
              ref={viewport}
              source={source}
              label={t('film', { position })}
              stage={stage}
              onFirstPaint={(atMs) => dispatch({ kind: 'painted', atMs })}
            />
          </div>
          <ViewerBar stage={stage} onHelp={openHelp} />
        </section>
        <ReadingPanel reading={reading} items={items} keys={keys} onPause={pause} onHelp={openHelp} />
      </main>
      {state.paused ? (
        <PauseScreen done={position - 1} total={total} onResume={resume} onLeave={onLeave} />
      ) : null}
      <KeyHelp opened={helpOpened} onClose={() => setHelpOpened(false)} />
      <div className="reading-status" role="status">
        {state.text === null
          ? t('announceCase', { position, total })
          : t('announceText', { text: state.text })}
      </div>
    </div>
  );
}
