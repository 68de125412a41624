/**
 * Writes drawn chest phantoms and their labels into a folder, for tests and for trying the product without films:
 *
 *     node tools/phantoms.ts FOLDER [COUNT = 6] [FIRST_SEED = 1] [SIDE_PX = 512]
 *
 * PNG, JPEG and uncompressed DICOM in turn; labels.csv has the columns that the import reads.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { drawPhantom, type Phantom } from '../src-core/imaging/phantom.ts';
import { writeCsv } from '../src-main/files/csv.ts';
import { encodeGrey8Jpeg } from '../src-main/files/jpeg.ts';
import { encodeGrey8Png } from '../src-main/files/png.ts';
import { writeDicomImage } from './support/write-dicom.ts';

export interface PhantomFolder {
  readonly films: readonly string[];
  readonly labels: string;
}

const KINDS = ['png', 'jpg', 'dcm'] as const;

/** Writes the phantoms of `count` seeds from `firstSeed` on; gives the paths written. */
export async function writePhantoms(
  folder: string,
  count: number,
  firstSeed = 1,
  sizePx = 512,
): Promise<PhantomFolder> {
  await mkdir(folder, { recursive: true });
  const films: string[] = [];
  const rows: (string | number)[][] = [];
  for (let index = 0; index < count; index++) {
    const seed = firstSeed + index;
    const kind = KINDS[index % KINDS.length] ?? 'png';
    const phantom = drawPhantom(seed, { sizePx, bits: kind === 'dcm' ? 16 : 8 });
    const { anatomy } = phantom;
    const name = `phantom-${String(seed).padStart(3, '0')}.${kind}`;
    const target = path.join(folder, name);
    await writeFile(target, encode(phantom, kind, seed));
    films.push(target);
    const findings = anatomy.findings.length === 0 ? 'No Finding' : anatomy.findings.join('|');
    rows.push([name, `phantom-${seed}`, anatomy.ageYears, anatomy.sex, anatomy.view, findings]);
  }
  const labels = path.join(folder, 'labels.csv');
  await writeFile(labels, writeCsv(['file', 'patient', 'age', 'sex', 'view', 'findings'], rows));
  return { films, labels };
}

function encode({ radiograph, anatomy }: Phantom, kind: (typeof KINDS)[number], seed: number): Uint8Array {
  const { width, height, pixels } = radiograph;
  if (pixels instanceof Uint8Array) {
    return kind === 'jpg'
      ? encodeGrey8Jpeg(pixels, width, height, 90)
      : encodeGrey8Png(pixels, width, height);
  }
  return writeDicomImage({
    width,
    height,
    samples: pixels.map((value) => 4095 - (value >> 4)),
    bitsStored: 12,
    photometric: 'MONOCHROME1',
    extra: [
      ['00100020', 'LO', `phantom-${seed}`],
      ['00100040', 'CS', anatomy.sex],
      ['00101010', 'AS', `${String(anatomy.ageYears).padStart(3, '0')}Y`],
      ['00185101', 'CS', anatomy.view],
      ['00281050', 'DS', '2048'],
      ['00281051', 'DS', '4096'],
    ],
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, count = '6', firstSeed = '1', sizePx = '512'] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('usage: node tools/phantoms.ts FOLDER [COUNT] [FIRST_SEED] [SIDE_PX]');
    process.exit(2);
  }
  const { films, labels } = await writePhantoms(folder, Number(count), Number(firstSeed), Number(sizePx));
  for (const file of [...films, labels]) console.log(file);
}
