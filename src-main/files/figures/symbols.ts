import type { SymbolName } from './colours.ts';
import { written } from './svg.ts';

/** Path of a symbol of about the area of a circle with radius `radius`, around (x, y). */
export function symbolPath(symbol: SymbolName, x: number, y: number, radius: number): string {
  const at = (dx: number, dy: number): string => `${written(x + dx)},${written(y + dy)}`;
  switch (symbol) {
    case 'circle': {
      const r = written(radius);
      return `M${at(-radius, 0)}a${r},${r} 0 1,0 ${written(2 * radius)},0a${r},${r} 0 1,0 ${written(-2 * radius)},0Z`;
    }
    case 'square': {
      const half = radius * 0.89;
      return `M${at(-half, -half)}h${written(2 * half)}v${written(2 * half)}h${written(-2 * half)}Z`;
    }
    case 'triangle': {
      const [wide, high] = [radius * 1.25, radius * 1.15];
      return `M${at(0, -high)}L${at(wide, high * 0.8)}L${at(-wide, high * 0.8)}Z`;
    }
    case 'diamond': {
      const half = radius * 1.25;
      return `M${at(0, -half)}L${at(half, 0)}L${at(0, half)}L${at(-half, 0)}Z`;
    }
    case 'wedge': {
      const [wide, high] = [radius * 1.25, radius * 1.15];
      return `M${at(0, high)}L${at(wide, -high * 0.8)}L${at(-wide, -high * 0.8)}Z`;
    }
    case 'star': {
      const corners = Array.from({ length: 10 }, (_, corner) => {
        const reach = radius * (corner % 2 === 0 ? 1.5 : 0.62);
        const angle = (corner * Math.PI) / 5;
        return at(Math.sin(angle) * reach, -Math.cos(angle) * reach);
      });
      return `M${corners.join('L')}Z`;
    }
  }
}
