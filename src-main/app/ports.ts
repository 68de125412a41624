import type { ProviderName } from '../../src-core/base/generation-names.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import type { DisplayView } from '../../src-core/contract/display-calls.ts';
import type { EventName, EventPayload } from '../../src-core/contract/events.ts';
import type { TokenReport } from '../../src-core/contract/generation-calls.ts';
import type { ModelView } from '../../src-core/contract/model-calls.ts';
import type { ModelDescription } from '../../src-core/contract/model-description.ts';
import type { AppInfo } from '../../src-core/contract/session-calls.ts';
import type { Recipe, SchedulerName } from '../../src-core/diffusion/recipe.ts';
import type { EngineInfo, InspectionProgress } from '../engine/engine-client.ts';
import type { EditSource, GenerateRequest, LatentPreview } from '../engine/protocol.ts';
import type { EditPictures } from '../files/edit-source.ts';
import type {
  EditComparison,
  FilmFile,
  FilmsToCompare,
  FilmToFit,
  MaskCheck,
  ReadTable,
} from '../files/file-work.ts';
import type { FilmFileRequest } from '../files/film-file-messages.ts';
import type { WrittenFilm } from '../files/film-file-writer.ts';
import type { FilmPlace, FilmReading } from '../files/film-messages.ts';
import type { MeasuredFilm, NormaliseRequest } from '../files/normalise-messages.ts';
import type { RecordedImage } from '../files/recorded-image.ts';
import type { Store } from '../store/ports.ts';
import type { AnalysisWorker } from './analysis-work.ts';
import type { StudyFileWorker } from './study-files.ts';
import type { StudyWorker } from './study-work.ts';

/** One image to draw; the engine answers with its pixels and its full recipe. */
export interface ImageRequest
  extends Pick<GenerateRequest, 'widthPixels' | 'heightPixels' | 'threads' | 'memory' | 'preview'> {
  readonly modelDir: string;
  readonly provider: ProviderName;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seed: number;
  readonly seedIndex: number;
  readonly steps: number;
  readonly guidanceScale: number;
  readonly guidanceRescale: number;
  readonly eta: number;
  readonly edit: EditSource | null;
  readonly scheduler: SchedulerName;
  /** SHA-256 by file as registered: a model that differs is refused with MODEL_CHANGED. */
  readonly expectedComponents?: Readonly<Record<string, string>>;
}

export interface StepProgress {
  readonly step: number;
  readonly steps: number;
  readonly elapsedMs: number;
  readonly remainingMs: number;
  readonly preview?: LatentPreview | undefined;
}

export interface DrawnImage {
  readonly width: number;
  readonly height: number;
  /** Grey values, one byte a pixel, row by row. */
  readonly pixels: Uint8Array;
  readonly recipe: Recipe;
}

/** What the app needs of the engine; `EngineClient` of the engine layer implements it. */
export interface DrawingEngine {
  /** @throws LightboxError CANCELLED, ENGINE_DIED, ENGINE_FAILED, OUTPUT_INVALID, MODEL_*, PROVIDER_UNAVAILABLE */
  generate(
    request: ImageRequest,
    on: { progress(progress: StepProgress): void },
    signal: AbortSignal,
  ): Promise<DrawnImage>;
  /** Holds the running image between two steps, or lets it go on. */
  hold(held: boolean): void;
  /** Says what a model folder is, and hashes every file of it. @throws LightboxError CANCELLED, MODEL_*, ENGINE_* */
  inspect(
    modelDir: string,
    on: { progress(progress: InspectionProgress): void },
    signal: AbortSignal,
  ): Promise<ModelDescription>;
  /** Tries every provider. @throws LightboxError ENGINE_* */
  info(): Promise<EngineInfo>;
  /** Ends the engine process; the next request starts a new one. */
  unload(): void;
}

/** Where the engine finds a model, and what its files must be; of what is part of the program that is not asked. */
export interface LocatedModel {
  readonly modelDir: string;
  readonly expectedComponents?: Readonly<Record<string, string>>;
}

/** The models that can be used here, and where models lie. */
export interface ModelCatalogue {
  /** Folder of the models that are part of the program. */
  readonly embedded: string;
  /** Folder of the models that the program copied, and where a person may put some. */
  readonly own: string;
  list(): Promise<readonly ModelView[]>;
  view(id: ModelId): Promise<ModelView>;
  /** @throws LightboxError MODEL_NOT_FOUND, also for a folder that nobody registered */
  locate(id: ModelId): Promise<LocatedModel>;
  /** @throws LightboxError MODEL_*, ENGINE_* */
  describe(id: ModelId): Promise<ModelDescription>;
  /** Names of folders in `own` that hold a model which nobody registered. */
  found(): Promise<readonly string[]>;
  /** Ids that a new registration of that folder may not take. */
  takenIds(folder: string): Promise<ReadonlySet<string>>;
  /** How a prompt reads to a model. @throws LightboxError MODEL_* */
  inspectPrompt(id: ModelId, text: string): Promise<TokenReport>;
  dispose(): Promise<void>;
}

