import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserId } from '../../src-core/base/ids.ts';
import type { AccountSecret } from './ports.ts';
import { codeOf, DRIVERS, openTestStore, type TestStore } from './testing/test-store.ts';

const PIN: AccountSecret = { kind: 'pin', pinHash: '$argon2id$x', signingKey: 'k', publicKey: 'p' };
const PASSPHRASE: AccountSecret = { kind: 'passphrase', sealedKey: { sealed: 'x' }, publicKey: 'p' };

describe.each(DRIVERS)('accounts over %s', (name) => {
  let test: TestStore;
  beforeEach(() => {
    test = openTestStore(name);
  });
  afterEach(() => test.dispose());

  it('have a secret of the kind of their role, which is replaced', async () => {
    const { users } = test.store;
    const reader = users.add('reader', 'Ada').id;
    const coordinator = users.add('coordinator', 'Carl').id;
    expect([users.secret(reader), users.secret(coordinator)]).toEqual([null, null]);
    users.setSecret(reader, PIN);
    users.setSecret(coordinator, PASSPHRASE);
    test.reopen();
    const again = test.store.users;
    expect([again.secret(reader), again.secret(coordinator)]).toEqual([PIN, PASSPHRASE]);
    again.setSecret(reader, { ...PIN, pinHash: null });
    expect(again.secret(reader)).toEqual({ ...PIN, pinHash: null });
    expect(await codeOf(() => again.setSecret(reader, PASSPHRASE))).toBe('BAD_INPUT');
    expect(await codeOf(() => again.setSecret(coordinator, PIN))).toBe('BAD_INPUT');
    expect(await codeOf(() => again.secret('nobody' as UserId))).toBe('NOT_FOUND');
  });

  it('come with a package under its id, with a number where the name is taken', async () => {
    const { users } = test.store;
    users.add('reader', 'Ada');
    const coordinator = users.add('coordinator', 'Carl').id;
    const brought = users.addReaderOfPackage('from-elsewhere' as UserId, 'ada');
    expect(brought).toMatchObject({ id: 'from-elsewhere', role: 'reader', name: 'ada (2)' });
    expect(users.addReaderOfPackage('a-third' as UserId, 'Ada').name).toBe('Ada (3)');
    expect(users.addReaderOfPackage(brought.id, 'Ada')).toEqual(brought);
    expect(await codeOf(() => users.addReaderOfPackage(coordinator, 'Ada'))).toBe('CONFLICT');
  });
});
