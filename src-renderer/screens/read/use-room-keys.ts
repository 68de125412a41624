import { useEffect, useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { Mark } from '../../../src-core/study/answer-marks.ts';
import type { FilmStage } from '../../viewer/film-stage.ts';
import { commandOfKey } from '../../viewer/view-keys.ts';
import { type CaseWork, isEditable } from './case-work.ts';
import type { UsedMarking } from './films/use-marking.ts';
import type { FormKeys } from './form-keys.ts';
import { type FormStage, type FormState, stepBack } from './form-model.ts';
import { pressFormKey } from './press-form-key.ts';
import type { UsedSitting } from './use-sitting.ts';

interface RoomKeysProps {
  readonly used: UsedSitting;
  readonly work: CaseWork;
  readonly of: FormStage;
  readonly keys: FormKeys;
  readonly stages: readonly FilmStage[];
  /** The film in use, from 1. */
  readonly film: number;
  readonly marks: UsedMarking;
  readonly helpOpened: boolean;
  readonly onForm: (form: FormState) => void;
  readonly onHelp: (opened: boolean) => void;
  readonly onFilm: (film: number) => void;
  readonly onLarge: () => void;
}

export function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && (target.type === 'text' || target.type === 'password'))
  );
}

/** A control that a key already means something to, such as Enter on a button. */
export function isButton(target: EventTarget | null): boolean {
  return target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement;
}

function isArrowOnChoice(event: KeyboardEvent): boolean {
  return event.key.startsWith('Arrow') && event.target instanceof HTMLInputElement;
}

/** Over the reading, one key matters: the one that takes the cover away. */
function handleCoveredKey(event: KeyboardEvent, { used, onHelp, helpOpened }: RoomKeysProps): boolean {
  if (event.key !== 'Escape' || event.repeat) return false;
  if (helpOpened) onHelp(false);
  else used.unpause();
  return true;
}

function pressBackspace(event: KeyboardEvent, { used, work, of, onForm }: RoomKeysProps): void {
  if (event.repeat) return;
  const { step } = work;
  if (!event.shiftKey) onForm(stepBack(of, work.form));
  else if (step.kind !== 'training' && step.back !== null) used.goBack(step.back);
}

/** Keys that walk through the films; false where there is one. */
function pressFilmKey(event: KeyboardEvent, { stages, film, onFilm, onLarge }: RoomKeysProps): boolean {
  if (stages.length === 1) return false;
  if (event.key === '*') onLarge();
  else if (event.key === 'PageDown') onFilm((film % stages.length) + 1);
  else if (event.key === 'PageUp') onFilm(((film + stages.length - 2) % stages.length) + 1);
  else return false;
  return true;
}

/** Sends the window's keys to the room, the form, then to the film in use. True when the key was used. */
function handleKey(event: KeyboardEvent, props: RoomKeysProps): boolean {
  const { used, helpOpened } = props;
  if (used.sitting.cover !== 'none' || helpOpened) return handleCoveredKey(event, props);
  if (event.key === 'Escape') {
    if (!event.repeat && used.sitting.study.pauses.allowed) used.pause(false);
    return true;
  }
  if (event.key === 'Enter') {
    if (isButton(event.target) || event.shiftKey || event.repeat) return false;
    used.submit();
    return true;
  }
  if (isTextField(event.target)) return false;
  if (event.key === '?') props.onHelp(true);
  else if (event.key === 'Backspace') pressBackspace(event, props);
  else return pressFilmKey(event, props) || pressAnswerKey(event, props) || pressViewKey(event, props);
  return true;
}

function pressAnswerKey(event: KeyboardEvent, props: RoomKeysProps): boolean {
  const { used, work, of, keys, marks, onForm } = props;
  if (!isEditable(work) || used.sitting.feedback !== null) return false;
  const press = pressFormKey(of, keys, work.form, event.key);
  if (press === null) return false;
  // A held key must not answer the next question too.
  if (event.repeat) return true;
  onForm(press.form);
  if (press.marks !== null) startMarking(marks, press.form, press.marks);
  return true;
}

function pressViewKey(event: KeyboardEvent, { stages, film }: RoomKeysProps): boolean {
  const command = isArrowOnChoice(event) ? null : commandOfKey(event, 'reading');
  if (command === null) return false;
  stages[film - 1]?.obey(command);
  return true;
}

function startMarking(marks: UsedMarking, form: FormState, shape: Mark['shape']): void {
  if (form.currentItemId !== null) marks.start(form.currentItemId, shape);
}

export function useRoomKeys(props: RoomKeysProps): void {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    // At once: two keys in quick succession must not both build on the answers before the first.
    const atOnce = (event: KeyboardEvent, handle: () => boolean): boolean => {
      let used = false;
      flushSync(() => {
        used = handle();
      });
      if (used) event.preventDefault();
      return used;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      atOnce(event, () => handleKey(event, latest.current));
    };
    // While the crosshair is out its keys come first, also where the film itself has the focus.
    const onMarkingKey = (event: KeyboardEvent) => {
      const { marks, used, helpOpened } = latest.current;
      if (marks.marking === null || used.sitting.cover !== 'none' || helpOpened || isTextField(event.target))
        return;
      // A control that was gone to has its own keys, Tab among them.
      if (isButton(event.target) || event.target instanceof HTMLInputElement) return;
      if (atOnce(event, () => marks.pressKey(event))) event.stopPropagation();
    };
    window.addEventListener('keydown', onMarkingKey, { capture: true });
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onMarkingKey, { capture: true });
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
