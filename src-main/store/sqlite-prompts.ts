import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import type { Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { NewSavedPrompt, PromptsReadable, PromptsWritable, SavedPrompt } from './ports-work.ts';
import { jsonObjectColumn, notFound, parseRow, requireName } from './rows.ts';

const COLUMNS = 'id, name, text, negative, settings, created_at AS createdAt';
const promptRow = z.object({
  id: z.string(),
  name: z.string(),
  text: z.string(),
  negative: z.string(),
  settings: jsonObjectColumn,
  createdAt: z.string(),
});

const toPrompt = (row: Row): SavedPrompt => parseRow(promptRow, row, 'saved_prompts');

const bindings = (prompt: NewSavedPrompt) => ({
  name: requireName(prompt.name, 'a saved prompt'),
  text: prompt.text,
  negative: prompt.negative,
  settings: canonicalJson(prompt.settings),
});

export function createPrompts(
  driver: Driver,
  environment: StoreEnvironment,
): PromptsReadable & PromptsWritable {
  const get = (id: string): SavedPrompt => {
    const row = driver.prepare(`SELECT ${COLUMNS} FROM saved_prompts WHERE id = @id`).get({ id });
    if (row === undefined) throw notFound('saved prompt', id);
    return toPrompt(row);
  };

  return {
    get,
    list: () =>
      driver
        .prepare(`SELECT ${COLUMNS} FROM saved_prompts ORDER BY name COLLATE NOCASE, created_at, id`)
        .all()
        .map(toPrompt),
    add(prompt) {
      const id = environment.randomId();
      driver
        .prepare(
          `INSERT INTO saved_prompts (id, name, text, negative, settings, created_at)
           VALUES (@id, @name, @text, @negative, @settings, @createdAt)`,
        )
        .run({ id, ...bindings(prompt), createdAt: environment.now() });
      return get(id);
    },
    update(id, prompt) {
      driver
        .prepare(
          'UPDATE saved_prompts SET name = @name, text = @text, negative = @negative, settings = @settings WHERE id = @id',
        )
        .run({ id, ...bindings(prompt) });
      return get(id);
    },
    remove(id) {
      const removed = driver.prepare('DELETE FROM saved_prompts WHERE id = @id').run({ id });
      if (removed === 0) throw notFound('saved prompt', id);
    },
  };
}
