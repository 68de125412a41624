import { statSync } from 'node:fs';
import path from 'node:path';
import type { HashedModelFolder } from '../../engine/model-folder.ts';
import type { PromptRow } from '../../files/prompt-table.ts';
import type { RunModel } from '../generate-job.ts';
import type { ResolvedOptions, TableWork } from '../generate-options.ts';
import { LineWriter } from './line-file.ts';
import { type DrawnImage, manifestLine, manifestName } from './manifest-entry.ts';
import type { RunRecord } from './run-record.ts';
import { type PlannedRow, seedOf, type TablePlan } from './table-plan.ts';

/** An image of a shard. */
export interface PlannedImage {
  readonly planned: PlannedRow;
  readonly image: number;
  /** Its place among the shard's images, from 0. */
  readonly ordinal: number;
}

export interface TableRunFacts {
  readonly options: ResolvedOptions;
  readonly work: TableWork;
  readonly plan: TablePlan;
  readonly folder: HashedModelFolder;
  readonly model: RunModel;
  readonly record: RunRecord;
  /** Null where every row has a seed of its own. */
  readonly baseSeed: number | null;
  readonly directory: string;
}

/** One shard of a table on its way into a folder. */
export class TableRun {
  readonly options: ResolvedOptions;
  readonly plan: TablePlan;
  readonly folder: HashedModelFolder;
  readonly model: RunModel;
  readonly record: RunRecord;
  readonly directory: string;
  readonly manifestFile: string;
  readonly manifest: LineWriter;
  /** Whether an earlier run has left one. */
  readonly manifestExists: boolean;
  readonly #baseSeed: number | null;
  readonly #shard: TableWork['shard'];

  constructor({ options, work, plan, folder, model, record, baseSeed, directory }: TableRunFacts) {
    this.options = options;
    this.plan = plan;
    this.folder = folder;
    this.model = model;
    this.record = record;
    this.directory = directory;
    this.manifestFile = path.join(directory, manifestName(work.shard));
    this.manifest = new LineWriter(this.manifestFile);
    this.manifestExists = statSync(this.manifestFile, { throwIfNoEntry: false }) !== undefined;
    this.#baseSeed = baseSeed;
    this.#shard = work.shard;
  }

  /** An image by row and place in it; null for one that this shard does not draw. */
  find(row: number, image: number): PlannedImage | null {
    const { part, of } = this.#shard;
    const planned = this.plan.rows[(row - part) / of];
    if (planned === undefined || !(image >= 0 && image < planned.count)) return null;
    return { planned, image, ordinal: planned.firstOrdinal + image };
  }

  seedOf(row: PromptRow, image: number): number {
    return seedOf(row, image, this.#baseSeed);
  }

  lineOf(planned: PlannedRow, image: number, drawn: DrawnImage): string {
    return manifestLine(planned, image, drawn, {
      settings: this.plan.settings(planned.row),
      seed: this.seedOf(planned.row, image),
      carriedColumns: this.plan.carriedColumns,
    });
  }
}
