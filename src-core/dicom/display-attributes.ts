import {
  type FilmDisplay,
  type VoiChoice,
  type VoiLut,
  type VoiWindow,
  WHITE,
} from '../imaging/film-display.ts';
import { decimalText, fitText } from './value-text.ts';
import type { WrittenDataSet } from './written-attributes.ts';

/**
 * A film's grey-value chain as attributes of its object: stored values signed where the film's were, Modality LUT
 * (PS3.3 section C.11.1), VOI LUT (C.11.2), pixel padding (C.7.5.1.1.2) and photometric interpretation
 * (C.7.6.3.1.2). What is stated is what the film's reader takes up again.
 */
export function displayAttributes({ scale, choices, inverted, padding, unit }: FilmDisplay): WrittenDataSet {
  const { zero, slope, intercept } = scale;
  const rescaled = slope !== 1 || intercept !== 0 || unit !== null;
  return {
    PhotometricInterpretation: inverted ? 'MONOCHROME1' : 'MONOCHROME2',
    PixelRepresentation: zero === 0 ? 0 : 1,
    ...(padding === null ? {} : paddingAttributes(padding.low - zero, padding.high - zero)),
    ...(rescaled
      ? {
          RescaleIntercept: decimalText(intercept),
          RescaleSlope: decimalText(slope),
          RescaleType: unit ?? 'US',
        }
      : {}),
    ...windowAttributes(choices),
    ...lutAttributes(choices),
  };
}

function paddingAttributes(low: number, high: number): WrittenDataSet {
  return low === high ? { PixelPaddingValue: low } : { PixelPaddingValue: low, PixelPaddingRangeLimit: high };
}

interface LabelledWindow {
  readonly label: string | null;
  readonly window: VoiWindow;
}

/** One VOI LUT Function serves all windows of an object: those of the first one's function are written. */
function windowAttributes(choices: readonly VoiChoice[]): WrittenDataSet {
  const windows = choices.flatMap(({ label, transform }): LabelledWindow[] =>
    transform.kind === 'window' ? [{ label, window: familiar(transform) }] : [],
  );
  const shape = windows[0]?.window.function;
  if (shape === undefined) return {};
  const written = windows.filter(({ window }) => window.function === shape);
  const labelled = written.some(({ label }) => label !== null);
  return {
    WindowCenter: written.map(({ window }) => decimalText(window.centre)),
    WindowWidth: written.map(({ window }) => decimalText(window.width)),
    ...(labelled
      ? { WindowCenterWidthExplanation: written.map(({ label }) => fitText('LO', label ?? '')) }
      : {}),
    ...(shape === 'LINEAR' ? {} : { VOILUTFunction: shape }),
  };
}

/**
 * LINEAR_EXACT as the same line in terms of LINEAR, which every viewer knows: LINEAR puts its middle half a value
 * lower and counts one value more (PS3.3 sections C.11.2.1.2.1 and C.11.2.1.3.2).
 */
function familiar(window: VoiWindow): VoiWindow {
  if (window.function !== 'LINEAR_EXACT') return window;
  return { ...window, function: 'LINEAR', centre: window.centre + 0.5, width: window.width + 1 };
}

function lutAttributes(choices: readonly VoiChoice[]): WrittenDataSet {
  const items = choices.flatMap(({ label, transform }) =>
    transform.kind === 'lut' ? [lutItem(label, transform)] : [],
  );
  return items.length === 0 ? {} : { VOILUTSequence: items };
}

/** An image's own VOI LUT has 8 or 16 bits an entry (PS3.3 section C.11.2.1.1): 16, with white where it was. */
function lutItem(label: string | null, { first, bits, values }: VoiLut): WrittenDataSet {
  const white = 2 ** bits - 1;
  const data = new Uint8Array(values.length * 2);
  const view = new DataView(data.buffer);
  values.forEach((value, index) => {
    view.setUint16(index * 2, Math.round((Math.min(value, white) * WHITE) / white), true);
  });
  return {
    // 0 stands for 65536 entries.
    LUTDescriptor: [values.length % 65536, first, 16],
    ...(label === null ? {} : { LUTExplanation: fitText('LO', label) }),
    LUTData: data,
  };
}
