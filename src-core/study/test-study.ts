import type { CaseId, FilmId } from '../base/ids.ts';
import { DEFAULT_INSTRUMENT } from './default-instrument.ts';
import { ORDER_RULE, PROTOCOL_FORMAT_VERSION, type Protocol, validateProtocol } from './protocol.ts';

/** A small valid protocol for tests: two real and two synthetic cases, two readers. */
export const TEST_PROTOCOL: Protocol = validateProtocol({
  formatVersion: PROTOCOL_FORMAT_VERSION,
  name: 'Pilot',
  seed: 7,
  design: 'single-film',
  arms: [
    { id: 'real', selection: { rule: 'all-kept', statement: 'All imported films.' } },
    { id: 'synthetic', selection: { rule: 'curated', statement: 'Kept by one coordinator.' } },
  ],
  cases: ['real-1', 'real-2', 'synthetic-1', 'synthetic-2'].map((name) => ({
    caseId: `case-${name}` as CaseId,
    filmId: `film-${name}` as FilmId,
    arm: name.split('-')[0],
    text: `Text of ${name}.`,
  })),
  readers: [
    { id: 'reader-a', name: 'Ada' },
    { id: 'reader-b', name: 'Ben' },
  ],
  instrument: DEFAULT_INSTRUMENT,
  normalisation: { matrixSizePx: 256, windowRule: 'percentiles 0.5 to 99.5', codec: 'none' },
  order: ORDER_RULE,
  createdWith: { product: 'Roentgen Lightbox', version: '0.1.0' },
});
