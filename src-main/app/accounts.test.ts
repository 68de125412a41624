import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { UserId } from '../../src-core/base/ids.ts';
import { openViewOf, openViewSchema } from '../../src-core/study/open-view.ts';
import { freezeProtocol } from '../../src-core/study/protocol-freeze.ts';
import { allocationsOf } from '../../src-core/study/test-protocols.ts';
import { TEST_PROTOCOL } from '../../src-core/study/test-study.ts';
import { sealAdjudication, sealTruth, unsealAdjudication, unsealTruth } from '../keys/sealed.ts';
import { verifySignature } from '../keys/signing.ts';
import type { Store } from '../store/ports.ts';
import { jsonObjectSchema } from '../store/schemas.ts';
import { contentOf, factsOf } from '../store/testing/sealed-study.ts';
import { blobNamed } from '../store/testing/test-store.ts';
import { SecretTries } from './secret-tries.ts';
import type { AppSession } from './session.ts';
import { openTestApp, TEST_SECRETS, type TestApp } from './testing/test-app.ts';

const { coordinator: PASSPHRASE, reader: PIN } = TEST_SECRETS;

async function refusal(work: Promise<unknown>): Promise<LightboxError | null> {
  return work.then(
    () => null,
    (thrown: unknown) => {
      if (thrown instanceof LightboxError) return thrown;
      throw thrown;
    },
  );
}

