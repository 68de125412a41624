import { useMemo, useSyncExternalStore } from 'react';
import { MaskEditor, type MaskEditorState } from './mask-editor.ts';

/** A mask of a film of that size, empty at first. */
export function useMaskEditor(width: number, height: number): MaskEditor {
  return useMemo(() => new MaskEditor(width, height), [width, height]);
}

export function useMaskState(editor: MaskEditor): MaskEditorState {
  return useSyncExternalStore(editor.subscribe, () => editor.state);
}
