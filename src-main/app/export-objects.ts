import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import type { FilmId } from '../../src-core/base/ids.ts';
import {
  type DescribedObject,
  describeFilmObject,
  type FilmObject,
} from '../../src-core/dicom/film-object.ts';
import { type Recipe, recipeSchema } from '../../src-core/diffusion/recipe.ts';
import { RECIPE_TEXT_KEYWORD } from '../../src-core/diffusion/recipe-text.ts';
import type { FilmPicture } from '../../src-core/imaging/radiograph.ts';
import { patientIdOf, syntheticOrigin, textFacts } from '../files/synthetic-object.ts';
import type { Film, RealFilm, SyntheticFilm } from '../store/ports.ts';
import { filmPicture } from './film-picture.ts';
import type { AppPorts } from './ports.ts';

export interface ExportOptions {
  /** Texts and labels of real films go along. */
  readonly realTexts: boolean;
  /** Somebody looked at the pictures of real people and found no name or date. */
  readonly picturesChecked: boolean;
}

/** What an export says of its films; two films say the same of each other in one export. */
export class ExportObjects {
  readonly #ports: AppPorts;
  readonly #options: ExportOptions;
  /** Films of this export: an edit names its source's object only where that goes out too. */
  readonly #films: ReadonlyMap<FilmId, Film>;
  readonly #described = new Map<FilmId, DescribedObject>();

  constructor(ports: AppPorts, films: readonly Film[], options: ExportOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#films = new Map(films.map((film) => [film.id, film]));
  }

  /** A patient's id in this export: the same for films of one patient, saying nothing of a real one. */
  patientId(film: Film): string {
    const origin = this.#originOf(film);
    if (origin.kind === 'real') {
      const real =
        origin.patientKey === null
          ? patientIdOf('P', this.#ports.sha256(`film\n${origin.id}`))
          : `P-${origin.patientKey.toUpperCase()}`;
      // Apart from the real films, so that no archive mixes them.
      return film.kind === 'real' ? real : `${real}-SYN`;
    }
    return patientIdOf('SYN', this.#ports.sha256(`film\n${origin.id}`));
  }

  /** What may be told of a film in words; empty where nothing may. */
  text(film: Film): string {
    return film.kind === 'synthetic' || this.#options.realTexts ? film.text : '';
  }

  /** Labels of a real film, where they may be told. */
  label(film: Film): string | null {
    return film.kind === 'real' && this.#options.realTexts ? film.label : null;
  }

  /** The film's DICOM object without its pixels; `display` of a film of this export. */
  async describe(film: Film, picture: Pick<FilmPicture, 'display'>): Promise<DescribedObject> {
    const known = this.#described.get(film.id);
    if (known !== undefined) return known;
    const { info, sha256 } = this.#ports;
    const object = film.kind === 'real' ? this.#real(film, picture) : await this.#synthetic(film, picture);
    const program = { name: info.productName, version: info.version };
    const described = describeFilmObject(object, program, sha256);
    this.#described.set(film.id, described);
    return described;
  }

  /** Text entries of the film's PNG. */
  pngText(film: Film): Record<string, string> {
    return film.kind === 'synthetic' ? { [RECIPE_TEXT_KEYWORD]: canonicalJson(film.recipe) } : {};
  }

  #real(film: RealFilm, { display }: Pick<FilmPicture, 'display'>): FilmObject {
    const label = labelFacts(film.label);
    const stated = textFacts(film.text);
    return {
      ...this.#common(film, display),
      text: this.text(film),
      ageYears: label.ageYears ?? stated.ageYears,
      sex: label.sex ?? stated.sex,
      view: label.view ?? stated.view,
      origin: { kind: 'real', modality: label.modality },
      // Dates of a real film's import say when its patient was here.
      madeAt: null,
      studyAt: null,
      instanceNumber: 1,
      textDeclared: film.warnings.includes('burned-in-declared'),
      lossy: film.lossy,
      pixelSpacingMm: film.pixelSpacingMm === null ? null : [film.pixelSpacingMm, film.pixelSpacingMm],
    };
  }

  async #synthetic(film: SyntheticFilm, { display }: Pick<FilmPicture, 'display'>): Promise<FilmObject> {
    const recipe = recipeOf(film);
    const origin = this.#originOf(film);
    const ofRealFilm = origin.kind === 'real';
    const source = film.edit === null ? undefined : this.#films.get(film.edit.sourceFilmId);
    const described =
      source === undefined ? null : await this.describe(source, await this.#displayOf(source));
    return {
      ...this.#common(film, display),
      ...textFacts(film.text),
      origin: syntheticOrigin(recipe, {
        source: described && { sopInstanceUid: described.sopInstanceUid },
        ofRealFilm,
      }),
      madeAt: film.createdAt,
      studyAt: ofRealFilm ? null : origin.createdAt,
      instanceNumber: recipe.seedIndex + 1,
      textDeclared: origin.kind === 'real' && origin.warnings.includes('burned-in-declared'),
      lossy: false,
      pixelSpacingMm: null,
    };
  }

  #common(film: Film, display: FilmPicture['display']) {
    const { width, height, bits, pixelsBlob } = film;
    const { picturesChecked } = this.#options;
    return {
      ...{ width, height, bits, display },
      // A blob's address is the SHA-256 of the pixels as they are stored.
      pixelsSha256: pixelsBlob as string,
      patientId: this.patientId(film),
      pictureChecked: picturesChecked,
    };
  }

  /** Only real films are shown otherwise than as display grey; their pixels are not needed for a description. */
  #displayOf(film: Film): Promise<Pick<FilmPicture, 'display'>> {
    return filmPicture(this.#ports.store.blobs, film);
  }

  /** The film at the beginning of a row of edits: whose anatomy it shows. */
  #originOf(film: Film): Film {
    return film.kind === 'synthetic' && film.edit !== null
      ? this.#ports.store.films.get(film.edit.originFilmId)
      : film;
  }
}

export function recipeOf(film: SyntheticFilm): Recipe {
  return recipeSchema.parse(film.recipe);
}

const MODALITY = /^(?:CR|DX|DR|RG|XC|OT|PX|IO|MG|XA|RF)$/;
const VIEW = /^[A-Z]{2,4}$/;

/** A film's label as its reader wrote it ("CR, PA, F, 45 years"), taken apart again. */
function labelFacts(label: string | null) {
  const parts = (label ?? '').split(', ');
  const modality = parts.find((part) => MODALITY.test(part)) ?? null;
  const sex = parts.find((part): part is 'M' | 'F' => part === 'M' || part === 'F') ?? null;
  const age = /^(\d{1,3}) years$/.exec(parts.find((part) => part.endsWith(' years')) ?? '')?.[1];
  return {
    modality,
    sex,
    view: parts.find((part) => part !== modality && VIEW.test(part)) ?? null,
    ageYears: age === undefined ? null : Number(age),
  };
}
