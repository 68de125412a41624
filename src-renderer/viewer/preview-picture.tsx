import { GreyPicture } from './grey-picture.tsx';
import './preview-picture.css';

interface PreviewPictureProps {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 8-bit grey, row by row. */
  readonly pixels: Uint8Array;
  /** Read out in place of the picture. */
  readonly label: string;
}

/** An image in the making, enlarged softly: coarse as it is, it must not be taken for a film. */
export function PreviewPicture(props: PreviewPictureProps) {
  return <GreyPicture {...props} className="preview-picture" />;
}
