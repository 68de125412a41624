import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { writeDicomImage } from './write-dicom.ts';

/** A DICOM file of several frames of 96 x 96 pixels, each another phantom. */
export function writeMultiFrame(frames: number): Uint8Array {
  const sizePx = 96;
  const samples = new Uint8Array(frames * sizePx * sizePx);
  for (let frame = 0; frame < frames; frame++) {
    samples.set(drawPhantom(frame + 1, { sizePx }).radiograph.pixels, frame * sizePx * sizePx);
  }
  return writeDicomImage({
    width: sizePx,
    height: sizePx,
    samples,
    extra: [['00280008', 'IS', String(frames)]],
  });
}
