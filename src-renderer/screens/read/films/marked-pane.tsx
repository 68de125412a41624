import { type PointerEvent, useRef } from 'react';
import type { FilmSource } from '../../../viewer/film-source.ts';
import type { FilmStage } from '../../../viewer/film-stage.ts';
import { FilmViewport } from '../../../viewer/film-viewport.tsx';
import { filmPointAt, type Point, scaleOf } from '../../../viewer/view-geometry.ts';
import { MarkOverlay } from './mark-overlay.tsx';
import { markAt } from './marking.ts';
import type { UsedMarking } from './use-marking.ts';

interface MarkedPaneProps {
  readonly source: FilmSource;
  readonly label: string;
  readonly stage: FilmStage;
  /** From 1. */
  readonly film: number;
  readonly marks: UsedMarking;
  readonly onFirstPaint: (atMs: number) => void;
  readonly onHelp: () => void;
}

const LEFT_BUTTON = 0;
/** A press that moves no further is a click. */
const SLIP_PX = 4;
/** A mark is caught from this far away. */
const REACH_PX = 9;

interface Drag {
  readonly from: Point;
  readonly filmFrom: Point;
  readonly kind: 'new' | 'box' | 'held';
  readonly last: Point;
}

/** A film with its marks. While marks are being set the left button sets them; all else stays as in every viewport. */
export function MarkedPane({ source, label, stage, film, marks, onFirstPaint, onHelp }: MarkedPaneProps) {
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag>(null);
  const { marking, item } = marks;

  const filmPoint = (event: PointerEvent): Point | null => {
    const { view, frame: shown } = stage.snapshot;
    if (view === null || shown === null || frame.current === null) return null;
    const box = frame.current.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    const pointer = { x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio };
    return filmPointAt(pointer, view.placement, shown);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const point = filmPoint(event);
    if (marking === null || event.button !== LEFT_BUTTON || point === null) return;
    event.stopPropagation();
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    frame.current?.querySelector<HTMLElement>('.film-viewport')?.focus();
    const hit = markAt(marks.marks, film, point, REACH_PX / cssScale(stage));
    const from = { x: event.clientX, y: event.clientY };
    drag.current = { from, filmFrom: point, last: point, kind: hit === null ? 'new' : 'held' };
    if (hit !== null) marks.act({ kind: 'select', index: hit });
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const held = drag.current;
    const point = filmPoint(event);
    if (held === null || marking === null || point === null) return;
    event.stopPropagation();
    if (held.kind === 'held') {
      const by = { x: point.x - held.last.x, y: point.y - held.last.y };
      marks.act({ kind: 'move', by, box: false });
      drag.current = { ...held, last: point };
      return;
    }
    const far = Math.hypot(event.clientX - held.from.x, event.clientY - held.from.y) > SLIP_PX;
    const boxes = item?.shapes.some(({ shape }) => shape === 'box') === true;
    if (held.kind === 'new' && (!far || !boxes)) return;
    if (held.kind === 'new') {
      marks.act({ kind: 'point-at', film, at: held.filmFrom }, { kind: 'begin-box' });
      drag.current = { ...held, kind: 'box' };
    }
    marks.act({ kind: 'point-at', film, at: point });
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const held = drag.current;
    const point = filmPoint(event);
    drag.current = null;
    if (held === null || point === null) return;
    event.stopPropagation();
    if (held.kind !== 'held') marks.act({ kind: 'point-at', film, at: point }, { kind: 'set' });
  };

  return (
    <div
      ref={frame}
      className="read-marked"
      role="presentation"
      onPointerDownCapture={onPointerDown}
      onPointerMoveCapture={onPointerMove}
      onPointerUpCapture={onPointerUp}
      onPointerCancelCapture={() => {
        drag.current = null;
      }}
      onDoubleClickCapture={(event) => {
        if (marking !== null) event.stopPropagation();
      }}
    >
      <FilmViewport source={source} label={label} stage={stage} onFirstPaint={onFirstPaint} onHelp={onHelp} />
      <MarkOverlay stage={stage} film={film} marks={marks.marks} marking={marking} />
    </div>
  );
}

/** CSS pixels for one film pixel. */
function cssScale({ snapshot: { view, frame } }: FilmStage): number {
  return view === null || frame === null ? 1 : scaleOf(view.placement, frame) / window.devicePixelRatio;
}
