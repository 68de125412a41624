import { call } from './client.ts';
import { forgetRoute } from './use-route.ts';

/** Signs out and loads the window anew, so that nothing of this session is left in its memory. */
export async function signOut(): Promise<void> {
  // Should main refuse (nobody was signed in any more), the fresh window shows what is so.
  await call('session.signOut', {}).catch(() => undefined);
  forgetRoute();
  window.location.reload();
}
