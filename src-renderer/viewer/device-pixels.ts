import type { Size } from './view-geometry.ts';

/**
 * Follows an element's size in device pixels, exact where the browser says so (`device-pixel-content-box`): at a scale
 * factor of 1.5 rounded CSS sizes would be resampled once more by the compositor. Returns its own undoing.
 */
export function observeDevicePixels(element: Element, onSize: (size: Size) => void): () => void {
  const observer = new ResizeObserver((entries) => {
    const entry = entries.at(-1);
    const box = entry?.devicePixelContentBoxSize?.[0];
    if (box !== undefined) onSize({ width: box.inlineSize, height: box.blockSize });
    else if (entry !== undefined) onSize(sizeInDevicePixels(entry.contentRect));
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(element);
  }
  return () => observer.disconnect();
}

function sizeInDevicePixels({ width, height }: Size): Size {
  const ratio = window.devicePixelRatio;
  return { width: Math.round(width * ratio), height: Math.round(height * ratio) };
}
