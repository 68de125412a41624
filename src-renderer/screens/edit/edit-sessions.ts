import type { FilmId } from '../../../src-core/base/ids.ts';
import type { EditDraft } from './edit-draft.ts';
import { MaskEditor } from './mask-editor.ts';

/** What was begun on a film: the form as it stands, null while it was not touched, and the mask. */
export interface EditSession {
  readonly editor: MaskEditor;
  draft: EditDraft | null;
}

/** A mask of a film of 9 megapixels takes 9 MB, and so does each film whose edit was begun. */
const MOST_SESSIONS = 8;

/** The one looked at last is the last. */
const sessions = new Map<FilmId, EditSession>();

/**
 * A film's edit as it was left: a look at another screen loses neither form nor mask. In memory alone, as
 * `createDraftStore`; of more films than eight the one looked at longest ago is forgotten.
 */
export function editSessionOf(id: FilmId, widthPx: number, heightPx: number): EditSession {
  const session = sessions.get(id) ?? { editor: new MaskEditor(widthPx, heightPx), draft: null };
  sessions.delete(id);
  sessions.set(id, session);
  const [oldest] = sessions.keys();
  if (sessions.size > MOST_SESSIONS && oldest !== undefined) sessions.delete(oldest);
  return session;
}
