import type { DataSet, Element } from 'dicom-parser';
import { type Encoding, elementBytes, itemsBytes } from './element-writer.ts';
import { standardVr, treatmentOf } from './profile.ts';
import type { Pseudonyms } from './pseudonyms.ts';

export interface CleaningOptions {
  /** Retain Patient Characteristics Option: sex, age (90 years at most), size and weight. */
  readonly keepPatientCharacteristics: boolean;
  /** Retain Longitudinal Temporal Information with Modified Dates Option: dates moved, times as they are. */
  readonly shiftDates: boolean;
}

/** What cleaning a data set needs besides it. */
export interface Cleaning extends CleaningOptions {
  readonly encoding: Encoding;
  readonly pseudonyms: Pseudonyms;
  readonly patientId: string;
}

const NOTHING = new Uint8Array(0);
const CHARACTERISTICS = new Set(['00100040', '00101010', '00101020', '00101030']);
/** UIDs that the standard itself defines: classes, syntaxes, frames of reference of atlases. */
const STANDARD_UID = /^1\.2\.840\.10008\.[0-9.]{1,50}$/;
/** Coding schemes whose codes and meanings are published (PS3.16 table 8-1); others may hold anything. */
const PUBLIC_SCHEMES = new Set(['DCM', 'SRT', 'SNM3', 'SCT', 'UCUM', 'FMA', 'RADLEX', 'LN', 'I10', 'I11']);
const CODE_TAGS = new Set(['00080100', '00080102', '00080104']);
/** What a value of these may look like; one that does not is a place where somebody wrote something else. */
const HARMLESS: Readonly<Record<string, RegExp>> = {
  CS: /^[A-Z0-9_ ]{0,16}(?:\\[A-Z0-9_ ]{0,16})*$/,
  DS: /^[0-9+\-.eE ]{0,16}(?:\\[0-9+\-.eE ]{0,16})*$/,
  IS: /^[0-9+\- ]{0,12}(?:\\[0-9+\- ]{0,12})*$/,
};
const NUMERIC = /^(?:US|SS|UL|SL|UV|SV|FL|FD|AT)$/;
const BINARY = /^(?:OB|OD|OF|OL|OV|OW)$/;
const DATES = /^(?:DA|DT)$/;
/** Replacements by representation, for attributes that may not be empty (action D). */
const DUMMIES: Readonly<Record<string, string>> = {
  DA: '19000101',
  DT: '19000101',
  TM: '000000',
  AS: '000Y',
  DS: '0',
  IS: '0',
  CS: 'REMOVED',
  PN: 'REMOVED',
};

/**
 * The elements of a data set as they may be given away, by tag (GGGGEEEE): the Basic Application Level Confidentiality
 * Profile (PS3.15 annex E) and, beyond it, nothing that could hold free text: attributes that are not of the standard,
 * private ones, curves, overlays, texts, names, dates, times and binary values outside the picture's own groups go too.
 */
export function cleanDataSet(dataSet: DataSet, cleaning: Cleaning): Map<string, Buffer> {
  const kept = new Map<string, Buffer>();
  const publicCode = PUBLIC_SCHEMES.has(textOf(dataSet, 'x00080102'));
  for (const element of Object.values(dataSet.elements)) {
    const tag = element.tag.slice(1).toUpperCase();
    const bytes = cleanElement(dataSet, element, tag, publicCode, cleaning);
    if (bytes !== undefined) kept.set(tag, bytes);
  }
  return kept;
}

/** The bytes of elements in the order of their tags. */
export function inOrder(elements: ReadonlyMap<string, Buffer>): Buffer {
  return Buffer.concat([...elements].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bytes]) => bytes));
}

function cleanElement(
  dataSet: DataSet,
  element: Element,
  tag: string,
  publicCode: boolean,
  cleaning: Cleaning,
): Buffer | undefined {
  if (isNeverKept(tag)) return undefined;
  const standard = standardVr(tag);
  if (standard === undefined) return undefined;
  const vr = writtenVr(standard, element.vr);
  const write = (value: Uint8Array): Buffer => elementBytes(tag, vr, value, cleaning.encoding);
  if (vr === 'SQ') return cleanSequence(element, tag, cleaning, write);
  if (CODE_TAGS.has(tag)) return publicCode ? write(rawValue(dataSet, element)) : undefined;
  const value = cleanValue(dataSet, element, tag, vr, cleaning);
  return value === undefined ? undefined : write(value);
}

/**
 * Marks of the parser and of the encoding (0002,0010 and FFFE); group lengths, which no longer hold; private groups;
 * curves and overlays, whose graphics may show names; the pixels, which are copied as they lie.
 */
