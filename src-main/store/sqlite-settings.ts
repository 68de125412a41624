import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import { DEFAULT_SETTINGS, workstationSettingsSchema } from '../../src-core/contract/settings-calls.ts';
import type { Driver } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { SettingsReadable, SettingsWritable } from './ports-models.ts';
import { jsonValueColumn, parseRow } from './rows.ts';

const settingRow = z.object({ key: z.string(), value: jsonValueColumn });
const changeSchema = workstationSettingsSchema.partial();

export function createSettings(
  driver: Driver,
  environment: StoreEnvironment,
): SettingsReadable & SettingsWritable {
  const get: SettingsReadable['get'] = () => {
    const rows = driver
      .prepare('SELECT key, value FROM settings')
      .all()
      .map((row) => parseRow(settingRow, row, 'settings'));
    const stored = Object.fromEntries(rows.map(({ key, value }) => [key, value]));
    return parseRow(workstationSettingsSchema, { ...DEFAULT_SETTINGS, ...stored }, 'settings');
  };

  return {
    get,
    change: (part) =>
      driver.transaction(() => {
        const parsed = changeSchema.safeParse(part);
        if (!parsed.success) {
          throw new LightboxError('BAD_INPUT', `A setting cannot be used: ${z.prettifyError(parsed.error)}`);
        }
        for (const [key, value] of Object.entries(parsed.data)) {
          if (value === undefined) continue;
          driver
            .prepare(
              `INSERT INTO settings (key, value, changed_at) VALUES (@key, @value, @at)
               ON CONFLICT (key) DO UPDATE SET value = @value, changed_at = @at`,
            )
            .run({ key, value: canonicalJson(value), at: environment.now() });
        }
        return get();
      }),
  };
}