/** Decodes films away from main's thread; a file that is not a film is refused and the rest goes on. */
export interface FilmReader {
  /** Places one after the other; what `isKnown` says of a file's SHA-256 and frame is not decoded again. */
  read(
    places: readonly FilmPlace[],
    signal: AbortSignal,
    isKnown?: (sha256: string, frame: number) => boolean,
  ): AsyncIterable<FilmReading>;
  dispose(): Promise<void>;
}

/** Passes films through the normalisation of their study, away from main's thread. */
export interface Normaliser {
  /** Films that are worth asking for at once. */
  readonly atOnce: number;
  normalise(request: NormaliseRequest): Promise<Uint8Array>;
  measured(request: NormaliseRequest): Promise<MeasuredFilm>;
  dispose(): Promise<void>;
}

/** Reads tables and recipes, writes films as PNG and fits films to a model away from main's thread. */
export interface FileWork {
  /** @throws LightboxError CSV_INVALID for what concerns the table as a whole, FILE_UNREADABLE */
  readTable(path: string): Promise<ReadTable>;
  /** The SHA-256 of the file's bytes. @throws LightboxError DISK_FULL, FILE_UNWRITABLE */
  writePng(film: FilmFile): Promise<string>;
  /** A PNG with its recipe. @throws LightboxError FILE_*, RECIPE_INVALID */
  readRecorded(path: string): Promise<RecordedImage>;
  /** A film and its mask as an edit starts from them: at the image's size. */
  fitEdit(film: FilmToFit): Promise<EditPictures>;
  /** An edited film against its source as the model got it, both 8-bit grey. */
  compareEdit(films: FilmsToCompare): Promise<EditComparison>;
  /** As `findMaskFault`. */
  checkMask(mask: Uint8Array, width: number, height: number): Promise<MaskCheck>;
  dispose(): Promise<void>;
}

/** Writes exported films away from main's thread. */
export interface FilmFiles {
  /** Whole or not at all. @throws LightboxError DISK_FULL, FILE_UNWRITABLE, BAD_INPUT */
  write(request: FilmFileRequest): Promise<WrittenFilm>;
  dispose(): Promise<void>;
}

/** Writes, opens and judges `.lightbox` and `.readings` files away from main's thread; one is open at a time. */
export type StudyFiles = Pick<
  StudyFileWorker,
  'writePackage' | 'writeReadings' | 'open' | 'readFilm' | 'merge' | 'close' | 'dispose'
>;

/** Judges, freezes and opens studies away from main's thread. */
export type StudyWork = Pick<StudyWorker, keyof StudyWorker>;

/** Analyses readings away from main's thread, and keeps what it found. */
export type AnalysisWork = Pick<AnalysisWorker, keyof AnalysisWorker>;

export interface FileFilter {
  readonly name: string;
  readonly extensions: readonly string[];
}

/** The system's dialogs; null or an empty list when the person closed them. */
export interface Dialogs {
  openFiles(title: string, filters: readonly FileFilter[]): Promise<readonly string[]>;
  openFolder(title: string): Promise<string | null>;
  saveFile(title: string, suggestedName: string, filters: readonly FileFilter[]): Promise<string | null>;
}

/** The display that the window stands on. */
export type DisplayFacts = Omit<DisplayView, 'pixelsPerMm'>;

export interface Randomness {
  /** A fresh random id. */
  id(): string;
  /** A random URL-safe token of at least 128 bits. */
  token(): string;
  /** A uniform 32-bit seed. */
  seed(): number;
}

/** Everything the app is composed of. */
export interface AppPorts {
  readonly info: AppInfo;
  readonly store: Store;
  readonly engine: DrawingEngine;
  readonly models: ModelCatalogue;
  readonly films: FilmReader;
  readonly normaliser: Normaliser;
  readonly fileWork: FileWork;
  readonly filmFiles: FilmFiles;
  readonly studyFiles: StudyFiles;
  readonly studyWork: StudyWork;
  /** A worker for one analysis; whoever asks for it disposes of it. */
  readonly newAnalysis: () => AnalysisWork;
  readonly dialogs: Dialogs;
  readonly display: () => DisplayFacts;
  readonly random: Randomness;
  readonly clock: () => Date;
  /** Lower-case hexadecimal SHA-256 of a text's UTF-8 bytes. */
  readonly sha256: (text: string) => string;
  /** Sends an event to the windows whose signed-in role the event is for. */
  readonly emit: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;
}
