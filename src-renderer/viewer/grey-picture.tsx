import { useEffect, useRef } from 'react';
import { displayedImage } from './displayed-image.ts';

interface GreyPictureProps {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 8-bit grey, row by row. */
  readonly pixels: Uint8Array;
  /** Read out in place of the picture. */
  readonly label: string;
  readonly className: string;
}

/** Grey values in memory on a canvas of their own size. */
export function GreyPicture({ widthPx, heightPx, pixels, label, className }: GreyPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const image = displayedImage({ widthPx, heightPx, bits: 8 }, pixels);
    canvas.current?.getContext('2d', { alpha: false })?.putImageData(image, 0, 0);
  }, [widthPx, heightPx, pixels]);
  return (
    <canvas
      ref={canvas}
      className={className}
      width={widthPx}
      height={heightPx}
      role="img"
      aria-label={label}
    />
  );
}
