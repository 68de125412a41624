import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ImportReport } from '../../src-core/contract/import-calls.ts';
import type { FoundFile, SkippedEntry } from '../files/film-folder.ts';
import type { FilmReading } from '../files/film-messages.ts';
import type { ImportedFilm } from '../files/film-reader.ts';
import { type FilmLabelRow, parseLabelsCsv } from '../files/labels-csv.ts';
import type { NewRealFilm } from '../store/ports.ts';
import { displayBlob } from './film-picture.ts';
import { storedBytes } from './pixels.ts';
import type { AppPorts } from './ports.ts';

/** The rows of label tables by file name, and which of them were used. */
export class ImportLabels {
  readonly #rows: ReadonlyMap<string, FilmLabelRow>;
  readonly #used = new Set<string>();
  /** Names that several of the chosen files have: a row of the table cannot say which one it means. */
  readonly #ambiguous: ReadonlySet<string>;

  private constructor(rows: ReadonlyMap<string, FilmLabelRow>, files: readonly FoundFile[]) {
    this.#rows = rows;
    this.#ambiguous = repeated(files.map((file) => path.basename(file.path)));
  }

  /** @throws LightboxError CSV_INVALID, also for a file that stands in two of the tables */
  static async read(tables: readonly string[], files: readonly FoundFile[]): Promise<ImportLabels> {
    const rows = new Map<string, FilmLabelRow>();
    for (const file of tables) {
      const table = path.basename(file);
      for (const row of parseLabelsCsv(await readFile(file), table)) {
        if (rows.has(row.fileName)) {
          throw new LightboxError(
            'CSV_INVALID',
            `${table}: "${row.fileName}" stands in another of the chosen tables already. Choose one table for it.`,
            { file: table },
          );
        }
        rows.set(row.fileName, row);
      }
    }
    return new ImportLabels(rows, files);
  }

  of(fileName: string): FilmLabelRow | undefined {
    const row = this.#ambiguous.has(fileName) ? undefined : this.#rows.get(fileName);
    if (row !== undefined) this.#used.add(fileName);
    return row;
  }

  isAmbiguous(fileName: string): boolean {
    return this.#ambiguous.has(fileName) && this.#rows.has(fileName);
  }

  unused(): string[] {
    return [...this.#rows.keys()].filter((name) => !this.#used.has(name));
  }
}

type Findings = {
  readonly [Key in keyof Omit<
    ImportReport,
    'cancelled' | 'notReached' | 'labelsUnused' | 'skipped'
  >]: ImportReport[Key];
};

/** One import as it goes on: takes films into the store and keeps account of every file. */
export class ImportBatch {
  readonly id: string;
  readonly #ports: AppPorts;
  readonly #labels: ImportLabels;
  readonly #findings: Findings = {
    imported: [],
    alreadyPresent: [],
    refused: [],
    notes: [],
    warnings: [],
    severalFrames: [],
    withoutText: [],
  };

  constructor(ports: AppPorts, labels: ImportLabels) {
    this.id = ports.random.id();
    this.#ports = ports;
    this.#labels = labels;
  }

  get counts(): { readonly imported: number; readonly refused: number } {
    return { imported: this.#findings.imported.length, refused: this.#findings.refused.length };
  }

  /** Accounts for one picture. @throws LightboxError DISK_FULL: nothing more can be taken */
  async take(name: string, reading: FilmReading): Promise<void> {
    const fileName = reading.frame === 0 ? name : `${name} (frame ${reading.frame + 1})`;
    if (!reading.ok) {
      this.#findings.refused.push({ fileName, code: reading.code, reason: reading.reason });
      return;
    }
    if (reading.known) {
      this.#findings.alreadyPresent.push(fileName);
      return;
    }
    try {
      await this.#store(fileName, reading.path, reading.frame, reading.film);
    } catch (thrown) {
      const { code, message } = toLightboxError(thrown);
      if (code === 'DISK_FULL') throw thrown;
      this.#findings.refused.push({ fileName, code, reason: message });
    }
  }

  /** Remembers a file of which one frame of several was taken. */
  noteFrames(fileIndex: number, fileName: string, frames: number): void {
    this.#findings.severalFrames.push({ fileIndex, fileName, frames });
  }

  report(skipped: readonly SkippedEntry[], cancelled: boolean, notReached: number): ImportReport {
    const labelsUnused = this.#labels.unused();
    return { ...this.#findings, skipped: [...skipped], labelsUnused, cancelled, notReached };
  }

  async #store(fileName: string, file: string, frame: number, film: ImportedFilm): Promise<void> {
    const { store } = this.#ports;
    const { radiograph } = film;
    if (film.facts.declaredSynthetic) {
      throw new LightboxError(
        'FILE_UNSUPPORTED',
        'it says of itself that it is synthetic and cannot stand for a real film',
      );
    }
    const baseName = path.basename(file);
    const label = this.#labels.of(baseName);
    const pixelsBlob = await store.blobs.put(storedBytes(radiograph.pixels));
    const patient = label?.patient ?? film.facts.patient;
    const row: NewRealFilm = {
      pixelsBlob,
      width: radiograph.width,
      height: radiograph.height,
      bits: radiograph.bits,
      displayBlob: await displayBlob(store.blobs, radiograph),
      text: label?.text ?? '',
      sourceName: baseName,
      sourceSha256: film.sha256,
      sourceFrame: frame,
      sourceKind: film.kind,
      patientKey: patient === null ? null : store.films.patientKey(patient),
      label: label?.label ?? film.facts.label,
      importBatch: this.id,
      lossy: radiograph.lossy,
      pixelSpacingMm: radiograph.pixelSpacingMm?.[0] ?? null,
      warnings: film.warnings,
      notes: radiograph.notes,
    };
    const { film: stored, added } = store.films.addReal(row);
    const { imported, alreadyPresent, withoutText, notes, warnings } = this.#findings;
    if (!added) {
      alreadyPresent.push(fileName);
      return;
    }
    imported.push(stored.id);
    if (stored.text === '') withoutText.push(stored.id);
    for (const note of radiograph.notes) notes.push({ fileName, note });
    for (const warning of film.warnings) warnings.push({ fileName, warning });
    if (this.#labels.isAmbiguous(baseName)) {
      const note = 'several chosen files have this name, so the table cannot say whose row it holds';
      notes.push({ fileName, note });
    }
  }
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}
