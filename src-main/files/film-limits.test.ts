import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { writeDicomImage } from '../../tools/support/write-dicom.ts';
import { decodeFilm } from './film-reader.ts';
import { encodeGrey8Jpeg } from './jpeg.ts';
import { encodeGrey8Png } from './png.ts';
import { joinPngChunks, splitPngChunks } from './png-chunks.ts';

const SIDE = 64;
const GREY = Uint8Array.from({ length: SIDE * SIDE }, (_, index) => index & 255);
/** 36 million pixels: 72 MB as 16 bits, far more in a decoder. */
const HUGE = 6000;
const MEGABYTE = 2 ** 20;

const { entries } = readGoldenJson<{ entries: { name: string; file: string }[] }>('dicom-codecs.json.gz');

function golden(name: string): Uint8Array {
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`no golden file ${name}`);
  return new Uint8Array(Buffer.from(entry.file, 'base64'));
}

/** The file with its size, 72 rows of 80 pixels, replaced wherever it stands. */
function claiming(bytes: Uint8Array, side: number, byteOrders: readonly string[]): Uint8Array {
  const little = Buffer.from(Uint16Array.of(side).buffer).toString('hex');
  const big = Buffer.from(little, 'hex').swap16().toString('hex');
  // Rows (0028,0010) and Columns (0028,0011), US of two bytes, little endian.
  let text = Buffer.from(bytes).toString('hex');
  text = text.replace('28001000555302004800', `2800100055530200${little}`);
  text = text.replace('28001100555302005000', `2800110055530200${little}`);
  for (const order of byteOrders) text = text.replace(order, order.replaceAll(/0048|0050/g, big));
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

async function refusalOf(bytes: Uint8Array): Promise<unknown> {
  return decodeFilm(bytes, 'odd').catch((error: unknown) => error);
}

function heldMegabytes(): number {
  return process.memoryUsage().rss / MEGABYTE;
}

describe('a picture larger than its file', () => {
  const size = { width: SIDE, height: SIDE };

  const cases: [name: string, code: string, reason: RegExp, bytes: () => Uint8Array][] = [
    [
      'native colour',
      'FILE_OVER_LIMIT',
      /would take about 2250 MB of memory, more than the 832 MB/,
      () =>
        writeDicomImage({
          ...size,
          samples: new Uint8Array(3 * SIDE * SIDE),
          photometric: 'RGB',
          extra: [
            ['00280002', 'US', [3]],
            ['00280010', 'US', [1500]],
            ['00280011', 'US', [65535]],
          ],
        }),
    ],
    [
      'JPEG 2000',
      'FILE_CORRUPT',
      /too few for 36000000 pixels/,
      () => claiming(golden('JPEG 2000 lossless, 12 bits'), HUGE, ['000000500000004800']),
    ],
    ['RLE', 'FILE_CORRUPT', /too few for 36000000 pixels/, () => claiming(golden('RLE, 12 bits'), HUGE, [])],
    [
      'RLE of the size that may be',
      'FILE_CORRUPT',
      /RLE data is cut short/,
      () => claiming(golden('RLE, 12 bits'), 1900, []),
    ],
    [
      'JPEG-LS',
      'FILE_CORRUPT',
      /too few for 36000000 pixels/,
      () => claiming(golden('JPEG-LS, 12 bits'), HUGE, ['00480050']),
    ],
    [
      'a JPEG',
      'FILE_CORRUPT',
      /too few for 36000000 pixels/,
      () => {
        const text = Buffer.from(encodeGrey8Jpeg(GREY, SIDE, SIDE, 80)).toString('hex');
        return Uint8Array.from(Buffer.from(text.replace('0800400040', '0817701770'), 'hex'));
      },
    ],
    [
      'a PNG',
      'FILE_CORRUPT',
      /pixel data, \d+ bytes, is too short/,
      () => {
        const [header, ...rest] = splitPngChunks(encodeGrey8Png(GREY, SIDE, SIDE));
        const data = Uint8Array.from(header?.data ?? []);
        new DataView(data.buffer).setUint32(0, HUGE);
        new DataView(data.buffer).setUint32(4, HUGE);
        return joinPngChunks([{ type: 'IHDR', data }, ...rest]);
      },
    ],
  ];

  it.each(cases)('is refused before memory is taken for it: %s', async (_name, code, reason, bytes) => {
    const file = bytes();
    const before = heldMegabytes();
    const refused = await refusalOf(file);
    expect(refused).toMatchObject({ code });
    expect(String(refused)).toMatch(reason);
    expect(heldMegabytes() - before).toBeLessThan(60);
  });
});
