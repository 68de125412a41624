import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { encode as encodePng } from 'fast-png';
import {
  DEFLATED_LITTLE,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
} from '../../../src-core/dicom/transfer-syntax.ts';
import { readGoldenJson } from '../../goldens/golden-data.ts';
import { type EncoderSettings, encodeFrame, type Samples } from '../../support/encode-frame.ts';
import { type Element, writeDicomImage, writeEncapsulated } from '../../support/write-dicom.ts';

/** A sound file that mutations start from. */
export interface Seed {
  readonly name: string;
  /** What its cases are counted under. */
  readonly format: string;
  readonly bytes: Uint8Array;
}

const UID_ROOT = '1.2.840.10008.1.2';
const WIDTH = 80;
const HEIGHT = 72;
const SHARED = new URL('../../../../shared/dicom/', import.meta.url);
/** Larger files cost seconds each and try nothing that the small ones do not. */
const LARGEST_SHARED_BYTES = 130_000;
const FULL_RANGE: Element[] = [
  ['00281050', 'DS', '2048'],
  ['00281051', 'DS', '4096'],
];

/** Files of every coding and shape that is read, made here. */
export async function generatedSeeds(): Promise<readonly Seed[]> {
  const seeds = [...nativeSeeds(), ...goldenSeeds(), ...(await encodedSeeds()), ...(await pictureSeeds())];
  return seeds.map(owned);
}

/** Made with tifffile and Pillow by tools/goldens/make_tiff_goldens.py. */
export function tiffSeeds(): readonly Seed[] {
  const { cases } = readGoldenJson<{ cases: { name: string; file: string }[] }>('tiff.json.gz');
  return cases.map(({ name, file }) => ({
    name: `TIFF, ${name}`,
    format: 'TIFF',
    bytes: Uint8Array.from(Buffer.from(file, 'base64')),
  }));
}

/** The small ones of the DICOM files beside the checkout; none where there are none. */
export function sharedSeeds(): readonly Seed[] {
  if (!existsSync(SHARED)) return [];
  return ['valid', 'broken'].flatMap((folder) => {
    const place = new URL(`${folder}/`, SHARED);
    return readdirSync(place)
      .filter((name) => name.endsWith('.dcm') && statSync(new URL(name, place)).size <= LARGEST_SHARED_BYTES)
      .sort()
      .map((name) => ({ name, format: `shared ${folder}`, bytes: readFileSync(new URL(name, place)) }))
      .map(owned);
  });
}

/** A Buffer's slice() is a view: mutations would damage the seed. */
function owned(seed: Seed): Seed {
  return { ...seed, bytes: Uint8Array.from(seed.bytes) };
}

/** A smooth field with an edge and grain, over `bits` bits. */
function greys(bits: number, count = WIDTH * HEIGHT): Uint16Array {
  const white = 2 ** bits - 1;
  return Uint16Array.from({ length: count }, (_, index) => {
    const x = index % WIDTH;
    const y = Math.floor(index / WIDTH);
    const grain = ((index * 2654435761) >>> 24) / 4096;
    const field = 0.45 + 0.35 * Math.sin(x / 9) * Math.cos(y / 7) + (x > 50 ? 0.1 : 0) + grain;
    return Math.round(white * field);
  });
}

