import { type CSSProperties, useCallback, useLayoutEffect, useState } from 'react';
import { ValueReadout } from '../bar/value-readout.tsx';
import { ViewerBar } from '../bar/viewer-bar.tsx';
import { ViewerHelp } from '../bar/viewer-help.tsx';
import type { FilmSource } from '../film-source.ts';
import type { FilmStage } from '../film-stage.ts';
import { FilmViewport } from '../film-viewport.tsx';
import { useDisplay } from '../use-display.ts';
import { useFilmStage } from '../use-film-stage.ts';
import type { ViewerTools } from '../view-state.ts';
import './film-panes.css';
import { LinkSwitches } from './link-switches.tsx';
import { PaneLink } from './pane-link.ts';

export interface PaneFilm {
  readonly id: string;
  readonly source: FilmSource;
  /** Read out for people who do not see the film. */
  readonly label: string;
  /** Stands below the film; empty in the reading room. */
  readonly caption: string;
}

interface FilmPanesProps {
  /** Two to six. */
  readonly films: readonly PaneFilm[];
  readonly tools: ViewerTools;
}

/** Columns that give two to six films the most room on a wide screen. */
function columnsFor(count: number): number {
  return count <= 3 ? count : Math.ceil(count / 2);
}

/** Films side by side: zoom and place together, the window together or each its own. The controls act on the pane in use. */
export function FilmPanes({ films, tools }: FilmPanesProps) {
  const [link] = useState(() => new PaneLink());
  const [stages, setStages] = useState<Readonly<Record<string, FilmStage>>>({});
  const [used, setUsed] = useState<string | null>(null);
  const [helpOpened, setHelpOpened] = useState(false);
  const openHelp = useCallback(() => setHelpOpened(true), []);
  const onStage = useCallback(
    (id: string, stage: FilmStage) => setStages((known) => ({ ...known, [id]: stage })),
    [],
  );
  const current = films.find(({ id }) => id === used) ?? films[0];
  const stage = current === undefined ? undefined : stages[current.id];
  return (
    <div className="viewer-frame">
      {stage === undefined ? null : (
        <ViewerBar stage={stage} onHelp={openHelp}>
          <LinkSwitches link={link} />
        </ViewerBar>
      )}
      <div className="viewer-panes" style={{ '--columns': columnsFor(films.length) } as CSSProperties}>
        {films.map((film) => (
          <Pane
            key={film.id}
            film={film}
            tools={tools}
            link={link}
            current={film === current}
            onStage={onStage}
            onUse={setUsed}
            onHelp={openHelp}
          />
        ))}
      </div>
      <ViewerHelp tools={tools} opened={helpOpened} onClose={() => setHelpOpened(false)} />
    </div>
  );
}

interface PaneProps {
  readonly film: PaneFilm;
  readonly tools: ViewerTools;
  readonly link: PaneLink;
  readonly current: boolean;
  readonly onStage: (id: string, stage: FilmStage) => void;
  readonly onUse: (id: string) => void;
  readonly onHelp: () => void;
}

function Pane({ film, tools, link, current, onStage, onUse, onHelp }: PaneProps) {
  const { id, source, label, caption } = film;
  const display = useDisplay();
  const pixelsPerMm = tools === 'all' ? (display?.pixelsPerMm ?? null) : null;
  const stage = useFilmStage({ tools, pixelsPerMm });
  useLayoutEffect(() => {
    onStage(id, stage);
    return link.join(stage);
  }, [id, stage, link, onStage]);
  return (
    <figure
      className="viewer-pane"
      data-current={current}
      onFocus={() => onUse(id)}
      onPointerDown={() => onUse(id)}
    >
      <div className="viewer-film">
        <FilmViewport source={source} label={label} stage={stage} onHelp={onHelp} />
        {tools === 'all' ? <ValueReadout stage={stage} /> : null}
      </div>
      {caption === '' ? null : <figcaption>{caption}</figcaption>}
    </figure>
  );
}
