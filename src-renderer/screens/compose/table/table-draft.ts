import { type ChosenTable, tablePlanSchema } from '../../../../src-core/contract/batch-calls.ts';
import type { CallInput } from '../../../../src-core/contract/contract.ts';
import { stepsToCount } from '../../../../src-core/diffusion/sweep.ts';
import { createDraftStore } from '../../../app/draft-store.ts';
import type { ComposeState } from '../compose-state.ts';
import type { RequestField } from '../settings.ts';

export interface TableDraft {
  readonly table: ChosenTable | null;
  /** Empty: the file's name. */
  readonly name: string;
}

const store = createDraftStore<TableDraft, Partial<TableDraft>>(
  { table: null, name: '' },
  (draft, change) => ({
    ...draft,
    ...change,
  }),
);
export const changeTable = store.dispatch;
export const useTableDraft = store.use;

export interface PlannedTable {
  /** Null where nothing can be queued: no table, no row, or a field that is not valid. */
  readonly input: CallInput<'batches.enqueueTable'> | null;
  readonly invalid: ReadonlySet<RequestField>;
  readonly images: number;
  /** Inference steps of all images with one for each decoding, for an estimate. */
  readonly steps: number;
}

const FIELDS = {
  modelId: 'modelId',
  negativePrompt: 'negativePrompt',
  imagesPerRow: 'count',
  baseSeed: 'seed',
  steps: 'steps',
  guidanceScale: 'guidanceScale',
  guidanceRescale: 'guidanceRescale',
  eta: 'eta',
} as const satisfies Readonly<Record<string, RequestField>>;

const settingsSchema = tablePlanSchema.omit({
  kind: true,
  fileName: true,
  fileSha256: true,
  carriedColumns: true,
  refusedRows: true,
});

/** What "Queue the table" would queue: a row's own settings go before the form's. */
export function planTable({ table, name }: TableDraft, state: ComposeState): PlannedTable {
  const { settings, negativePrompt } = state;
  const parsed = settingsSchema.safeParse({
    modelId: settings.modelId,
    provider: settings.provider,
    negativePrompt,
    guidanceRescale: settings.guidanceRescale,
    eta: settings.eta,
    steps: settings.steps,
    guidanceScale: settings.guidanceScale,
    scheduler: settings.scheduler,
    imagesPerRow: settings.count,
    // Left empty, one is drawn when the table is queued.
    baseSeed: settings.seed ?? 0,
  });
  const invalid = new Set<RequestField>();
  for (const { path } of parsed.success ? [] : parsed.error.issues) {
    const field = Object.entries(FIELDS).find(([known]) => known === path[0])?.[1];
    if (field !== undefined) invalid.add(field);
  }
  const count = settings.count ?? 0;
  const imagesOf = ({ imagesNamed, rowsWithoutCount }: ChosenTable['images'][number]): number =>
    imagesNamed + rowsWithoutCount * count;
  const groups = table?.images ?? [];
  return {
    input:
      parsed.success && table !== null && table.rows > 0
        ? inputOf(table, name, parsed.data, settings.seed)
        : null,
    invalid,
    images: groups.reduce((sum, group) => sum + imagesOf(group), 0),
    steps: groups.reduce(
      (sum, group) => sum + imagesOf(group) * stepsToCount(group.steps ?? settings.steps ?? 0),
      0,
    ),
  };
}

function inputOf(
  { tableId, fileName }: ChosenTable,
  name: string,
  {
    baseSeed: _drawn,
    ...settings
  }: CallInput<'batches.enqueueTable'>['settings'] & { readonly baseSeed: number },
  baseSeed: number | null,
): CallInput<'batches.enqueueTable'> {
  return { tableId, name: name.trim() === '' ? fileName.slice(0, 120) : name.trim(), settings, baseSeed };
}