function nativeSeeds(): Seed[] {
  const twelve = greys(12);
  const eight = Uint8Array.from(greys(8));
  const signed = Int16Array.from(twelve, (value) => value - 2048);
  const colour = Uint8Array.from(greys(8, 3 * WIDTH * HEIGHT));
  const picture = { width: WIDTH, height: HEIGHT };
  const table = (first: number): Element[] => [
    ['00283002', 'US', [256, first, 16]],
    ['00283006', 'OW', lutBytes(256)],
  ];
  const rgb: Element[] = [
    ['00280002', 'US', [3]],
    ['00280006', 'US', [0]],
    ['00280100', 'US', [8]],
    ['00280101', 'US', [8]],
    ['00280102', 'US', [7]],
  ];
  const palette: Element[] = ['1', '2', '3'].flatMap((channel): Element[] => [
    [`0028110${channel}`, 'US', [256, 0, 16]],
    [`0028120${channel}`, 'OW', lutBytes(256)],
  ]);
  const shapes: [string, Uint8Array][] = [];
  for (const [name, syntax] of [
    ['implicit little', IMPLICIT_LITTLE],
    ['explicit little', EXPLICIT_LITTLE],
    ['deflated', DEFLATED_LITTLE],
    ['explicit big', EXPLICIT_BIG],
  ] as const) {
    const image = { ...picture, syntax, samples: twelve, bitsStored: 12 };
    shapes.push([name, writeDicomImage({ ...image, extra: FULL_RANGE })]);
    shapes.push([name, writeDicomImage({ ...image, extra: [['00283010', 'SQ', [table(1000), table(0)]]] })]);
  }
  const little = { ...picture, samples: twelve, bitsStored: 12 };
  const padding: Element[] = [
    ['00280120', 'SS', [-2048]],
    ['00280121', 'SS', [-2000]],
    ['00281052', 'DS', '-1024'],
    ['00281053', 'DS', '1.5'],
    ['60000010', 'US', [HEIGHT]],
    ['60000011', 'US', [WIDTH]],
    ['60003000', 'OW', new Uint8Array((WIDTH * HEIGHT) / 8)],
  ];
  const frames = new Uint16Array(3 * twelve.length).fill(700);
  frames.set(twelve);
  shapes.push(
    ['signed', writeDicomImage({ ...picture, samples: signed, bitsStored: 13, extra: padding })],
    ['eight bits', writeDicomImage({ ...picture, samples: eight, photometric: 'MONOCHROME1' })],
    ['modality LUT', writeDicomImage({ ...little, extra: [['00283000', 'SQ', [table(900)]]] })],
    ['frames', writeDicomImage({ ...little, samples: frames, extra: [['00280008', 'IS', '3']] })],
    ['RGB', writeDicomImage({ ...picture, samples: colour, photometric: 'RGB', extra: rgb })],
    ['YBR', writeDicomImage({ ...picture, samples: colour, photometric: 'YBR_FULL_422', extra: rgb })],
    [
      'palette',
      writeDicomImage({ ...picture, samples: eight, photometric: 'PALETTE COLOR', extra: palette }),
    ],
    ['bare', writeDicomImage({ ...little, extra: FULL_RANGE, withoutMeta: true })],
  );
  const single: Element[] = [
    ['00280100', 'US', [1]],
    ['00280101', 'US', [1]],
    ['00280102', 'US', [0]],
    ['7FE00010', 'OW', Uint8Array.from(eight.subarray(0, (WIDTH * HEIGHT) / 8))],
  ];
  shapes.push(['one bit', writeDicomImage({ ...picture, samples: eight, extra: single })]);
  return shapes.map(([name, bytes]) => ({ name: `native, ${name}`, format: 'DICOM native', bytes }));
}

function lutBytes(entries: number): Uint8Array {
  const values = Uint16Array.from({ length: entries }, (_, index) => 257 * ((index * 7) % 256));
  return new Uint8Array(values.buffer);
}

const GOLDEN_FORMATS = ['RLE', 'JPEG-LS', 'JPEG lossless', 'JPEG 2000', 'JPEG baseline', 'JPEG extended'];

/** Made with dcmtk and OpenJPEG by tools/goldens/make_dicom_codecs.py. */
function goldenSeeds(): Seed[] {
  const { entries } = readGoldenJson<{ entries: { name: string; file: string }[] }>('dicom-codecs.json.gz');
  return entries.map(({ name, file }) => ({
    name: `golden, ${name}`,
    format: `DICOM ${GOLDEN_FORMATS.find((format) => name.startsWith(format)) ?? name}`,
    bytes: new Uint8Array(Buffer.from(file, 'base64')),
  }));
}

