import type { FilmId } from '../../../src-core/base/ids.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';

/** A film for tests: a kept generated one, but for what is given. */
export function filmForTest(id: string, part: Partial<FilmView> = {}): FilmView {
  return {
    id: id as FilmId,
    kind: 'synthetic',
    pixelsUrl: `app://blob/${id.padEnd(24, '0')}`,
    displayUrl: null,
    widthPx: 256,
    heightPx: 256,
    bits: 8,
    pixelSpacingMm: null,
    text: 'Pulmonary edema.',
    decision: 'keep',
    createdAt: '2026-01-01T00:00:00Z',
    jobId: null,
    seed: null,
    modelName: null,
    sourceName: null,
    edited: null,
    ...part,
  };
}
