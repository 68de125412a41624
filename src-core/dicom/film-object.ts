import { canonicalJson, type JsonValue } from '../base/canonical-json.ts';
import type { FilmDisplay } from '../imaging/film-display.ts';
import { displayAttributes } from './display-attributes.ts';
import { provenance } from './film-provenance.ts';
import { uidOfHash } from './uid.ts';
import { dateAndTime, decimalText, fitText } from './value-text.ts';
import {
  PRIVATE_CREATOR,
  SECONDARY_CAPTURE,
  type WrittenDataSet,
  type WrittenValue,
} from './written-attributes.ts';

/** The program that writes, as the object names it. */
export interface WritingProgram {
  readonly name: string;
  readonly version: string;
}

/** The diffusion model that a synthetic film comes from. */
export interface GeneratingModel {
  readonly name: string;
  /** SHA-256 by file. */
  readonly components: Readonly<Record<string, string>>;
  /** What else computed: "onnxruntime 1.30.0". */
  readonly runtime: string;
}

export interface SourceInstance {
  readonly sopInstanceUid: string;
}

/** Where a film comes from; decides what its object says of itself. */
export type FilmOrigin =
  | { readonly kind: 'generated'; readonly model: GeneratingModel; readonly recipeJson: string }
  | {
      readonly kind: 'edited';
      readonly model: GeneratingModel;
      readonly recipeJson: string;
      /** How, in a sentence or two. */
      readonly derivation: string;
      /** The film that was edited, where its object is known. */
      readonly source: SourceInstance | null;
      /** The film shows a real person's anatomy. */
      readonly ofRealFilm: boolean;
    }
  | { readonly kind: 'real'; readonly modality: string | null };

/** A film, without its pixels, as it is to be written. */
export interface FilmObject {
  readonly width: number;
  readonly height: number;
  readonly bits: 8 | 16;
  readonly display: FilmDisplay;
  /** SHA-256 of the pixels as the film holds them, 16 bits as little-endian pairs. */
  readonly pixelsSha256: string;
  readonly origin: FilmOrigin;
  /** Letters, digits and hyphens. Films of one patient share it; it must say nothing of a real one. */
  readonly patientId: string;
  readonly ageYears: number | null;
  readonly sex: 'M' | 'F' | null;
  /** PA, AP, LL, ... */
  readonly view: string | null;
  /** The prompt, or what may be told of a real film; empty where nothing is. */
  readonly text: string;
  /** ISO 8601 in UTC: when the film, and the first film of its study, were made; null where nobody may know. */
  readonly madeAt: string | null;
  readonly studyAt: string | null;
  /** The film's place in its series, from 1. */
  readonly instanceNumber: number;
  readonly lossy: boolean;
  /** Row and column spacing; null where none was measured. */
  readonly pixelSpacingMm: readonly [number, number] | null;
  /**
   * Whether somebody looked and found no name or date in the picture of a real film, or of an edit of one.
   */
  readonly pictureChecked: boolean;
  /** The source file says that text is burned into its picture. */
  readonly textDeclared: boolean;
}

export interface DescribedObject {
  readonly sopInstanceUid: string;
  readonly dataSet: WrittenDataSet;
}

type Sha256 = (text: string) => string;

/**
 * A film's object, all but its pixels: Secondary Capture Image (PS3.3 section A.8.1). Study and series follow from
 * the patient and from what made the film; the instance's UID from all that the object says and from its pixels, so
 * that the same film written again by the same version is the same object, byte for byte, and anything else another.
 * @param sha256 lower-case hexadecimal SHA-256 of a text's UTF-8 bytes.
 * @throws LightboxError BAD_INPUT through the writer, for a value that DICOM cannot hold
 */
export function describeFilmObject(
  film: FilmObject,
  program: WritingProgram,
  sha256: Sha256,
): DescribedObject {
  const content: WrittenDataSet = {
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: SECONDARY_CAPTURE,
    ...patient(film),
    ...studyAndSeries(film, sha256),
    ...equipment(program),
    ...image(film),
    ...displayAttributes(film.display),
    ...provenance(film, program),
    LightboxCreator: PRIVATE_CREATOR,
    LightboxPixelsSha256: film.pixelsSha256,
    // View Position belongs to modules that this object has not.
    ...(film.view === null ? {} : { LightboxView: film.view }),
  };
  const sopInstanceUid = uidOfHash(sha256(`instance\n${canonicalJson(plain(content))}`));
  return { sopInstanceUid, dataSet: { ...content, SOPInstanceUID: sopInstanceUid } };
}

