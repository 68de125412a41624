import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeFilmObject } from '../../src-core/dicom/film-object.ts';
import { encodeDicom, storedValues } from '../../src-main/files/dicom-write.ts';
import { SAMPLE_FILMS, SAMPLE_PROGRAM, sha256 } from './sample-films.ts';

/** Writes every sample film as DICOM, and beside it NAME.values: its pixels as the film holds them, little endian. */
const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Name a folder: write-samples.ts FOLDER');
mkdirSync(folder, { recursive: true });
for (const { name, film, pixels } of SAMPLE_FILMS) {
  const { dataSet } = describeFilmObject(film, SAMPLE_PROGRAM, sha256);
  const stored = storedValues(pixels, film.display.scale.zero);
  writeFileSync(path.join(folder, `${name}.dcm`), encodeDicom(dataSet, stored));
  writeFileSync(path.join(folder, `${name}.values`), new Uint8Array(stored.buffer));
}
