import { findingTerm } from '../../src-core/prompt/findings.ts';
import { statedFacts } from '../../src-core/prompt/stated-facts.ts';
import { type CsvValue, writeCsv } from '../files/csv.ts';
import type { Film } from '../store/ports.ts';
import { recipeOf } from './export-objects.ts';

/** A film that has been written into the set. */
export interface ExportedFilm {
  readonly film: Film;
  /** Path in the set, with `/`. */
  readonly file: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  readonly patientId: string;
  /** What may be told of it; empty where nothing may. */
  readonly text: string;
  /** Of a real film, where it may be told. */
  readonly label: string | null;
  readonly sopInstanceUid: string | null;
}

type Row = readonly [name: string, meaning: string, value: (exported: ExportedFilm) => CsvValue];

export function kindOf(film: Film): 'generated' | 'edited' | 'real' {
  return film.kind === 'real' ? 'real' : film.edit === null ? 'generated' : 'edited';
}

const recipe = (film: Film) => (film.kind === 'synthetic' ? recipeOf(film) : null);
const stated = ({ text }: ExportedFilm) => (text === '' ? null : statedFacts(text));
const names = (ids: readonly Parameters<typeof findingTerm>[0][] | undefined): CsvValue =>
  ids === undefined || ids.length === 0 ? null : ids.map((id) => findingTerm(id).singular).join('|');

/** The columns of labels.csv. An empty cell: not known, or not for this kind of film. */
const COLUMNS: readonly Row[] = [
  ['file', 'the picture, in this folder', ({ file }) => file],
  ['kind', 'generated, edited (by a model, from another film) or real', ({ film }) => kindOf(film)],
  [
    'patient',
    'patient; edits have the patient of their first film, -SYN behind that of a real one',
    ({ patientId }) => patientId,
  ],
  [
    'text',
    'the prompt of a synthetic film; text of a real one, where it was to go along',
    ({ text }) => text,
  ],
  [
    'findingsStated',
    'findings that the text states, joined by a bar',
    (film) => names(stated(film)?.present),
  ],
  [
    'findingsDenied',
    'findings that the text says are absent, joined by a bar',
    (film) => names(stated(film)?.absent),
  ],
  ['normalStated', 'the text says that nothing is found', (film) => stated(film)?.normal ?? null],
  ['age', 'as the text states it, in years', (film) => stated(film)?.age ?? null],
  ['sex', 'as the text states it: male, female', (film) => blankNone(stated(film)?.sex)],
  ['view', 'as the text states it: PA, AP, lateral', (film) => blankNone(stated(film)?.view)],
  ['label', 'labels of a real film, where they were to go along', ({ label }) => label],
  ['decision', 'of curation: keep, reject, undecided', ({ film }) => film.decision],
  ['negativePrompt', 'negative prompt', ({ film }) => recipe(film)?.negativePrompt ?? null],
  ['model', 'name of the diffusion model', ({ film }) => recipe(film)?.model.name ?? null],
  ['seed', 'seed of this image', ({ film }) => recipe(film)?.seed ?? null],
  ['scheduler', 'sampling method', ({ film }) => recipe(film)?.scheduler ?? null],
  ['steps', 'sampling steps', ({ film }) => recipe(film)?.steps ?? null],
  ['guidance', 'guidance scale', ({ film }) => recipe(film)?.guidanceScale ?? null],
  [
    'strength',
    'how far an edit may leave its source, above 0 to 1',
    ({ film }) => recipe(film)?.strength ?? null,
  ],
  [
    'sourceFilmId',
    'the film that was edited',
    ({ film }) => (film.kind === 'synthetic' ? (film.edit?.sourceFilmId ?? null) : null),
  ],
  ['width', 'in pixels', ({ film }) => film.width],
  ['height', 'in pixels', ({ film }) => film.height],
  ['bits', 'bits of the film a pixel', ({ film }) => film.bits],
  [
    'pixelSpacingMm',
    'of a real film, where its file states it',
    ({ film }) => (film.kind === 'real' ? film.pixelSpacingMm : null),
  ],
  ['lossy', 'the film was compressed with loss once', ({ film }) => film.kind === 'real' && film.lossy],
  ['filmId', 'the film in the library', ({ film }) => film.id],
  ['sopInstanceUid', 'of the DICOM object', ({ sopInstanceUid }) => sopInstanceUid],
  [
    'pixelsSha256',
    'SHA-256 of the film’s pixels as the library has them, 16 bits little endian',
    ({ film }) => film.pixelsBlob,
  ],
  ['sha256', 'SHA-256 of the file', ({ sha256 }) => sha256],
];

