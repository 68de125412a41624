import { useCallback, useState } from 'react';
import { ValueReadout } from './bar/value-readout.tsx';
import { ViewerBar } from './bar/viewer-bar.tsx';
import './bar/viewer-bar.css';
import { ViewerHelp } from './bar/viewer-help.tsx';
import type { FilmSource } from './film-source.ts';
import { FilmViewport } from './film-viewport.tsx';
import { useDisplay } from './use-display.ts';
import { useFilmStage } from './use-film-stage.ts';

interface FilmViewerProps {
  readonly source: FilmSource;
  readonly label: string;
}

/** A film with all of the coordinator's tools: its controls above, the value under the pointer beside them. */
export function FilmViewer({ source, label }: FilmViewerProps) {
  const stage = useFilmStage({ tools: 'all', pixelsPerMm: useDisplay()?.pixelsPerMm ?? null });
  const [helpOpened, setHelpOpened] = useState(false);
  const openHelp = useCallback(() => setHelpOpened(true), []);
  return (
    <div className="viewer-frame">
      <ViewerBar stage={stage} onHelp={openHelp} />
      <div className="viewer-film">
        <FilmViewport source={source} label={label} stage={stage} onHelp={openHelp} />
        <ValueReadout stage={stage} />
      </div>
      <ViewerHelp tools="all" opened={helpOpened} onClose={() => setHelpOpened(false)} />
    </div>
  );
}
