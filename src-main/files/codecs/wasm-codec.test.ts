import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { decodeDicom } from '../dicom.ts';
import { wasmCodec } from './wasm-codec.ts';

const MEGABYTE = 2 ** 20;

interface OpenJpeg {
  readonly J2KDecoder: new () => { getEncodedBuffer(length: number): Uint8Array; delete(): void };
}

const openJpeg = wasmCodec<OpenJpeg>(
  '@cornerstonejs/codec-openjpeg/decodewasmjs',
  '@cornerstonejs/codec-openjpeg/decodewasm',
);

describe("a codec's memory", () => {
  it('grows up to what is allowed and no further: its own allocation fails', async () => {
    const codec = await openJpeg();
    const start = codec.heldBytes;
    codec.allowBytes(100 * MEGABYTE);
    expect(new codec.module.J2KDecoder().getEncodedBuffer(80 * MEGABYTE)).toHaveLength(80 * MEGABYTE);
    expect(codec.heldBytes - start).toBeGreaterThan(30 * MEGABYTE);
    // Emscripten throws the pointer of std::bad_alloc.
    expect(() => new codec.module.J2KDecoder().getEncodedBuffer(300 * MEGABYTE)).toThrow();
    expect(codec.heldBytes - start).toBeLessThanOrEqual(100 * MEGABYTE);
  });

  it('is its own in each start', async () => {
    const first = await openJpeg();
    new first.module.J2KDecoder().getEncodedBuffer(80 * MEGABYTE);
    const second = await openJpeg();
    expect(second.heldBytes).toBeLessThan(first.heldBytes);
  });
});

describe('a codec that failed', () => {
  const { entries } = readGoldenJson<{ entries: { name: string; file: string; values: number[] }[] }>(
    'dicom-codecs.json.gz',
  );
  const coded = entries.filter(({ name }) => /^JPEG(?: 2000| baseline|-LS)/.test(name));

  it.each(coded)('decodes the next film as if nothing had been: $name', async ({ file }) => {
    const bytes = new Uint8Array(Buffer.from(file, 'base64'));
    const { radiograph } = await decodeDicom(bytes, 'whole.dcm');
    for (let at = 0.5; at < 0.95; at += 0.04) {
      const broken = bytes.slice();
      const place = Math.floor(at * bytes.length);
      broken.fill(0xff, place, place + 40);
      await decodeDicom(broken, 'broken.dcm').catch(() => undefined);
    }
    const again = await decodeDicom(bytes, 'whole.dcm');
    expect(
      Buffer.compare(Buffer.from(again.radiograph.pixels.buffer), Buffer.from(radiograph.pixels.buffer)),
    ).toBe(0);
  });
});