function blankNone(value: string | undefined): CsvValue {
  return value === undefined || value === 'none' ? null : value;
}

export function labelsCsv(films: readonly ExportedFilm[]): string {
  return writeCsv(
    COLUMNS.map(([name]) => name),
    films.map((film) => COLUMNS.map(([, , value]) => value(film))),
  );
}

export interface SetFacts {
  readonly name: string;
  readonly product: string;
  readonly version: string;
  readonly exportedAt: string;
  readonly format: 'png' | 'png8' | 'dicom';
  readonly realTexts: boolean;
  readonly picturesChecked: boolean;
}

/** Where every picture comes from, for programs: versions, models by their hashes, recipes, hashes of files. */
export function provenanceJson(facts: SetFacts, films: readonly ExportedFilm[]): string {
  const provenance = {
    formatVersion: 1,
    ...facts,
    films: films.map(({ film, file, sha256, patientId, sopInstanceUid }) => ({
      file,
      sha256,
      kind: kindOf(film),
      filmId: film.id,
      pixelsSha256: film.pixelsBlob,
      patient: patientId,
      decision: film.decision,
      sopInstanceUid,
      sourceFilmId: film.kind === 'synthetic' ? (film.edit?.sourceFilmId ?? null) : null,
      maskSha256: film.kind === 'synthetic' ? (film.edit?.maskBlob ?? null) : null,
      recipe: recipe(film),
    })),
  };
  return `${JSON.stringify(provenance, null, 2)}\n`;
}

const FORMATS = {
  png: 'PNG, grey, 16 bits where the film has them and 8 otherwise, as the film is shown when it opens',
  png8: 'PNG, grey, 8 bits, as the film is shown when it opens',
  dicom: 'DICOM, Secondary Capture Image, the films’ own values',
} as const;

/** What the set is, for people. */
export function setReadme(facts: SetFacts, films: readonly ExportedFilm[]): string {
  const count = (kind: ReturnType<typeof kindOf>) => films.filter(({ film }) => kindOf(film) === kind).length;
  const real = count('real');
  const edited = count('edited');
  return [
    `# ${facts.name}`,
    `${films.length} radiograph(s), exported by ${facts.product} ${facts.version} at ${facts.exportedAt}: ${count('generated')} generated, ${edited} edited, ${real} real.`,
    'Generated films were drawn by a diffusion model after a text. They show nobody, and nothing in them was diagnosed: what a text asks for, the picture may not show. Do not use them for care.',
    ...(edited === 0
      ? []
      : [
          'Edited films were made by a model from other films. Those with a patient `P-…-SYN` go back to a film of a real person and stay that person’s data.',
        ]),
    ...(real === 0
      ? []
      : [
          `Real films are of real people: keep to what their source allows. Names, numbers and dates were left out; ${facts.picturesChecked ? 'somebody looked at the pictures for burned-in text' : 'nobody has said that the pictures are free of burned-in text'}; their texts ${facts.realTexts ? 'are included' : 'are left out'}.`,
        ]),
    'Films of one patient must not be divided between training and test: divide by the column `patient`, without `-SYN`.',
    `## Files\n\n| Path | Holds |\n|---|---|\n| \`images/\` | ${FORMATS[facts.format]} |\n| \`labels.csv\` | one row a film (UTF-8, comma, CRLF) |\n| \`provenance.json\` | versions, options, and for each film its recipe and hashes |\n| \`SHA256SUMS\` | of every other file: \`sha256sum --check SHA256SUMS\` |`,
    `## Columns of labels.csv\n\nText that a spreadsheet would run as a formula has an apostrophe in front.\n\n| Column | Meaning |\n|---|---|\n${COLUMNS.map(([name, meaning]) => `| \`${name}\` | ${meaning} |`).join('\n')}`,
  ]
    .join('\n\n')
    .concat('\n');
}
