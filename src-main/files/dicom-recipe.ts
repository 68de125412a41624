import { ATTRIBUTES, PRIVATE_CREATOR } from '../../src-core/dicom/written-attributes.ts';
import type { DicomElements } from './dicom-data-set.ts';

const GROUP = ATTRIBUTES.LightboxCreator[0].slice(0, 4);
const RECIPE = ATTRIBUTES.LightboxRecipe[0].slice(6);

/**
 * The recipe, as JSON text, that this program put into a file; undefined where there is none. Whoever rewrote the
 * file may have moved the private block (PS3.5 section 7.8.1): it is found by its creator.
 */
export function readDicomRecipe(elements: DicomElements): string | undefined {
  for (let block = 0x10; block <= 0xff; block++) {
    const number = block.toString(16).padStart(2, '0');
    if (elements.text(`x${GROUP}00${number}`)?.trim() !== PRIVATE_CREATOR) continue;
    const bytes = elements.bytes(`x${GROUP}${number}${RECIPE}`);
    // The text of JSON may hold backslashes, which other texts of DICOM are split at.
    if (bytes !== undefined) return new TextDecoder().decode(bytes).replace(/[ \0]+$/, '');
  }
  return undefined;
}
