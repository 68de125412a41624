import { LightboxError } from '../../src-core/base/errors.ts';
import type { Person } from '../../src-core/contract/session-calls.ts';
import type { User } from '../store/ports.ts';
import type { Accounts } from './accounts.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

const toPerson = ({ id, name, role }: User): Person => ({ id, name, role });

/** Signing in and out, and the people of this workstation. */
export function peopleHandlers(
  ports: AppPorts,
  accounts: Accounts,
): HandlersOf<'app' | 'session' | 'readers'> {
  const { store } = ports;
  const requireFirst = (): void => {
    if (store.users.list('coordinator').length === 0) return;
    throw new LightboxError(
      'CONFLICT',
      'This installation has a coordinator already. Sign in as that person.',
    );
  };
  return {
    'app.info': () => ports.info,
    'session.current': (_input, session) => session.person,
    'session.people': () =>
      store.users.list().map((user) => ({ ...toPerson(user), hasSecret: accounts.hasSecret(user.id) })),
    'session.signIn': async ({ userId, secret }, session) => {
      const user = store.users.get(userId);
      const key = await accounts.signIn(user, secret);
      const person = toPerson(user);
      store.audit.append({ actor: person.name, action: 'session.signIn', details: { role: person.role } });
      session.signIn(person, key);
      return person;
    },
    'session.createCoordinator': async ({ name, passphrase }, session) => {
      requireFirst();
      const { key, chosen } = await accounts.secretOfNew('coordinator', passphrase);
      const person = store.transaction(() => {
        requireFirst();
        const added = toPerson(store.users.add('coordinator', name));
        store.users.setSecret(added.id, chosen);
        store.audit.append({ actor: name, action: 'people.add', details: { name, role: 'coordinator' } });
        return added;
      });
      session.signIn(person, key);
      return person;
    },
    'session.changeSecret': async ({ old, next }, session) => {
      await accounts.change(signedIn(session).id, old, next);
      return {};
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
    'readers.resetPin': ({ userId, reason }, session) => {
      accounts.resetPin(userId, { actor: signedIn(session).name, reason });
      return {};
    },
  };
}
