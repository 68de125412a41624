import { INSTRUMENT_FORMAT_VERSION, type Instrument } from './instrument.ts';
import { confidence, FILM, FILM_AND_TEXT, likert, multiSelect, verdict } from './instrument-parts.ts';

/**
 * The instrument of a study that does not bring its own: realism 1 to 5, real or synthetic with confidence 1 to
 * 5 and optional reasons, then text alignment 1 to 5. Labels are message keys.
 */
export const DEFAULT_INSTRUMENT: Instrument = {
  formatVersion: INSTRUMENT_FORMAT_VERSION,
  id: 'realism-alignment',
  version: 2,
  stages: [FILM, FILM_AND_TEXT],
  items: [
    likert('realism', FILM.id),
    verdict(FILM.id),
    confidence(FILM.id),
    multiSelect('reasons', FILM.id, null),
    likert('alignment', FILM_AND_TEXT.id),
  ],
};
