import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import { sha256Schema } from '../../src-core/diffusion/recipe.ts';
import type { Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { ModelsReadable, ModelsWritable, RegisteredModel } from './ports-models.ts';
import {
  flagColumn,
  idColumn,
  jsonColumn,
  jsonObjectColumn,
  notFound,
  parseRow,
  requireName,
} from './rows.ts';

const COLUMNS = `id, name, folder, copied, description, components, changed_files AS changedFiles,
  registered_at AS registeredAt, registered_by AS registeredBy`;

const componentsSchema = z.array(z.object({ file: z.string(), sha256: sha256Schema, bytes: z.int() }));

const modelRow = z.object({
  id: idColumn<ModelId>(),
  name: z.string(),
  folder: z.string(),
  copied: flagColumn,
  description: jsonObjectColumn,
  components: jsonColumn(componentsSchema),
  changedFiles: jsonColumn(z.array(z.string())),
  registeredAt: z.string(),
  registeredBy: z.string(),
});

const toModel = (row: Row): RegisteredModel => parseRow(modelRow, row, 'models');

export function createModels(driver: Driver, environment: StoreEnvironment): ModelsReadable & ModelsWritable {
  const find = (id: ModelId): RegisteredModel | undefined => {
    const row = driver
      .prepare(`SELECT ${COLUMNS} FROM models WHERE id = @id AND removed_at IS NULL`)
      .get({ id });
    return row === undefined ? undefined : toModel(row);
  };
  const get = (id: ModelId): RegisteredModel => {
    const model = find(id);
    if (model === undefined) throw notFound('registered model', id);
    return model;
  };
  const markRemoved = (id: ModelId): number =>
    driver
      .prepare('UPDATE models SET removed_at = @at WHERE id = @id AND removed_at IS NULL')
      .run({ id, at: environment.now() });

  return {
    find,
    list: () =>
      driver
        .prepare(`SELECT ${COLUMNS} FROM models WHERE removed_at IS NULL ORDER BY name COLLATE NOCASE, id`)
        .all()
        .map(toModel),
    register: (model) =>
      driver.transaction(() => {
        markRemoved(model.id);
        driver
          .prepare(
            `INSERT INTO models (id, name, folder, copied, description, components, registered_at, registered_by)
             VALUES (@id, @name, @folder, @copied, @description, @components, @at, @by)`,
          )
          .run({
            id: model.id,
            name: requireName(model.name, 'the model'),
            folder: model.folder,
            copied: model.copied ? 1 : 0,
            description: canonicalJson(model.description),
            components: canonicalJson(
              model.components.map(({ file, sha256, bytes }) => ({ file, sha256, bytes })),
            ),
            at: environment.now(),
            by: model.registeredBy,
          });
        return get(model.id);
      }),
    setChangedFiles(id, files) {
      const changed = driver
        .prepare('UPDATE models SET changed_files = @files WHERE id = @id AND removed_at IS NULL')
        .run({ id, files: canonicalJson([...files]) });
      if (changed === 0) throw notFound('registered model', id);
    },
    remove(id) {
      if (markRemoved(id) === 0) throw notFound('registered model', id);
    },
  };
}
