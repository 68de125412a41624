import { GreySheet } from './grey-sheet.ts';
import { drawLowContrastLetters, lettersHeight } from './pattern-letters.ts';

/**
 * Levels of the luminance patches, in the order of the ring: black with 5 % in it, 8 to 248 in steps of 16, white with
 * 95 % in it (AAPM On-Line Report 03, TG18-QC, 8 bits).
 */
export const PATCH_LEVELS = [0, ...Array.from({ length: 16 }, (_, index) => 8 + 16 * index), 255] as const;
/** 5 % and 95 % of the range, as TG18-QC has them. */
export const FIVE_PERCENT = 13;
export const NINETY_FIVE_PERCENT = 242;

const GROUND = 128;
const GRID_GREY = 191;
/** The design is 1024 units wide. */
const UNITS = 1024;
const PATCH_UNITS = 102;
const RING_COLUMNS = 6;
const RING_ROWS = 5;
const CORNER_UNITS = 10;
/** Corners of a patch differ from it by this many greys. */
const CORNER_DIFFERENCE = 4;

type Scale = (units: number) => number;

/**
 * A pattern after TG18-QC for looking at a display, drawn for exactly this many pixels a side: every line is a whole
 * number of pixels. It holds a grid with a border, 18 luminance patches with corners 4 greys off, 5 % in black and 95 %
 * in white, line pairs of one and two pixels in the middle and the corners, ramps, bars of black and white, and letters
 * of falling contrast on black, grey and white. It is no copy of the published image and carries no marks of its own.
 * @param sidePx at least 256.
 */
export function drawTestPattern(sidePx: number): GreySheet {
  const scale: Scale = (units) => Math.round((units * sidePx) / UNITS);
  const sheet = new GreySheet(sidePx, sidePx, GROUND);
  drawGrid(sheet, scale);
  drawCrosstalkBars(sheet, scale);
  drawRamps(sheet, scale);
  drawRing(sheet, scale);
  const margin = scale(40);
  const far = sidePx - margin - 4 * linePairTile(scale);
  drawLinePairs(sheet, scale, scale(512) - 2 * linePairTile(scale), scale(512) - linePairTile(scale));
  for (const [x, y] of [
    [margin, margin],
    [far, margin],
    [margin, sidePx - margin - 2 * linePairTile(scale)],
    [far, sidePx - margin - 2 * linePairTile(scale)],
  ] as const) {
    drawLinePairs(sheet, scale, x, y);
  }
  drawLetters(sheet, scale);
  return sheet;
}

function drawGrid(sheet: GreySheet, scale: Scale): void {
  const { width } = sheet;
  for (let line = 1; line < 10; line += 1) {
    const at = scale((UNITS / 10) * line);
    sheet.fill(at, 0, 1, width, GRID_GREY);
    sheet.fill(0, at, width, 1, GRID_GREY);
  }
  for (const [inset, thick] of [
    [0, 1],
    [scale(12), 3],
  ] as const) {
    const length = width - 2 * inset;
    sheet.fill(inset, inset, length, thick, 255);
    sheet.fill(inset, width - inset - thick, length, thick, 255);
    sheet.fill(inset, inset, thick, length, 255);
    sheet.fill(width - inset - thick, inset, thick, length, 255);
  }
}

/** White with black bars, and black with white ones: a cable or panel that smears shows it to their right. */
function drawCrosstalkBars(sheet: GreySheet, scale: Scale): void {
  [255, 0].forEach((ground, row) => {
    const y = scale(150 + 44 * row);
    sheet.fill(scale(256), y, scale(512), scale(40), ground);
    for (let bar = 0; bar < 8; bar += 1)
      sheet.fill(
        scale(272 + 60 * bar),
        y + scale(8),
        Math.max(1, scale(2 ** (bar % 5))),
        scale(24),
        255 - ground,
      );
  });
}

