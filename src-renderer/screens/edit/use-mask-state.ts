import { useSyncExternalStore } from 'react';
import type { MaskEditor, MaskEditorState } from './mask-editor.ts';

export function useMaskState(editor: MaskEditor): MaskEditorState {
  return useSyncExternalStore(editor.subscribe, () => editor.state);
}
