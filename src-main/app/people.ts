import { LightboxError } from '../../src-core/base/errors.ts';
import type { Person } from '../../src-core/contract/session-calls.ts';
import type { User } from '../store/ports.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

const toPerson = ({ id, name, role }: User): Person => ({ id, name, role });

/** Signing in and out, and the people of this workstation. */
export function peopleHandlers(ports: AppPorts): HandlersOf<'app' | 'session' | 'readers'> {
  const { store } = ports;
  return {
    'app.info': () => ports.info,
    'session.current': (_input, session) => session.person,
    'session.people': () => store.users.list().map(toPerson),
    'session.signIn': ({ userId }, session) => {
      const person = toPerson(store.users.get(userId));
      store.audit.append({ actor: person.name, action: 'session.signIn', details: { role: person.role } });
      session.signIn(person);
      return person;
    },
    'session.createCoordinator': ({ name }, session) => {
      if (store.users.list('coordinator').length > 0) {
        throw new LightboxError(
          'CONFLICT',
          'This installation has a coordinator already. Sign in as that person.',
        );
      }
      const person = store.transaction(() => {
        const added = toPerson(store.users.add('coordinator', name));
        store.audit.append({ actor: name, action: 'people.add', details: { name, role: 'coordinator' } });
        return added;
      });
      session.signIn(person);
      return person;
    },
    'session.signOut': (_input, session) => {
      store.audit.append({ actor: signedIn(session).name, action: 'session.signOut', details: {} });
      session.signOut();
      return {};
    },
    'readers.create': ({ name }, session) =>
      store.transaction(() => {
        const reader = toPerson(store.users.add('reader', name));
        store.audit.append({
          actor: signedIn(session).name,
          action: 'people.add',
          details: { name, role: 'reader' },
        });
        return reader;
      }),
  };
}