function patient({ patientId, origin, ageYears, sex, pictureChecked }: FilmObject): WrittenDataSet {
  const real = origin.kind === 'real';
  const ofRealPerson = real || (origin.kind === 'edited' && origin.ofRealFilm);
  return {
    PatientName: `${real ? 'PSEUDONYM' : 'SYNTHETIC'}^${patientId}`,
    PatientID: patientId,
    IssuerOfPatientID: 'ROENTGEN LIGHTBOX',
    PatientBirthDate: '',
    PatientSex: sex ?? '',
    ...(ageYears === null ? {} : { PatientAge: ageText(ageYears) }),
    ...(ofRealPerson
      ? {
          // PS3.3 section C.7.1.1: YES is a statement about the pixels too.
          PatientIdentityRemoved: pictureChecked ? 'YES' : 'NO',
          DeidentificationMethod: [
            'New object: no attribute of the source was copied',
            pictureChecked ? 'Picture looked at: no text found' : 'Picture not checked for text',
          ],
        }
      : {}),
  };
}

/** Above 89 years an age can name a person (HIPAA, 45 CFR 164.514): all of them are 90. */
function ageText(years: number): string {
  return `${String(Math.min(Math.round(years), 90)).padStart(3, '0')}Y`;
}

function studyAndSeries(film: FilmObject, sha256: Sha256): WrittenDataSet {
  const { origin, patientId, studyAt } = film;
  const real = origin.kind === 'real';
  const series = real ? 'real' : `${origin.kind} ${modelKey(origin.model, sha256)}`;
  const [date, time] = dateAndTime(studyAt);
  return {
    StudyInstanceUID: uidOfHash(sha256(`study\n${patientId}`)),
    StudyDate: date,
    StudyTime: time,
    ReferringPhysicianName: '',
    StudyID: '1',
    AccessionNumber: '',
    StudyDescription: real ? 'Radiograph, de-identified' : 'Synthetic chest radiograph',
    ...(studyAt === null ? {} : { TimezoneOffsetFromUTC: '+0000' }),
    SeriesInstanceUID: uidOfHash(sha256(`series\n${patientId}\n${series}`)),
    SeriesNumber: origin.kind === 'edited' ? '2' : '1',
    SeriesDescription: real
      ? 'Real film'
      : fitText('LO', `${origin.kind === 'generated' ? 'Generated' : 'Edited'} by ${origin.model.name}`),
    Modality: real ? (origin.modality ?? 'OT') : 'OT',
    // What a real film shows is not known: perhaps a paired part, whose side would belong here (type 2C).
    ...(real ? { Laterality: '' } : { BodyPartExamined: 'CHEST' }),
  };
}

function modelKey({ name, components }: GeneratingModel, sha256: Sha256): string {
  return sha256(canonicalJson({ name, components }));
}

function equipment({ name, version }: WritingProgram): WrittenDataSet {
  return {
    Manufacturer: name,
    ManufacturerModelName: name,
    SoftwareVersions: version,
    SecondaryCaptureDeviceManufacturer: name,
    SecondaryCaptureDeviceManufacturerModelName: name,
    SecondaryCaptureDeviceSoftwareVersions: version,
  };
}

function image(film: FilmObject): WrittenDataSet {
  const { origin, width, height, bits, text, lossy, pixelSpacingMm, madeAt } = film;
  const real = origin.kind === 'real';
  const [date, time] = dateAndTime(madeAt);
  const burnedIn = burnedInAnnotation(film);
  return {
    ImageType: ['DERIVED', 'SECONDARY'],
    SyntheticData: real ? 'NO' : 'YES',
    // PS3.3 section C.8.6.1: WSD a workstation, SYN a synthetic image.
    ConversionType: real ? 'WSD' : 'SYN',
    InstanceNumber: String(film.instanceNumber),
    PatientOrientation: '',
    ...(madeAt === null ? {} : { ContentDate: date, ContentTime: time }),
    ...(text === '' ? {} : { ImageComments: fitText('LT', text) }),
    ...(burnedIn === null ? {} : { BurnedInAnnotation: burnedIn }),
    ...(lossy ? { LossyImageCompression: '01' } : {}),
    ...(pixelSpacingMm === null ? {} : { PixelSpacing: pixelSpacingMm.map(decimalText) }),
    SamplesPerPixel: 1,
    Rows: height,
    Columns: width,
    BitsAllocated: bits,
    BitsStored: bits,
    HighBit: bits - 1,
  };
}

/** NO also says that nobody is named by what a model may have drawn; null where nobody has looked. */
function burnedInAnnotation({ origin, pictureChecked, textDeclared }: FilmObject): 'NO' | 'YES' | null {
  const ofRealPerson = origin.kind === 'real' || (origin.kind === 'edited' && origin.ofRealFilm);
  if (!ofRealPerson || pictureChecked) return 'NO';
  return textDeclared ? 'YES' : null;
}

/** A data set as plain JSON, for hashing: bytes as numbers. */
function plain(dataSet: WrittenDataSet): JsonValue {
  return Object.fromEntries(
    Object.entries(dataSet).map(([keyword, value]) => [keyword, plainValue(value)] as const),
  );
}

function plainValue(value: WrittenValue): JsonValue {
  if (value instanceof Uint8Array) return [...value];
  if (typeof value !== 'object') return value;
  return value.map((part: string | number | WrittenDataSet) =>
    typeof part === 'object' ? plain(part) : part,
  );
}
