import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../src-core/contract/contract.ts';
import { createSigningKey } from '../keys/signing.ts';
import { openTestApp, TEST_SECRETS, type TestApp } from './testing/test-app.ts';

describe('a call of a window', () => {
  let test: TestApp;
  beforeAll(() => {
    test = openTestApp();
  });
  afterAll(() => test.close());

  it.each(['nothing.like.this', '__proto__', 'constructor', 'toString', '', 7, null, { name: 'app.info' }])(
    'with the name %j is refused as unknown',
    async (name) => {
      const result = await test.app.call(test.app.newSession(), name, {});
      expect(result).toMatchObject({ ok: false, error: { code: 'UNKNOWN_CALL' } });
    },
  );

  it('is refused to a window in which nobody has signed in, whatever the call, unless it is for anyone', async () => {
    const names = Object.entries(contract).filter(([, { role }]) => role !== 'anyone');
    expect(names.length).toBeGreaterThan(25);
    for (const [name] of names) {
      const result = await test.app.call(test.app.newSession(), name, {});
      expect(result, name).toMatchObject({ ok: false, error: { code: 'NOT_SIGNED_IN' } });
    }
  });

  it('of a coordinator is refused to a reader, and the other way round, before its input is looked at', async () => {
    const sessions = {
      reader: await test.signIn('reader', 'Ada'),
      coordinator: await test.signIn('coordinator', 'Cora'),
    };
    for (const [name, { role }] of Object.entries(contract)) {
      if (role !== 'reader' && role !== 'coordinator') continue;
      const other = sessions[role === 'reader' ? 'coordinator' : 'reader'];
      const result = await test.app.call(other, name, { whatever: 1 });
      expect(result, name).toMatchObject({ ok: false, error: { code: 'FORBIDDEN_ROLE' } });
    }
  });

  it('with a field that the contract does not name is refused, naming the call', async () => {
    const session = await test.signIn('coordinator', 'Cora');
    const result = await test.app.call(session, 'design.create', {
      name: 'x',
      seed: 1,
      preset: 'quartet-choice',
      extra: true,
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
    expect(JSON.stringify(result)).toContain('design.create');
  });

  it('makes one coordinator only', async () => {
    const result = await test.app.call(test.app.newSession(), 'session.createCoordinator', {
      name: 'Eve',
      passphrase: TEST_SECRETS.coordinator,
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  });

  it('gives pixels for tokens of its own session and sign-in only', async () => {
    const coordinator = await test.signIn('coordinator', 'Cora');
    const blob = await test.ports.store.blobs.put(new Uint8Array([1, 2, 3]));
    const token = coordinator.filmUrl(blob).slice('app://blob/'.length);
    expect(await test.app.pixels(coordinator, token)).toEqual(new Uint8Array([1, 2, 3]));
    const reader = await test.signIn('reader', 'Ada');
    expect(await test.app.pixels(reader, token)).toBeUndefined();
    await test.call(coordinator, 'session.signOut', {});
    expect(await test.app.pixels(coordinator, token)).toBeUndefined();
  });

  it('that ends after its asker signed out gets no answer, whoever sits there by then', async () => {
    const session = await test.signIn('coordinator', 'Cora');
    const asked = test.app.call(session, 'models.list', {});
    const { id, name, role } = test.ports.store.users.findOrAdd('reader', 'Ada');
    session.signIn({ id, name, role }, createSigningKey());
    expect(await asked).toMatchObject({ ok: false, error: { code: 'NOT_SIGNED_IN' } });
  });

  it('that fails inside tells a reader that it failed, and not what', async () => {
    const reader = await test.signIn('reader', 'Ada');
    const { store } = test.ports;
    const { list } = store.assignments;
    Object.assign(store.assignments, {
      list: () => {
        throw new Error('arm of film 17 is synthetic');
      },
    });
    const result = await test.app.call(reader, 'reader.assignments', {});
    Object.assign(store.assignments, { list });
    expect(result).toMatchObject({ ok: false, error: { code: 'INTERNAL', details: {} } });
    expect(JSON.stringify(result)).not.toContain('film 17');
  });
});