async function encodedSeeds(): Promise<Seed[]> {
  const base = { width: WIDTH, height: HEIGHT } as const;
  const grey16: Samples = { ...base, components: 1, bits: 12, bytes: new Uint8Array(greys(12).buffer) };
  const grey8: Samples = { ...base, components: 1, bits: 8, bytes: Uint8Array.from(greys(8)) };
  const colour: Samples = {
    ...base,
    components: 3,
    bits: 8,
    bytes: Uint8Array.from(greys(8, 3 * WIDTH * HEIGHT)),
  };
  const lossless = (encoder: EncoderSettings): void => encoder.setQuality(true, 0);
  const tiled = (encoder: EncoderSettings): void => {
    encoder.setQuality(true, 0);
    encoder.setTileSize({ width: 32, height: 32 });
  };
  const wanted: [format: string, syntax: string, samples: Samples, codestream: Uint8Array][] = [
    ['JPEG 2000', '.4.91', grey16, await encodeFrame('jpeg-2000', grey16, (e) => e.setQuality(false, 0.01))],
    ['JPEG 2000', '.4.90', grey16, await encodeFrame('jpeg-2000', grey16, tiled)],
    ['JPEG 2000', '.4.90', colour, await encodeFrame('jpeg-2000', colour, lossless)],
    ['HTJ2K', '.4.201', grey16, await encodeFrame('htj2k', grey16, lossless)],
    ['HTJ2K', '.4.203', grey16, await encodeFrame('htj2k', grey16, (e) => e.setQuality(false, 0.01))],
    ['HTJ2K', '.4.201', colour, await encodeFrame('htj2k', colour, lossless)],
    ['HTJ2K', '.4.202', grey16, await encodeFrame('htj2k', grey16, tiled)],
    ['JPEG-LS', '.4.80', colour, await encodeFrame('jpeg-ls', colour, (e) => e.setInterleaveMode(2))],
    ['JPEG-LS', '.4.80', colour, await encodeFrame('jpeg-ls', colour, (e) => e.setInterleaveMode(0))],
    ['JPEG baseline', '.4.50', grey8, await encodeFrame('jpeg', grey8)],
    ['JPEG baseline', '.4.50', colour, await encodeFrame('jpeg', colour)],
    ['JPEG baseline', '.4.51', colour, await encodeFrame('jpeg', colour, (e) => e.setProgressive(true))],
  ];
  const seeds = wanted.map(([format, syntax, samples, codestream]) => ({
    name: `encoded, ${format} ${syntax} of ${samples.components} x ${samples.bits}`,
    format: `DICOM ${format}`,
    bytes: writeEncapsulated({ ...samples, syntax: `${UID_ROOT}${syntax}` }, [codestream]),
  }));
  const [first] = wanted;
  if (first === undefined) return seeds;
  const [format, syntax, samples, codestream] = first;
  const frames = { name: 'encoded, three frames', format: `DICOM ${format}` };
  return [
    ...seeds,
    {
      ...frames,
      bytes: writeEncapsulated({ ...samples, syntax: `${UID_ROOT}${syntax}` }, Array(3).fill(codestream)),
    },
  ];
}

async function pictureSeeds(): Promise<Seed[]> {
  const size = { width: WIDTH, height: HEIGHT };
  const eight = Uint8Array.from(greys(8));
  const colour = Uint8Array.from(greys(8, 3 * WIDTH * HEIGHT));
  const alpha = Uint8Array.from(greys(8, 2 * WIDTH * HEIGHT));
  const pngs: [string, Uint8Array][] = [
    ['grey of 8 bits', encodePng({ ...size, data: eight, depth: 8, channels: 1 })],
    ['grey of 16 bits', encodePng({ ...size, data: greys(12), depth: 16, channels: 1 })],
    ['colour', encodePng({ ...size, data: colour, depth: 8, channels: 3 })],
    ['grey with alpha', encodePng({ ...size, data: alpha, depth: 8, channels: 2 })],
  ];
  const grey: Samples = { ...size, components: 1, bits: 8, bytes: eight };
  const rgb: Samples = { ...size, components: 3, bits: 8, bytes: colour };
  const jpegs: [string, Uint8Array][] = [
    ['grey', await encodeFrame('jpeg', grey)],
    ['progressive', await encodeFrame('jpeg', grey, (encoder) => encoder.setProgressive(true))],
    ['colour', await encodeFrame('jpeg', rgb)],
    ['colour, chrominance halved', await encodeFrame('jpeg', rgb, (encoder) => encoder.setSubSampling(2))],
  ];
  return [
    ...pngs.map(([name, bytes]) => ({ name: `PNG, ${name}`, format: 'PNG', bytes })),
    ...jpegs.map(([name, bytes]) => ({ name: `JPEG, ${name}`, format: 'JPEG', bytes })),
  ];
}
