import { DEFAULT_INSTRUMENT } from './default-instrument.ts';
import { INSTRUMENT_FORMAT_VERSION, type Instrument, type InstrumentItem } from './instrument.ts';
import {
  choice,
  comment,
  confidence,
  FILM,
  FILM_AND_TEXT,
  likert,
  multiSelect,
  verdict,
} from './instrument-parts.ts';
import { keyed } from './label.ts';

export type DesignKind = 'single-film' | 'pair' | 'n-way';

/** A ready instrument and the design it asks about; `films` is the number shown at once. */
export interface InstrumentPreset {
  readonly instrument: Instrument;
  readonly design: DesignKind;
  readonly films: number;
}

function preset(
  id: string,
  stages: Instrument['stages'],
  items: InstrumentItem[],
  design: DesignKind = 'single-film',
  films = 1,
): InstrumentPreset {
  return {
    instrument: { formatVersion: INSTRUMENT_FORMAT_VERSION, id, version: 1, stages, items },
    design,
    films,
  };
}

/** The films side by side: which is it, and how sure. */
function filmChoice(films: number, asks: 'real' | 'synthetic'): InstrumentItem {
  return {
    id: 'choice',
    kind: 'film-choice',
    stage: FILM.id,
    measures: 'choice',
    required: true,
    label: keyed(`instrument.choice.${asks}`),
    when: null,
    films,
    asks,
    keys: Array.from({ length: films }, (_, index) => String(index + 1)),
    confidenceItem: 'confidence',
  };
}

/** Realism on a scale, nothing else. */
const REALISM_LIKERT = preset('realism-likert', [FILM], [likert('realism', FILM.id), comment(FILM.id)]);

/** Real or synthetic, with confidence and what decided it: the rating of a "visual Turing test". */
const VISUAL_TURING_TEST = preset(
  'visual-turing-test',
  [FILM],
  [
    verdict(FILM.id),
    confidence(FILM.id),
    multiSelect('reasons', FILM.id, { rule: 'one-of', item: 'realOrSynthetic', values: ['synthetic'] }),
    comment(FILM.id),
  ],
);

/** Two films, one of them synthetic: two-alternative forced choice. */
const PAIR_CHOICE = preset(
  'pair-choice',
  [FILM],
  [filmChoice(2, 'synthetic'), confidence(FILM.id), multiSelect('reasons', FILM.id, null)],
  'pair',
  2,
);

/** Four films, one of them real. */
const QUARTET_CHOICE = preset(
  'quartet-choice',
  [FILM],
  [filmChoice(4, 'real'), confidence(FILM.id), comment(FILM.id)],
  'n-way',
  4,
);

/** The film with its text, nothing about realism. */
const ALIGNMENT_ONLY = preset(
  'alignment-only',
  [FILM_AND_TEXT],
  [likert('alignment', FILM_AND_TEXT.id), comment(FILM_AND_TEXT.id)],
);

/**
 * After the reader study of RoentMod (arXiv 2509.08640): is the film realistic, is the finding that was asked for
 * in it, with real follow-up films as the control. The study's third question, whether the patient's own anatomy
 * is kept, needs the film and its source side by side, which this product does not show in one session.
 */
const ROENTMOD = preset(
  'realism-and-inclusion',
  [FILM, FILM_AND_TEXT],
  [
    choice('realistic', 'realism', FILM.id, ['yes', 'no'], ['y', 'n']),
    multiSelect('reasons', FILM.id, { rule: 'one-of', item: 'realistic', values: ['no'] }),
    choice('included', 'inclusion', FILM_AND_TEXT.id, ['present', 'partly', 'absent'], ['p', 't', 'a']),
    comment(FILM_AND_TEXT.id),
  ],
);

/** The instruments a study can start from; the first is the default. */
export const INSTRUMENT_PRESETS: readonly InstrumentPreset[] = [
  { instrument: DEFAULT_INSTRUMENT, design: 'single-film', films: 1 },
  REALISM_LIKERT,
  VISUAL_TURING_TEST,
  PAIR_CHOICE,
  QUARTET_CHOICE,
  ALIGNMENT_ONLY,
  ROENTMOD,
];
