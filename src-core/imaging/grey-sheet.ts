/** 8-bit greys to draw on, row by row, for pictures that must be exact to the pixel. */
export class GreySheet {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;

  constructor(width: number, height: number, grey: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height).fill(grey);
  }

  /** Fills whole pixels; what lies beyond the edges is left out. */
  fill(x: number, y: number, width: number, height: number, grey: number): void {
    this.paint(x, y, width, height, () => grey);
  }

  /** @param greyAt of the pixel's place within the rectangle */
  paint(
    x: number,
    y: number,
    width: number,
    height: number,
    greyAt: (column: number, row: number) => number,
  ): void {
    const [fromX, toX] = [Math.max(0, x), Math.min(this.width, x + width)];
    const [fromY, toY] = [Math.max(0, y), Math.min(this.height, y + height)];
    for (let row = fromY; row < toY; row += 1)
      for (let column = fromX; column < toX; column += 1)
        this.pixels[row * this.width + column] = greyAt(column - x, row - y);
  }
}
