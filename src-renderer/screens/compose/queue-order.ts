import type { JobId } from '../../../src-core/base/ids.ts';
import type { EventPayload } from '../../../src-core/contract/events.ts';
import type { JobState, JobView } from '../../../src-core/contract/generation-calls.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';

const RANK: Readonly<Record<JobState, number>> = { running: 0, queued: 1, failed: 2, done: 2, cancelled: 2 };

/** Running first, then waiting in the order they will run, then finished with the newest first. */
export function orderJobs(jobs: readonly JobView[]): readonly JobView[] {
  return jobs
    .map((job, index) => ({ job, index }))
    .sort((first, second) => {
      const byRank = RANK[first.job.state] - RANK[second.job.state];
      if (byRank !== 0) return byRank;
      const byTime = first.job.createdAt.localeCompare(second.job.createdAt) || first.index - second.index;
      return RANK[first.job.state] === RANK.done ? -byTime : byTime;
    })
    .map(({ job }) => job);
}

/** The job whose films are shown: the chosen one, else the running one, else the one finished last. */
export function shownJob(jobs: readonly JobView[], chosen: JobId | null): JobView | null {
  const ordered = orderJobs(jobs);
  return (
    ordered.find(({ id }) => id === chosen) ??
    ordered.find(({ state }) => state === 'running') ??
    ordered.find(({ filmIds }) => filmIds.length > 0) ??
    ordered[0] ??
    null
  );
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
export function jobFraction(job: JobView, progress: EventPayload<'generation.progress'> | undefined): number {
  if (job.state === 'done') return 1;
  const images =
    progress === undefined || job.state !== 'running'
      ? job.doneCount
      : progress.imageIndex + progress.step / Math.max(progress.steps, 1);
  return Math.min(1, Math.max(images, job.doneCount) / job.request.count);
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
