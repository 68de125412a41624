import { z } from 'zod';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { UserId } from '../../src-core/base/ids.ts';
import type { Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { Role, User, UsersReadable, UsersWritable } from './ports-work.ts';
import { idColumn, notFound, parseRow, requireName } from './rows.ts';

const COLUMNS = 'id, role, name, created_at AS createdAt';
const userRow = z.object({
  id: idColumn<UserId>(),
  role: z.enum(['coordinator', 'reader']),
  name: z.string(),
  createdAt: z.string(),
});

const toUser = (row: Row): User => parseRow(userRow, row, 'users');

export function createUsers(driver: Driver, environment: StoreEnvironment): UsersReadable & UsersWritable {
  const find = (role: Role, name: string): User | undefined => {
    const row = driver
      .prepare(`SELECT ${COLUMNS} FROM users WHERE role = @role AND name = @name`)
      .get({ role, name: name.trim() });
    return row && toUser(row);
  };

  const insert = (role: Role, name: string): User => {
    const user: User = {
      id: environment.randomId() as UserId,
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
    get(id) {
      const row = driver.prepare(`SELECT ${COLUMNS} FROM users WHERE id = @id`).get({ id });
      if (row === undefined) throw notFound('user', id);
      return toUser(row);
    },
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
  };
}
