import type { FilmObject, GeneratingModel, SourceInstance, WritingProgram } from './film-object.ts';
import { dateAndTime, fitText } from './value-text.ts';
import { SECONDARY_CAPTURE, type WrittenDataSet } from './written-attributes.ts';

const PRIVATE_SCHEME = '99LIGHTBOX';
/** PS3.16 CID 7005, CID 7203 extended, CID 7202. */
const SYNTHESIZING = code('109100', 'DCM', 'Synthesizing Equipment');
const DEIDENTIFYING = code('109104', 'DCM', 'De-identifying Equipment');
const GENERATED = code('GENERATED', PRIVATE_SCHEME, 'Drawn by a diffusion model from a text');
const EDITED = code('EDITED', PRIVATE_SCHEME, 'Edited by a diffusion model after a text');
const SOURCE_FOR_PROCESSING = code('121322', 'DCM', 'Source image for image processing operation');

function code(value: string, scheme: string, meaning: string): WrittenDataSet {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}

/**
 * What made a film, from what, and by which program: Contributing Equipment Sequence (PS3.3 section C.12.1.1.5),
 * derivation and source (C.7.6.1.1.3), and the recipe itself.
 */
export function provenance({ origin, madeAt }: FilmObject, program: WritingProgram): WrittenDataSet {
  if (origin.kind === 'real') {
    return {
      DerivationDescription: 'Stored values of an imported film, without loss, in a new object.',
      ContributingEquipmentSequence: [contribution(DEIDENTIFYING, program, [program.version], null)],
    };
  }
  const { model, recipeJson } = origin;
  const generator: WrittenDataSet = {
    ...contribution(SYNTHESIZING, program, [program.version, model.runtime], madeAt),
    ContributionDescription: modelDescription(model),
  };
  return {
    CodingSchemeIdentificationSequence: [
      {
        CodingSchemeDesignator: PRIVATE_SCHEME,
        CodingSchemeName: 'Roentgen Lightbox',
        CodingSchemeResponsibleOrganization: program.name,
      },
    ],
    ContributingEquipmentSequence: [generator],
    DerivationDescription:
      origin.kind === 'edited'
        ? fitText('ST', origin.derivation)
        : 'Drawn by a diffusion model from a text; it shows nobody.',
    DerivationCodeSequence: [origin.kind === 'edited' ? EDITED : GENERATED],
    ...(origin.kind === 'edited' && origin.source !== null ? sourceImage(origin.source) : {}),
    LightboxRecipe: recipeJson,
  };
}

function sourceImage({ sopInstanceUid }: SourceInstance): WrittenDataSet {
  return {
    SourceImageSequence: [
      {
        ReferencedSOPClassUID: SECONDARY_CAPTURE,
        ReferencedSOPInstanceUID: sopInstanceUid,
        PurposeOfReferenceCodeSequence: [SOURCE_FOR_PROCESSING],
      },
    ],
  };
}

function contribution(
  purpose: WrittenDataSet,
  { name }: WritingProgram,
  versions: readonly string[],
  at: string | null,
): WrittenDataSet {
  const [date, time] = dateAndTime(at);
  return {
    PurposeOfReferenceCodeSequence: [purpose],
    Manufacturer: name,
    ManufacturerModelName: name,
    SoftwareVersions: versions.map((version) => fitText('LO', version)),
    ...(at === null ? {} : { ContributionDateTime: `${date}${time}+0000` }),
  };
}

/** Name and hashes; files beyond the 1,024 characters of the attribute are counted, the recipe has them all. */
function modelDescription({ name, components }: GeneratingModel): string {
  const lines = Object.entries(components)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([file, hash]) => `${file} ${hash}`);
  const head = `Diffusion model ${name.slice(0, 200)}. SHA-256 of its files:`;
  for (let shown = lines.length; ; shown--) {
    const rest = lines.length - shown;
    const end = rest === 0 ? [] : [`and ${rest} more, see the recipe in (0009,1001)`];
    const text = [head, ...lines.slice(0, shown), ...end].join('\n');
    if (text.length <= 1000 || shown === 0) return fitText('ST', text);
  }
}