describe('accounts', () => {
  let test: TestApp;
  let cora: AppSession;
  let ada: UserId;
  const signIn = async (userId: UserId, secret: string): Promise<AppSession> => {
    const session = test.app.newSession();
    await test.call(session, 'session.signIn', { userId, secret });
    return session;
  };
  const people = async () =>
    (await test.call(test.app.newSession(), 'session.people', {})).map(({ name, hasSecret }) => [
      name,
      hasSecret,
    ]);
  const actions = () => test.ports.store.audit.list().map(({ action }) => action);

  beforeEach(async () => {
    test = openTestApp();
    cora = test.app.newSession();
    await test.call(cora, 'session.createCoordinator', { name: 'Cora', passphrase: PASSPHRASE });
    ada = (await test.call(cora, 'readers.create', { name: 'Ada' })).id;
  });
  afterEach(async () => {
    await test.close();
    rmSync(test.folder, { recursive: true });
  });

  it('of readers take the PIN of the first sign-in, and no other after it; the key is the same each time', async () => {
    expect(await people()).toEqual([
      ['Ada', false],
      ['Cora', true],
    ]);
    expect(await refusal(signIn(ada, 'abcdef'))).toMatchObject({ code: 'BAD_INPUT' });
    const first = await signIn(ada, PIN);
    expect(await people()).toContainEqual(['Ada', true]);
    expect(await refusal(signIn(ada, '135790'))).toMatchObject({
      code: 'SECRET_WRONG',
      details: { wrong: 1, waitSeconds: 0 },
    });
    const second = await signIn(ada, PIN);
    const signature = first.signingKey?.sign('read') ?? '';
    expect(verifySignature(second.signingKey?.publicKey ?? '', 'read', signature)).toBe(true);
    await test.call(second, 'session.signOut', {});
    expect([second.signingKey, second.person]).toEqual([null, null]);
    expect(actions()).toEqual(expect.arrayContaining(['session.chooseSecret', 'session.wrongSecret']));
  });

  it('of the coordinator open with the passphrase alone, and keep no key that opens without it', async () => {
    const [carol] = test.ports.store.users.list('coordinator');
    if (carol === undefined) throw new Error('There is a coordinator.');
    expect(await refusal(signIn(carol.id, `${PASSPHRASE}.`))).toMatchObject({ code: 'SECRET_WRONG' });
    const again = await signIn(carol.id, PASSPHRASE);
    expect(again.signingKey?.publicKey).toBe(cora.signingKey?.publicKey);
    const stored = JSON.stringify(test.ports.store.users.secret(carol.id));
    const pkcs8 = cora.signingKey?.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    expect(stored).not.toContain(pkcs8);
    const short = test.call(test.app.newSession(), 'session.createCoordinator', {
      name: 'Eve',
      passphrase: PASSPHRASE,
    });
    expect(await refusal(short)).toMatchObject({ code: 'CONFLICT' });
  });

  it('of a new installation are not made with a passphrase that is too short', async () => {
    const other = openTestApp();
    try {
      const made = other.call(other.app.newSession(), 'session.createCoordinator', {
        name: 'Eve',
        passphrase: 'too short',
      });
      expect(await refusal(made)).toMatchObject({ code: 'BAD_INPUT' });
      expect(other.ports.store.users.list()).toEqual([]);
    } finally {
      await other.close();
      rmSync(other.folder, { recursive: true });
    }
  });

  it('change their secret for the old one, and keep their key', async () => {
    const session = await signIn(ada, PIN);
    const change = (old: string, next: string) => test.call(session, 'session.changeSecret', { old, next });
    expect(await refusal(change('000000', '13579086'))).toMatchObject({ code: 'SECRET_WRONG' });
    expect(await refusal(change(PIN, '123'))).toMatchObject({ code: 'BAD_INPUT' });
    await change(PIN, '13579086');
    expect(await refusal(signIn(ada, PIN))).toMatchObject({ code: 'SECRET_WRONG' });
    expect((await signIn(ada, '13579086')).signingKey?.publicKey).toBe(session.signingKey?.publicKey);
    const next = 'a long walk along the shore';
    await test.call(cora, 'session.changeSecret', { old: PASSPHRASE, next });
    const carol = cora.person?.id ?? ada;
    expect(await refusal(signIn(carol, PASSPHRASE))).toMatchObject({ code: 'SECRET_WRONG' });
    expect((await signIn(carol, next)).signingKey?.publicKey).toBe(cora.signingKey?.publicKey);
  });

  it('of the coordinator take what was sealed along to another passphrase, and leave what another one sealed', async () => {
    const next = 'a long walk along the shore';
    const { store } = test.ports;
    const { id } = await sealedStudy(store, ada, PASSPHRASE);
    const foreign = await sealedStudy(store, ada, 'the passphrase of somebody else');
    await test.call(cora, 'session.changeSecret', { old: PASSPHRASE, next });
    const opened = await unsealTruth(store.studies.sealedTruth(id), id, next, test.ports.sha256);
    expect(opened.protocol).toEqual(TEST_PROTOCOL);
    const [adjudication] = openViewSchema.parse(store.studies.openView(id)).adjudications;
    if (adjudication === undefined) throw new Error('The study has an adjudication.');
    expect(await unsealAdjudication(adjudication.sealed, next)).toEqual(opened.allocations);
    expect(store.studies.sealedTruth(foreign.id)).toEqual(foreign.sealedTruth);
    expect(store.audit.latest(2)).toMatchObject([
      { action: 'session.changeSecret', details: { resealed: 1, underAnother: 1 } },
      { action: 'studies.reseal', details: { study: id } },
    ]);
  });

  it('of readers whose PIN was taken away choose another, with the key they had', async () => {
    const before = await signIn(ada, PIN);
    const reset = (userId: UserId) =>
      test.call(cora, 'readers.resetPin', { userId, reason: 'forgotten over the summer' });
    await reset(ada);
    expect(await people()).toContainEqual(['Ada', false]);
    expect(test.ports.store.audit.latest(1)).toMatchObject([
      {
        actor: 'Cora',
        action: 'readers.resetPin',
        details: { user: ada, reason: 'forgotten over the summer' },
      },
    ]);
    expect((await signIn(ada, '999999')).signingKey?.publicKey).toBe(before.signingKey?.publicKey);
    expect(await refusal(reset(cora.person?.id ?? ada))).toMatchObject({ code: 'BAD_INPUT' });
    const byReader = test.call(before, 'readers.resetPin', { userId: ada, reason: 'of my own' });
    expect(await refusal(byReader)).toMatchObject({ code: 'FORBIDDEN_ROLE' });
  });

  it('have to wait after five wrong tries, at once or one after another, also for the right one', async () => {
    await signIn(ada, PIN);
    const tries = Array.from({ length: 6 }, () => refusal(signIn(ada, '000000')));
    const codes = (await Promise.all(tries)).map((error) => error?.code);
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'SECRET_WRONG'), 'CONFLICT']);
    expect(await refusal(signIn(ada, PIN))).toMatchObject({
      code: 'CONFLICT',
      details: { wrong: 5, waitSeconds: expect.any(Number) },
    });
    expect(actions().filter((action) => action === 'session.wrongSecret')).toHaveLength(5);
  });

  it('give nothing of a key or a secret to the window', async () => {
    const session = await signIn(ada, PIN);
    const answers = [
      await test.app.call(session, 'session.current', {}),
      await test.app.call(session, 'session.people', {}),
      await test.app.call(cora, 'audit.list', { limit: 100 }),
    ];
    const text = JSON.stringify(answers);
    const secret = test.ports.store.users.secret(ada);
    expect(secret).toMatchObject({ kind: 'pin', pinHash: expect.stringContaining('$argon2id$') });
    for (const part of [PIN, PASSPHRASE, ...Object.values(secret ?? {})].filter((part) => part !== 'pin')) {
      expect(text).not.toContain(part);
    }
  });
});

