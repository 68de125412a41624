import type { EventPayload } from '../../../src-core/contract/events.ts';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import type {
  BatchView,
  QueueEntry,
  QueueEntryView,
  QueueView,
} from '../../../src-core/contract/queue-calls.ts';

type Progress = EventPayload<'generation.progress'>;

export function entryRef(entry: QueueEntryView): QueueEntry {
  return entry.kind === 'job' ? { kind: 'job', id: entry.job.id } : { kind: 'batch', id: entry.batch.id };
}

export function entryId(entry: QueueEntryView): string {
  return entryRef(entry).id;
}

/** Every job outside batches that the view lists. */
export function jobsIn({ open, settled }: QueueView): readonly JobView[] {
  return [...open, ...settled].flatMap((entry) => (entry.kind === 'job' ? [entry.job] : []));
}

/** The entry whose films are shown: the chosen one, else what runs, else the newest that has films. */
export function shownEntry({ open, settled }: QueueView, chosen: string | null): QueueEntryView | null {
  const all = [...open, ...settled];
  return (
    all.find((entry) => entryId(entry) === chosen) ??
    open.find((entry) => stateOf(entry) === 'running') ??
    settled.find(hasFilms) ??
    open.find(hasFilms) ??
    all[0] ??
    null
  );
}

function stateOf(entry: QueueEntryView): JobView['state'] {
  return entry.kind === 'job' ? entry.job.state : entry.batch.state;
}

function hasFilms(entry: QueueEntryView): boolean {
  return entry.kind === 'job' ? entry.job.filmIds.length > 0 : entry.batch.doneImages > 0;
}

/** A job with the members of its pair: jobs that differ in their text and label alone. */
export function pairMembers(jobs: readonly JobView[], shown: JobView): readonly JobView[] {
  if (shown.request.pairLabel === null) return [shown];
  const key = settingsKey(shown);
  const members = jobs.filter((job) => job.request.pairLabel !== null && settingsKey(job) === key);
  const labels = new Set(members.map((job) => job.request.pairLabel));
  return labels.size === members.length
    ? [...members].sort((first, second) => first.createdAt.localeCompare(second.createdAt))
    : [shown];
}

/** Films by seed, and within a seed in the order of the jobs: the members of a pair stand side by side. */
export function orderBySeed(films: readonly FilmView[], jobs: readonly JobView[]): readonly FilmView[] {
  const place = new Map(jobs.map((job, index) => [job.id, index]));
  const placeOf = (film: FilmView) => (film.jobId === null ? 0 : (place.get(film.jobId) ?? 0));
  return [...films].sort(
    (first, second) => (first.seed ?? 0) - (second.seed ?? 0) || placeOf(first) - placeOf(second),
  );
}

/**
 * The smallest width of a film, as a CSS length. One job: two columns in the smallest window, four of more than
 * 400 pixels in a large one. Members of a pair stand in one row for each seed, or two.
 */
export function tileSizeOf(memberCount: number): string {
  if (memberCount === 1) return 'max(280px, 16vw)';
  if (memberCount === 2) return 'max(280px, (100% - 36px) / 4)';
  return `max(180px, (100% - ${12 * (memberCount - 1)}px) / ${memberCount})`;
}

/** How much of a job is done, 0 to 1: whole images, and the steps of the one in work. */
export function jobFraction(job: JobView, progress: Progress | undefined): number {
  if (job.state === 'done') return 1;
  const images =
    progress === undefined || job.state !== 'running'
      ? job.doneCount
      : progress.imageIndex + progress.step / Math.max(progress.steps, 1);
  return Math.min(1, Math.max(images, job.doneCount) / job.request.count);
}

/** How much of a batch is done, 0 to 1: whole images, and the steps of the one in work. */
export function batchFraction(batch: BatchView, progress: Progress | undefined): number {
  const running = progress !== undefined && batch.jobs.running > 0;
  const part = running ? progress.step / Math.max(progress.steps, 1) : 0;
  return Math.min(1, (batch.doneImages + Math.min(part, 1)) / batch.images);
}

function settingsKey({ request }: JobView): string {
  return JSON.stringify([
    request.modelId,
    request.negativePrompt,
    request.count,
    request.seed,
    request.steps,
    request.guidanceScale,
    request.scheduler,
    request.provider,
  ]);
}
