import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef } from 'react';
import type { FilmPoint } from '../../../src-core/imaging/mask.ts';
import type { FilmSource } from '../../viewer/film-source.ts';
import type { ShownView } from '../../viewer/film-stage.ts';
import { FilmViewport } from '../../viewer/film-viewport.tsx';
import { filmPointAt } from '../../viewer/view-geometry.ts';
import './edit.css';
import type { MaskEditor } from './mask-editor.ts';
import { MaskOverlay } from './mask-overlay.ts';

interface MaskViewportProps {
  readonly source: FilmSource;
  readonly editor: MaskEditor;
  readonly label: string;
}

const LEFT_BUTTON = 0;

/** A film with its mask over it. With a tool the left button draws; everything else stays as in every viewport. */
export function MaskViewport({ source, editor, label }: MaskViewportProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<MaskOverlay>(null);
  const view = useRef<ShownView>(null);
  const last = useRef<FilmPoint>(null);

  useLayoutEffect(() => {
    if (canvas.current === null) return;
    const painted = new MaskOverlay(canvas.current, editor);
    overlay.current = painted;
    if (view.current !== null) painted.setView(view.current);
    return () => painted.dispose();
  }, [editor]);

  const pointOf = (event: PointerEvent): FilmPoint | null => {
    if (view.current === null || frame.current === null) return null;
    const box = frame.current.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    const pointer = { x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio };
    return filmPointAt(pointer, view.current.placement, view.current);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const point = pointOf(event);
    if (event.button !== LEFT_BUTTON || editor.state.tool === 'look' || point === null) return;
    event.stopPropagation();
    frame.current?.querySelector<HTMLElement>('.film-viewport')?.focus();
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    last.current = point;
    editor.placeCursor(point);
    if (editor.state.tool === 'rectangle') editor.setCorner(editor.state.cursor);
    else editor.stroke(point, point);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const point = pointOf(event);
    if (editor.state.tool === 'look' || point === null) return;
    editor.placeCursor(point);
    if (last.current === null) return;
    event.stopPropagation();
    if (editor.state.tool !== 'rectangle') editor.stroke(last.current, point);
    last.current = point;
  };
  const onPointerEnd = (event: PointerEvent<HTMLDivElement>) => {
    if (last.current === null) return;
    event.stopPropagation();
    last.current = null;
    const { corner, cursor, tool } = editor.state;
    if (tool !== 'rectangle') editor.endStep();
    else if (corner !== null) editor.fillBetween(corner, cursor);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!editor.pressKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={frame}
      className="edit-mask-viewport"
      role="presentation"
      onPointerDownCapture={onPointerDown}
      onPointerMoveCapture={onPointerMove}
      onPointerUpCapture={onPointerEnd}
      onPointerCancelCapture={onPointerEnd}
      onDoubleClickCapture={(event) => {
        if (editor.state.tool !== 'look') event.stopPropagation();
      }}
      onKeyDownCapture={onKeyDown}
    >
      <FilmViewport
        /* The mask counts pixels, square or not. */
        source={{ ...source, pixelSpacingMm: null }}
        label={label}
        onView={(shown) => {
          view.current = shown;
          overlay.current?.setView(shown);
        }}
      />
      <div className="edit-overlay" aria-hidden="true">
        <canvas ref={canvas} />
      </div>
    </div>
  );
}
