import { describe, expect, it } from 'vitest';
import { encodeFrame } from '../../../tools/support/encode-frame.ts';
import { readJpeg2000Header } from './jpeg-2000-header.ts';

const SIDE = 64;
const samples = {
  width: SIDE,
  height: SIDE,
  components: 1,
  bits: 12,
  bytes: new Uint8Array(Uint16Array.from({ length: SIDE * SIDE }, (_, index) => index).buffer),
} as const;

async function damaged(at: number, bytes: readonly number[]): Promise<Uint8Array> {
  const codestream = await encodeFrame('htj2k', samples);
  codestream.set(bytes, at);
  return codestream;
}

describe('readJpeg2000Header', () => {
  it('reads the size that the encoder was given', async () => {
    const expected = { width: SIDE, height: SIDE, components: 1 };
    expect(readJpeg2000Header(await encodeFrame('htj2k', samples))).toEqual(expected);
    expect(readJpeg2000Header(await encodeFrame('jpeg-2000', samples))).toEqual(expected);
  });

  // Places of SIZ from the codestream's start: ITU-T T.800 table A.9.
  it.each<[what: string, at: number, bytes: readonly number[], reason: RegExp]>([
    [
      'a component of every 33rd line: OpenJPH waits for the others for ever',
      44,
      [33],
      /sample for each pixel/,
    ],
    ['a component of every second column', 43, [2], /sample for each pixel/],
    ['samples of 32 bits', 42, [31], /32 bits/],
    ['tiles of no width', 24, [0, 0, 0, 0], /contradicts itself/],
    ['a picture that begins behind its end', 16, [0, 0, 1, 0], /contradicts itself/],
    ['tiles that begin behind the picture', 36, [0, 0, 0, 9], /contradicts itself/],
  ])('refuses %s', async (_what, at, bytes, reason) => {
    const codestream = await damaged(at, bytes);
    expect(() => readJpeg2000Header(codestream)).toThrow(reason);
  });

  it('refuses a picture of a million tiles, and finds no header where there is none', async () => {
    const codestream = await damaged(8, [0, 0, 0x10, 0, 0, 0, 0x10, 0]);
    codestream.set([0, 0, 0, 1, 0, 0, 0, 1], 24);
    expect(() => readJpeg2000Header(codestream)).toThrow(/too many tiles/);
    expect(readJpeg2000Header(codestream.subarray(0, 41))).toBeUndefined();
    expect(readJpeg2000Header(codestream.subarray(2))).toBeUndefined();
  });
});
