import { useCommand } from './queries.ts';
import { forgetRoute } from './use-route.ts';

/** Signs out and loads the window anew, so that nothing of this session is left in its memory. */
export function useSignOut(): () => void {
  const signOut = useCommand('session.signOut', {
    onSuccess: () => {
      forgetRoute();
      window.location.reload();
    },
  });
  return () => signOut.mutate({});
}
