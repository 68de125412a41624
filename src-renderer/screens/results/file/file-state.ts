import {
  type AnalysisSettings,
  type ReadingFile,
  TABLE_COLUMNS,
} from '../../../../src-core/contract/analysis-calls.ts';
import type { CallInput } from '../../../../src-core/contract/contract.ts';

export type TableColumn = (typeof TABLE_COLUMNS)[number];

/** What no analysis can do without. */
export const NEEDED_COLUMNS: readonly TableColumn[] = ['reader', 'case', 'arm', 'truth', 'rating'];

/** A chosen file and what is said of it; numbers are null where their field is empty. */
export interface FileDraft {
  readonly file: ReadingFile;
  readonly columns: ReadingFile['likely'];
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly threshold: number | null;
  readonly chance: number | null;
  readonly margin: number | null;
}

export function newFileDraft(file: ReadingFile): FileDraft {
  const known = (name: string | undefined) => name !== undefined && file.columns.includes(name);
  const columns = Object.fromEntries(
    TABLE_COLUMNS.flatMap((column) => (known(file.likely[column]) ? [[column, file.likely[column]]] : [])),
  );
  return { file, columns, lowest: null, highest: null, threshold: null, chance: 0.5, margin: null };
}

/** What still stands in the way of the analysis, by field. */
export type FileFault =
  | { readonly kind: 'missing'; readonly column: TableColumn }
  | { readonly kind: 'twice'; readonly column: TableColumn; readonly name: string }
  | { readonly kind: 'scale' | 'scaleHalf' | 'chance' | 'margin' };

export function fileFaults(draft: FileDraft): readonly FileFault[] {
  const faults: FileFault[] = draft.file.kind === 'table' ? [...columnFaults(draft.columns)] : [];
  const { lowest, highest, chance, margin } = draft;
  if ((lowest === null) !== (highest === null)) faults.push({ kind: 'scaleHalf' });
  if (lowest !== null && highest !== null && lowest >= highest) faults.push({ kind: 'scale' });
  if (chance === null || chance <= 0 || chance >= 1) faults.push({ kind: 'chance' });
  if (margin !== null && margin <= 0) faults.push({ kind: 'margin' });
  return faults;
}

function columnFaults(columns: FileDraft['columns']): FileFault[] {
  const used = new Set<string>();
  return TABLE_COLUMNS.flatMap((column): FileFault[] => {
    const name = columns[column];
    if (name === undefined) return NEEDED_COLUMNS.includes(column) ? [{ kind: 'missing', column }] : [];
    if (used.has(name)) return [{ kind: 'twice', column, name }];
    used.add(name);
    return [];
  });
}

/** The call that analyses the file as it is described; null while something stands in the way. */
export function fileRequest(draft: FileDraft, settings: AnalysisSettings): CallInput<'analysis.file'> | null {
  const { file, columns, lowest, highest, threshold, chance, margin } = draft;
  if (chance === null || fileFaults(draft).length > 0) return null;
  return {
    fileToken: file.fileToken,
    columns: file.kind === 'table' ? columns : {},
    scale: lowest === null || highest === null ? null : [lowest, highest],
    threshold,
    chance,
    margin,
    settings,
  };
}