const FROZEN = freezeProtocol(TEST_PROTOCOL, (text) => createHash('sha256').update(text).digest('hex'));

/** A study sealed under this passphrase, with an adjudication. */
async function sealedStudy(store: Store, reader: UserId, passphrase: string) {
  const { id } = store.studies.createDraft({ name: 'Pilot', protocol: {}, seed: 1 });
  const about = { studyId: id, protocolHash: FROZEN.hash };
  const allocations = allocationsOf(TEST_PROTOCOL);
  const sealedTruth = await sealTruth({ ...about, protocolContent: FROZEN.content, allocations }, passphrase);
  const sealed = await sealAdjudication(about, 'adjudication', allocations, passphrase);
  const view = { ...openViewOf(TEST_PROTOCOL), adjudications: [{ cases: 1, sealed }] };
  const facts = { ...factsOf(id, reader), protocolHash: FROZEN.hash };
  const content = { ...contentOf(0, 1, blobNamed('a')), packageId: id };
  store.studies.freezeSealed(
    id,
    {
      protocolHash: FROZEN.hash,
      openView: jsonObjectSchema.parse(JSON.parse(JSON.stringify(view))),
      sealedTruth,
      assignments: [{ facts, content }],
    },
    { actor: 'Cora', reason: 'pilot' },
  );
  return { id, sealedTruth };
}

describe('tries of a secret', () => {
  const id = 'ada' as UserId;

  it('wait 15 s after the fifth wrong one, twice as long after each further one, a quarter of an hour at most', () => {
    let nowMs = 0;
    const tries = new SecretTries(() => new Date(nowMs));
    const waits: number[] = [];
    for (let attempt = 0; attempt < 13; attempt += 1) {
      tries.begin(id);
      waits.push(tries.waitSeconds(id));
      nowMs += tries.waitSeconds(id) * 1000;
    }
    expect(waits).toEqual([0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]);
    expect(tries.begin('ben' as UserId)).toBe(1);
  });

  it('are refused to the last second of the wait, and are forgotten after a right one', () => {
    let nowMs = 0;
    const tries = new SecretTries(() => new Date(nowMs));
    for (let attempt = 0; attempt < 5; attempt += 1) tries.begin(id);
    nowMs = 14_999;
    expect(() => tries.begin(id)).toThrow('wait 1 s more');
    nowMs = 15_000;
    expect(tries.begin(id)).toBe(6);
    tries.forget(id);
    expect(tries.begin(id)).toBe(1);
  });
});
