import { useCallback, useEffect, useRef, useState } from 'react';
import type { Mark } from '../../../../src-core/study/answer-marks.ts';
import type { FilmStage } from '../../../viewer/film-stage.ts';
import { type Point, scaleOf, viewPointAt } from '../../../viewer/view-geometry.ts';
import { ZOOM_STEP } from '../../../viewer/view-keys.ts';
import { type FormStage, type FormState, type ItemOfKind, marksOf, setAnswer } from '../form-model.ts';
import { type Marking, type MarkingAction, type MarkingRules, reduceMarking } from './marking.ts';
import { markingCommand } from './marking-keys.ts';

/** An arrow moves the crosshair by so many device pixels. */
const STEP_PX = 12;
/** The crosshair stays this far within what is shown of the film. */
const MARGIN_PX = 40;

interface MarkingProps {
  readonly of: FormStage;
  readonly form: FormState;
  readonly editable: boolean;
  readonly sizePx: number;
  readonly stages: readonly FilmStage[];
  /** The film in use, from 1. */
  readonly film: number;
  readonly onForm: (form: FormState) => void;
  readonly onFilm: (film: number) => void;
}

/** Marking as the room uses it. */
export interface UsedMarking {
  readonly marking: Marking | null;
  /** Marks of the question that is marked, or of the first one there is. */
  readonly item: ItemOfKind<'marks'> | null;
  readonly marks: readonly Mark[];
  readonly start: (itemId: string, shape: Mark['shape']) => void;
  readonly select: (itemId: string, index: number) => void;
  readonly act: (...actions: readonly MarkingAction[]) => void;
  /** From a comment back to the film. */
  readonly resume: () => void;
  /** True when the key was for marking. */
  readonly pressKey: (event: KeyboardEvent) => boolean;
}

/** Marks on the films of one stage: who holds the crosshair, where it is, and what keys do to it. */
export function useMarking(props: MarkingProps): UsedMarking {
  const { of, form, editable, stages, film, sizePx } = props;
  const [marking, setMarking] = useState<Marking | null>(null);
  const item = marksItem(of, marking?.itemId ?? form.currentItemId);
  const marks = item === null ? [] : marksOf(form.answers, item.id);
  const latest = useRef({ ...props, marking });
  latest.current = { ...props, marking };

  // Another question was marked, or the answers were sent.
  const lost = marking !== null && (form.currentItemId !== marking.itemId || !editable);
  useEffect(() => {
    if (lost) setMarking(null);
  }, [lost]);

  // The keys of the crosshair are the film's: it takes the focus from the control that began the marking.
  const active = lost ? null : (marking?.film ?? null);
  useEffect(() => {
    if (active !== null) focusFilm(active);
  }, [active]);

  const start = useCallback((itemId: string, shape: Mark['shape']) => {
    const { film: inUse, stages: own, marking: former } = latest.current;
    const view = own[inUse - 1]?.snapshot.view ?? null;
    if (view === null || !latest.current.editable) return;
    const at = former?.itemId === itemId && former.film === inUse ? former.at : view.placement.centre;
    const begun: Marking = { itemId, shape, film: inUse, at, corner: null, selected: null };
    latest.current.marking = begun;
    setMarking(begun);
  }, []);

  const act = (...actions: readonly MarkingAction[]) => {
    const now = latest.current.marking;
    const own = now === null ? null : marksItem(of, now.itemId);
    if (now === null || own === null || !editable) return;
    const rules: MarkingRules = { shapes: own.shapes, maxMarks: own.maxMarks, sizePx, films: stages.length };
    let result = { marking: now, marks: marksOf(latest.current.form.answers, own.id) };
    const before = result.marks;
    for (const action of actions) result = reduceMarking(result.marking, result.marks, action, rules);
    latest.current.marking = result.marking;
    setMarking(result.marking);
    if (result.marks !== before) {
      const changed = setAnswer(of, latest.current.form, own.id, [...result.marks]);
      latest.current.form = changed;
      props.onForm(changed);
    }
    if (result.marking.film !== film) props.onFilm(result.marking.film);
    const stage = stages[result.marking.film - 1];
    if (stage !== undefined) keepInView(stage, result.marking.at);
  };

  const select = (itemId: string, index: number) => {
    const own = marksItem(of, itemId);
    if (own === null) return;
    start(itemId, own.shapes[0]?.shape ?? 'point');
    act({ kind: 'select', index });
  };

  const pressKey = (event: KeyboardEvent): boolean => {
    const now = latest.current.marking;
    if (now === null || event.altKey || event.metaKey) return false;
    const command = markingCommand(event, now.selected !== null, stages.length);
    const stage = stages[now.film - 1];
    if (command === null || stage === undefined) return false;
    switch (command.kind) {
      case 'act':
        act(command.action);
        return true;
      case 'move': {
        const step = command.fine ? 1 : stepOf(stage);
        act({ kind: 'move', by: { x: command.by.x * step, y: command.by.y * step }, box: command.box });
        return true;
      }
      case 'comment':
        focusComment(now.selected);
        return true;
      case 'zoom':
        zoomAtCross(stage, now.at, command.step);
        return true;
      case 'end':
        if (now.corner === null && now.selected === null) setMarking(null);
        else act({ kind: 'drop' });
        return true;
    }
  };

  return {
    marking: lost ? null : marking,
    item,
    marks,
    start,
    select,
    act,
    resume: () => {
      if (active !== null) focusFilm(active);
    },
    pressKey,
  };
}

function marksItem({ items, stage }: FormStage, itemId: string | null): ItemOfKind<'marks'> | null {
  const own = items.filter(
    (item): item is ItemOfKind<'marks'> => item.kind === 'marks' && item.stage === stage,
  );
  return own.find(({ id }) => id === itemId) ?? own[0] ?? null;
}

function focusFilm(film: number): void {
  document.querySelector<HTMLElement>(`[data-film="${film}"] .film-viewport`)?.focus();
}

function focusComment(selected: number | null): void {
  if (selected === null) return;
  document.querySelector<HTMLElement>(`[data-mark-comment="${selected + 1}"]`)?.focus();
}

/** Finer the larger the film is shown, never finer than a film pixel. */
function stepOf({ snapshot: { view, frame } }: FilmStage): number {
  if (view === null || frame === null) return 1;
  return Math.max(1, Math.round(STEP_PX / scaleOf(view.placement, frame)));
}

function zoomAtCross(stage: FilmStage, at: Point, step: 1 | -1): void {
  const { view, frame } = stage.snapshot;
  if (view === null || frame === null) return;
  const pointer = viewPointAt(at, view.placement, frame);
  stage.change({ kind: 'zoom', factor: ZOOM_STEP ** step, pointer });
}

/** Moves the film so that the crosshair does not leave what is shown. */
function keepInView(stage: FilmStage, at: Point): void {
  const { view, frame } = stage.snapshot;
  if (view === null || frame === null) return;
  const { x, y } = viewPointAt(at, view.placement, frame);
  const over = (value: number, length: number): number =>
    value < MARGIN_PX ? MARGIN_PX - value : value > length - MARGIN_PX ? length - MARGIN_PX - value : 0;
  const travel = { x: over(x, frame.viewport.width), y: over(y, frame.viewport.height) };
  if (travel.x !== 0 || travel.y !== 0) stage.change({ kind: 'pan', travel });
}