function isNeverKept(tag: string): boolean {
  const group = Number.parseInt(tag.slice(0, 4), 16);
  const graphics = (group & 0xff00) === 0x5000 || (group & 0xff00) === 0x6000;
  return group < 8 || group % 2 === 1 || graphics || group >= 0x7fe0 || tag.endsWith('0000');
}

function cleanSequence(
  element: Element,
  tag: string,
  cleaning: Cleaning,
  write: (value: Uint8Array) => Buffer,
): Buffer | undefined {
  const treatment = treatmentOf(tag);
  if (treatment === 'remove' || treatment === 'replace') return undefined;
  if (treatment === 'empty') return write(NOTHING);
  const items = (element.items ?? [])
    .flatMap(({ dataSet }) => (dataSet === undefined ? [] : [inOrder(cleanDataSet(dataSet, cleaning))]))
    .filter(({ length }) => length > 0);
  return write(itemsBytes(items, cleaning.encoding));
}

/** The value that an element keeps; undefined where the element goes. */
function cleanValue(
  dataSet: DataSet,
  element: Element,
  tag: string,
  vr: string,
  cleaning: Cleaning,
): Uint8Array | undefined {
  const text = textOf(dataSet, element.tag);
  if (cleaning.keepPatientCharacteristics && CHARACTERISTICS.has(tag)) {
    if (vr === 'AS') return ascii(cappedAge(text));
    return HARMLESS[vr]?.test(text) === true ? ascii(text) : NOTHING;
  }
  const treatment = treatmentOf(tag);
  if (cleaning.shiftDates && DATES.test(vr) && tag !== '00100030') {
    return ascii(cleaning.pseudonyms.shiftedDate(text, cleaning.patientId) ?? '');
  }
  if (cleaning.shiftDates && vr === 'TM') return /^[0-9.]{2,16}$/.test(text) ? ascii(text) : NOTHING;
  if (treatment === 'remove') return undefined;
  if (vr === 'UI') return ascii(remappedUids(text, cleaning.pseudonyms));
  if (treatment === 'empty') return NOTHING;
  if (treatment === 'replace') return dummyValue(vr);
  return keptValue(rawValue(dataSet, element), text, tag, vr);
}

/** The value of an attribute that the profile lets stay, where it can hold no words. */
function keptValue(raw: Uint8Array, text: string, tag: string, vr: string): Uint8Array | undefined {
  if (NUMERIC.test(vr)) return raw;
  // LUTs and palettes; other binary values could be anything.
  if (BINARY.test(vr)) return tag.startsWith('0028') ? raw : undefined;
  return HARMLESS[vr]?.test(text) === true ? raw : NOTHING;
}

function dummyValue(vr: string): Uint8Array | undefined {
  if (NUMERIC.test(vr))
    return new Uint8Array(vr === 'FD' || vr === 'UV' || vr === 'SV' ? 8 : vr === 'US' || vr === 'SS' ? 2 : 4);
  if (BINARY.test(vr) || vr === 'UN') return undefined;
  return ascii(DUMMIES[vr] ?? 'REMOVED');
}

/** Representations that depend on the picture, as dcmjs writes them (xs: US or SS, ox: OB or OW). */
const CHOICES: Readonly<Record<string, readonly string[]>> = { xs: ['US', 'SS', 'OW'], ox: ['OW', 'OB'] };

/** What the file itself says, where the standard leaves a choice; else the standard's. */
function writtenVr(standard: string, written: string | undefined): string {
  const choices = CHOICES[standard];
  if (choices === undefined) return standard;
  return choices.find((choice) => choice === written) ?? choices[0] ?? 'OW';
}

/** Ages above 89 single people out (45 CFR 164.514(b)(2)(i)(C)): 90 stands for them all. */
function cappedAge(age: string): string {
  const years = /^(\d{3})Y$/.exec(age)?.[1];
  if (years === undefined) return /^\d{3}[DWM]$/.test(age) ? age : '';
  return Number(years) > 89 ? '090Y' : age;
}

/** UIDs (several with backslashes) that are not the standard's own, each replaced. */
export function remappedUids(text: string, pseudonyms: Pseudonyms): string {
  return text
    .split('\\')
    .map((uid) => (uid === '' || STANDARD_UID.test(uid) ? uid : pseudonyms.uid(uid)))
    .join('\\');
}

/** A value's text without padding; every value of several. */
export function textOf(dataSet: DataSet, tag: string): string {
  const element = dataSet.elements[tag];
  return element === undefined
    ? ''
    : Buffer.from(rawValue(dataSet, element)).toString('latin1').replaceAll('\0', '').trim();
}

function rawValue(dataSet: DataSet, element: Element): Uint8Array {
  return dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
}

function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
