import { useLayoutEffect, useRef } from 'react';
import type { GreySheet } from '../../../src-core/imaging/grey-sheet.ts';
import { observeDevicePixels } from '../../viewer/device-pixels.ts';
import type { Size } from '../../viewer/view-geometry.ts';

interface GreyCanvasProps {
  /** Draws for a canvas of this many device pixels; drawn again whenever they change. */
  readonly draw: (size: Size) => GreySheet;
  readonly onSize?: (size: Size) => void;
  readonly label: string;
}

/** Greys on a canvas that fills its parent, one value a device pixel. */
export function GreyCanvas({ draw, onSize, label }: GreyCanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const host = frame.current;
    if (host === null) return;
    return observeDevicePixels(host, (size) => {
      if (canvas.current === null || size.width === 0 || size.height === 0) return;
      paint(canvas.current, size, draw(size));
      onSize?.(size);
    });
  }, [draw, onSize]);
  return (
    <div ref={frame} className="display-frame">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

/** Puts a sheet into the middle of a black canvas. */
function paint(canvas: HTMLCanvasElement, { width, height }: Size, sheet: GreySheet): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false });
  const image = new ImageData(sheet.width, sheet.height);
  const rgba = new Uint32Array(image.data.buffer);
  for (const [index, grey] of sheet.pixels.entries())
    rgba[index] = 0xff00_0000 | (grey << 16) | (grey << 8) | grey;
  const left = Math.floor((width - sheet.width) / 2);
  const top = Math.floor((height - sheet.height) / 2);
  context?.putImageData(image, left, top);
}
