import { describe, expect, it } from 'vitest';
import type { FilmId } from '../../../src-core/base/ids.ts';
import { startDraft } from './edit-draft.ts';
import { editSessionOf } from './edit-sessions.ts';

const begun = (name: string) => editSessionOf(name as FilmId, 8, 6);

describe('an edit that was left', () => {
  it('keeps form and mask for its film alone', () => {
    begun('a').editor.fillBox({ x: 1, y: 1, width: 2, height: 2 });
    begun('a').draft = startDraft('Edema.');
    expect(begun('b')).toMatchObject({ draft: null, editor: { hasMask: false } });
    expect(begun('a')).toMatchObject({ draft: { prompt: 'Edema.' }, editor: { state: { marked: 4 } } });
  });

  it('is forgotten once eight others were looked at since', () => {
    begun('kept').draft = startDraft('kept');
    begun('old').draft = startDraft('old');
    begun('kept');
    for (let film = 0; film < 7; film += 1) begun(`film ${film}`);
    expect(begun('kept').draft).not.toBeNull();
    expect(begun('old').draft).toBeNull();
  });
});
