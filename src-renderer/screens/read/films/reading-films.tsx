import { type CSSProperties, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ViewerBar } from '../../../viewer/bar/viewer-bar.tsx';
import type { FilmSource } from '../../../viewer/film-source.ts';
import type { FilmStage } from '../../../viewer/film-stage.ts';
import { LinkSwitches } from '../../../viewer/panes/link-switches.tsx';
import { PaneLink } from '../../../viewer/panes/pane-link.ts';
import { OptionKey } from '../option-key.tsx';
import { MarkedPane } from './marked-pane.tsx';
import { paneColumns } from './pane-columns.ts';
import './reading-films.css';
import type { UsedMarking } from './use-marking.ts';

interface ReadingFilmsProps {
  /** One or more, in reading order. */
  readonly urls: readonly string[];
  readonly sizePx: number;
  readonly position: number;
  readonly stages: readonly FilmStage[];
  /** The film in use, from 1: the controls and keys act on it. */
  readonly film: number;
  /** Shown alone over the others. */
  readonly large: boolean;
  /** The film that was chosen by the answer; null: none, or nothing is chosen. */
  readonly chosen: number | null;
  readonly marks: UsedMarking;
  readonly onFilm: (film: number) => void;
  readonly onLarge: (large: boolean) => void;
  /** Once for each set of films: when the last of them was on the screen. None is shown before. */
  readonly onPainted: (atMs: number) => void;
  readonly onHelp: () => void;
}

/** The films of a case, side by side where there are several, with the controls of the one in use above them. */
export function ReadingFilms(props: ReadingFilmsProps) {
  const { urls, stages, film, marks, onHelp } = props;
  const { t } = useTranslation('reading');
  const [link] = useState(() => new PaneLink());
  const host = useRef<HTMLDivElement>(null);
  const columns = useColumns(host, urls.length);
  const painted = usePainted(urls, props.onPainted);
  const current = stages[film - 1];
  useLayoutEffect(() => {
    const leave = stages.map((stage) => link.join(stage));
    return () => {
      for (const undo of leave) undo();
    };
  }, [stages, link]);

  return (
    <section className="read-film" aria-label={t('filmArea')}>
      {current === undefined ? null : (
        <ViewerBar stage={current} onHelp={onHelp}>
          {urls.length === 1 ? null : <LinkSwitches link={link} />}
        </ViewerBar>
      )}
      <div
        ref={host}
        className="read-panes"
        data-painted={painted.all}
        data-several={urls.length > 1}
        style={{ '--columns': columns } as CSSProperties}
      >
        {urls.map((url, index) => (
          <Pane
            // biome-ignore lint/suspicious/noArrayIndexKey: a place keeps its viewport from case to case.
            key={index}
            {...props}
            url={url}
            place={index + 1}
            onFirstPaint={(atMs) => painted.report(url, atMs)}
          />
        ))}
      </div>
      {marks.marking === null ? null : <MarkingHint marks={marks} films={urls.length} />}
    </section>
  );
}

interface PaneProps extends ReadingFilmsProps {
  readonly url: string;
  readonly place: number;
  readonly onFirstPaint: (atMs: number) => void;
}

function Pane({ url, place, onFirstPaint, ...props }: PaneProps) {
  const { urls, sizePx, position, stages, film, large, chosen, marks, onFilm, onLarge, onHelp } = props;
  const { t } = useTranslation('reading');
  const source = useMemo(
    (): FilmSource => ({ url, widthPx: sizePx, heightPx: sizePx, bits: 8 }),
    [url, sizePx],
  );
  const stage = stages[place - 1];
  if (stage === undefined) return null;
  const several = urls.length > 1;
  const isChosen = chosen === place;
  return (
    <figure
      className="read-pane"
      data-film={place}
      data-current={several && film === place}
      data-chosen={isChosen}
      data-large={large && film === place}
      inert={large && film !== place}
      onFocus={() => onFilm(place)}
      onPointerDownCapture={() => onFilm(place)}
    >
      {several ? (
        <figcaption>
          <span className="read-pane-number">{place}</span>
          {isChosen ? <span className="read-pane-chosen">{t('chosen')}</span> : null}
          <button
            type="button"
            className="read-pane-large"
            aria-label={t('large', { film: place })}
            aria-pressed={large && film === place}
            aria-keyshortcuts="*"
            onClick={() => onLarge(!(large && film === place))}
          >
            {t('largeShort')}
            {film === place ? <OptionKey letter="*" /> : null}
          </button>
        </figcaption>
      ) : null}
      <MarkedPane
        source={source}
        label={several ? t('filmOfCase', { film: place, position }) : t('film', { position })}
        stage={stage}
        film={place}
        marks={marks}
        onFirstPaint={onFirstPaint}
        onHelp={onHelp}
      />
    </figure>
  );
}

/** What the keys do while the crosshair is on a film. */
function MarkingHint({ marks, films }: { readonly marks: UsedMarking; readonly films: number }) {
  const { t } = useTranslation('reading');
  const { marking, item } = marks;
  if (marking === null || item === null) return null;
  const boxes = item.shapes.some(({ shape }) => shape === 'box');
  const kind = marking.selected !== null ? 'held' : marking.corner !== null ? 'boxBegun' : marking.shape;
  return (
    <p className="read-marking-hint">
      {[
        t(`marking.${kind}`),
        ...(kind === 'point' && boxes ? [t('marking.alsoBox')] : []),
        ...(kind === 'held' && item.comments ? [t('marking.comment')] : []),
        ...(films > 1 ? [t('marking.films', { films })] : []),
        t(kind === 'held' || kind === 'boxBegun' ? 'marking.drop' : 'marking.end'),
      ].join(' · ')}
    </p>
  );
}

/** As many columns as make the films largest in the room there is. */
function useColumns(host: React.RefObject<HTMLDivElement | null>, count: number): number {
  const [columns, setColumns] = useState(1);
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const measure = () =>
      setColumns(paneColumns(count, { width: element.clientWidth, height: element.clientHeight }));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [host, count]);
  return columns;
}

/** Waits for the last film of a set, so that no film is seen before another. */
function usePainted(urls: readonly string[], onPainted: (atMs: number) => void) {
  const set = urls.join(' ');
  const [shown, setShown] = useState('');
  const seen = useRef(new Set<string>());
  const latest = useRef(onPainted);
  useEffect(() => {
    latest.current = onPainted;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another set of films begins anew.
  useLayoutEffect(() => {
    seen.current = new Set();
  }, [set]);
  const report = (url: string, atMs: number) => {
    seen.current.add(url);
    if (!urls.every((own) => seen.current.has(own))) return;
    setShown(set);
    latest.current(atMs);
  };
  return { all: shown === set, report };
}