/** Every grey from 0 below to 255 above, and the other way round. */
function drawRamps(sheet: GreySheet, scale: Scale): void {
  const height = scale(RING_ROWS * PATCH_UNITS);
  const y = scale(512) - Math.floor(height / 2);
  const greyOf = (row: number): number => Math.floor(((height - 1 - row) * 256) / height);
  sheet.paint(scale(110), y, scale(64), height, (_column, row) => greyOf(row));
  sheet.paint(scale(850), y, scale(64), height, (_column, row) => 255 - greyOf(row));
}

function drawRing(sheet: GreySheet, scale: Scale): void {
  const side = scale(PATCH_UNITS);
  const left = scale(512) - Math.floor((RING_COLUMNS * side) / 2);
  const top = scale(512) - Math.floor((RING_ROWS * side) / 2);
  ringPlaces().forEach(([column, row], place) => {
    const level = PATCH_LEVELS[place] ?? 0;
    drawPatch(
      sheet,
      { x: left + column * side, y: top + row * side, side, corner: scale(CORNER_UNITS) },
      level,
    );
  });
}

/** The places of the ring, clockwise from the upper left. */
function ringPlaces(): readonly (readonly [column: number, row: number])[] {
  const [lastColumn, lastRow] = [RING_COLUMNS - 1, RING_ROWS - 1];
  return [
    ...Array.from({ length: RING_COLUMNS }, (_, index) => [index, 0] as const),
    ...Array.from({ length: RING_ROWS - 1 }, (_, index) => [lastColumn, index + 1] as const),
    ...Array.from({ length: RING_COLUMNS - 1 }, (_, index) => [lastColumn - 1 - index, lastRow] as const),
    ...Array.from({ length: RING_ROWS - 2 }, (_, index) => [0, lastRow - 1 - index] as const),
  ];
}

interface Patch {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly corner: number;
}

function drawPatch(sheet: GreySheet, { x, y, side, corner }: Patch, level: number): void {
  sheet.fill(x, y, side, side, level);
  if (level === 0 || level === 255) {
    const inset = Math.floor(side / 4);
    const inner = side - 2 * inset;
    sheet.fill(x + inset, y + inset, inner, inner, level === 0 ? FIVE_PERCENT : NINETY_FIVE_PERCENT);
    return;
  }
  const far = side - corner;
  sheet.fill(x, y, corner, corner, level + CORNER_DIFFERENCE);
  sheet.fill(x + far, y + far, corner, corner, level + CORNER_DIFFERENCE);
  sheet.fill(x + far, y, corner, corner, level - CORNER_DIFFERENCE);
  sheet.fill(x, y + far, corner, corner, level - CORNER_DIFFERENCE);
}

/** A tile's side: whole pairs of two pixels each. */
function linePairTile(scale: Scale): number {
  return Math.max(8, Math.floor(scale(44) / 4) * 4);
}

/** Upright and lying lines of one and of two pixels, black and white above, two greys apart below. */
function drawLinePairs(sheet: GreySheet, scale: Scale, left: number, top: number): void {
  const side = linePairTile(scale);
  [
    [0, 255],
    [GROUND, GROUND + 2],
  ].forEach(([dark = 0, light = 0], row) => {
    [1, 2].forEach((thick, pair) => {
      const y = top + row * side;
      const greyOf = (place: number): number => (Math.floor(place / thick) % 2 === 0 ? dark : light);
      sheet.paint(left + 2 * pair * side, y, side, side, (column) => greyOf(column));
      sheet.paint(left + (2 * pair + 1) * side, y, side, side, (_column, line) => greyOf(line));
    });
  });
}

function drawLetters(sheet: GreySheet, scale: Scale): void {
  const [x, width, height, inset] = [scale(228), scale(568), scale(46), scale(14)];
  const lettersWidth = width - 2 * inset;
  [0, GROUND, 255].forEach((ground, place) => {
    const y = scale(788 + 54 * place);
    sheet.fill(x, y, width, height, ground);
    const top = y + Math.floor((height - lettersHeight(lettersWidth)) / 2);
    drawLowContrastLetters(sheet, { x: x + inset, y: top, width: lettersWidth }, ground, ground !== 255);
  });
}
