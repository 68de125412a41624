import path from 'node:path';
import { makeFolder } from '../../disk/make-folder.ts';
import type { OutputOptions } from './output-options.ts';

/** What writes them: a worker, or the calls of an app. */
export interface OutputWriter {
  report(place: OutputOptions['reports'][number]): Promise<void>;
  figure(figureId: string, file: string): Promise<void>;
}

/**
 * Writes report and figures where they were asked for, each file whole or not at all.
 * @returns the absolute paths, in the order they were written
 * @throws LightboxError DISK_FULL, FILE_UNWRITABLE; CANCELLED, and then files written before stay
 */
export async function writeOutputs(
  { reports, figures }: OutputOptions,
  figureIds: readonly string[],
  writer: OutputWriter,
): Promise<string[]> {
  const written: string[] = [];
  for (const place of reports) {
    await makeFolder(path.dirname(place.path));
    await writer.report(place);
    written.push(place.path);
  }
  if (figures === null) return written;
  await makeFolder(figures.folder);
  for (const figureId of figureIds) {
    const file = path.join(figures.folder, `${figureId}.${figures.format}`);
    await writer.figure(figureId, file);
    written.push(file);
  }
  return written;
}
