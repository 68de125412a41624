import type { DisplayView } from '../../src-core/contract/display-calls.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

/** The display that the window stands on, and what was measured of it. */
export function displayHandlers({ store, display }: AppPorts): HandlersOf<'display'> {
  const view = (): DisplayView => {
    const facts = display();
    return { ...facts, pixelsPerMm: store.settings.get().displays[facts.key] ?? null };
  };
  return {
    'display.get': () => view(),
    'display.calibrate': ({ key, pixelsPerMm }, session) =>
      store.transaction(() => {
        const { [key]: _before, ...others } = store.settings.get().displays;
        store.audit.append({
          actor: signedIn(session).name,
          action: 'display.calibrate',
          details: { display: key, pixelsPerMm },
        });
        store.settings.change({
          displays: pixelsPerMm === null ? others : { ...others, [key]: pixelsPerMm },
        });
        return view();
      }),
  };
}
