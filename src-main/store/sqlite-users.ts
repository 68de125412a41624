import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { UserId } from '../../src-core/base/ids.ts';
import type { Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { AccountSecret, Role, User, UsersReadable, UsersWritable } from './ports-work.ts';
import { idColumn, jsonObjectColumn, notFound, parseRow, requireName } from './rows.ts';

const COLUMNS = 'id, role, name, created_at AS createdAt';
const userRow = z.object({
  id: idColumn<UserId>(),
  role: z.enum(['coordinator', 'reader']),
  name: z.string(),
  createdAt: z.string(),
});

const secretRow = z.object({
  pinHash: z.string().nullable(),
  signingKey: z.string().nullable(),
  sealedKey: jsonObjectColumn.nullable(),
  publicKey: z.string(),
});

const toUser = (row: Row): User => parseRow(userRow, row, 'users');

export function createUsers(driver: Driver, environment: StoreEnvironment): UsersReadable & UsersWritable {
  const find = (role: Role, name: string): User | undefined => {
    const row = driver
      .prepare(`SELECT ${COLUMNS} FROM users WHERE role = @role AND name = @name`)
      .get({ role, name: name.trim() });
    return row && toUser(row);
  };

  const byId = (id: UserId): User | undefined => {
    const row = driver.prepare(`SELECT ${COLUMNS} FROM users WHERE id = @id`).get({ id });
    return row && toUser(row);
  };
  const get = (id: UserId): User => {
    const user = byId(id);
    if (user === undefined) throw notFound('user', id);
    return user;
  };

  const insert = (role: Role, name: string, id: UserId = environment.randomId() as UserId): User => {
    const user: User = {
      id,
      role,
      name: requireName(name, `a ${role}`),
      createdAt: environment.now(),
    };
    driver
      .prepare('INSERT INTO users (id, role, name, created_at) VALUES (@id, @role, @name, @createdAt)')
      .run({ ...user });
    return user;
  };

  return {
    get,
    find,
    list(role) {
      const rows = driver
        .prepare(`SELECT ${COLUMNS} FROM users WHERE @role IS NULL OR role = @role ORDER BY name, role`)
        .all({ role: role ?? null });
      return rows.map(toUser);
    },
    add: (role, name) =>
      driver.transaction(() => {
        if (find(role, name) !== undefined) {
          throw new LightboxError(
            'CONFLICT',
            `There is a ${role} named "${name.trim()}" already. Take another name.`,
            {
              role,
              name: name.trim(),
            },
          );
        }
        return insert(role, name);
      }),
    findOrAdd: (role, name) => driver.transaction(() => find(role, name) ?? insert(role, name)),
    addReaderOfPackage: (id, name) =>
      driver.transaction(() => {
        const known = byId(id);
        if (known?.role === 'coordinator') {
          throw new LightboxError(
            'CONFLICT',
            `The package is for a reader whose id is that of the coordinator ${known.name} here. Ask for a new package.`,
            { id },
          );
        }
        return known ?? insert('reader', freeName(name.trim(), find), id);
      }),
    secret(id) {
      get(id);
      const row = driver
        .prepare(
          `SELECT pin_hash AS pinHash, signing_key AS signingKey, sealed_key AS sealedKey, public_key AS publicKey
           FROM account_secrets WHERE user_id = @id`,
        )
        .get({ id });
      return row === undefined ? null : toSecret(row);
    },
    setSecret(id, secret) {
      const { role, name } = get(id);
      if ((secret.kind === 'pin') !== (role === 'reader')) {
        throw new LightboxError('BAD_INPUT', `${name} is a ${role}: a ${secret.kind} is not theirs.`, { id });
      }
      const reader = secret.kind === 'pin' ? secret : null;
      driver
        .prepare(
          `INSERT INTO account_secrets (user_id, pin_hash, signing_key, sealed_key, public_key, changed_at)
           VALUES (@id, @pinHash, @signingKey, @sealedKey, @publicKey, @at)
           ON CONFLICT (user_id) DO UPDATE SET pin_hash = @pinHash, signing_key = @signingKey,
             sealed_key = @sealedKey, public_key = @publicKey, changed_at = @at`,
        )
        .run({
          id,
          pinHash: reader?.pinHash ?? null,
          signingKey: reader?.signingKey ?? null,
          sealedKey: secret.kind === 'passphrase' ? canonicalJson(secret.sealedKey) : null,
          publicKey: secret.publicKey,
          at: environment.now(),
        });
    },
  };
}

/** The name, or the first of "name (2)", "name (3)", ... that no reader has. */
function freeName(name: string, find: (role: Role, name: string) => User | undefined): string {
  let candidate = name;
  for (let number = 2; find('reader', candidate) !== undefined; number += 1)
    candidate = `${name} (${number})`;
  return candidate;
}

function toSecret(row: Row): AccountSecret {
  const { pinHash, signingKey, sealedKey, publicKey } = parseRow(secretRow, row, 'account_secrets');
  if (signingKey !== null) return { kind: 'pin', pinHash, signingKey, publicKey };
  if (sealedKey !== null) return { kind: 'passphrase', sealedKey, publicKey };
  throw new LightboxError('STORE_CORRUPT', 'A row of account_secrets holds no key. Restore a backup.');
}
