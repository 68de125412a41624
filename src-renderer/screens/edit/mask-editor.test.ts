import { describe, expect, it } from 'vitest';
import { MaskEditor, type MaskKey } from './mask-editor.ts';

const key = (name: string, part: Partial<MaskKey> = {}): MaskKey => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...part,
});

function press(editor: MaskEditor, ...names: string[]): void {
  for (const name of names) expect(editor.pressKey(key(name))).toBe(true);
}

describe('a mask drawn from the keyboard', () => {
  it('is marked by the brush where the cursor went, and erased again', () => {
    const editor = new MaskEditor(60, 40);
    editor.setTool('brush');
    editor.setBrush(4);
    expect(editor.state.cursor).toEqual({ x: 30, y: 20 });
    press(editor, 'ArrowRight', 'ArrowDown');
    expect(editor.state.cursor).toEqual({ x: 32, y: 22 });
    expect(editor.pressKey(key('ArrowLeft', { shiftKey: true }))).toBe(true);
    press(editor, ' ');
    expect(editor.mask.bytes[22 * 60 + 31]).toBe(255);
    const { marked } = editor.state;
    expect(marked).toBeGreaterThan(8);
    editor.setTool('eraser');
    press(editor, ' ');
    expect(editor.state.marked).toBe(0);
    expect(editor.pressKey(key('z', { ctrlKey: true }))).toBe(true);
    expect(editor.state.marked).toBe(marked);
    expect(editor.pressKey(key('y', { ctrlKey: true }))).toBe(true);
    expect(editor.state.marked).toBe(0);
  });

  it('is marked by a rectangle between two presses of Space, which Escape gives up', () => {
    const editor = new MaskEditor(60, 40);
    editor.setTool('rectangle');
    editor.setBrush(10);
    press(editor, ' ', 'ArrowRight', 'ArrowDown', ' ');
    // From column 30 to 35 and row 20 to 25, both in it.
    expect(editor.state.marked).toBe(36);
    press(editor, ' ', 'Escape');
    expect(editor.state.corner).toBeNull();
    expect(editor.pressKey(key('Escape'))).toBe(false);
  });

  it('has a brush of one pixel to the shorter side, changed by at least one pixel', () => {
    const editor = new MaskEditor(60, 40);
    editor.setTool('brush');
    editor.setBrush(1);
    press(editor, '[');
    expect(editor.state.brushPx).toBe(1);
    press(editor, ']');
    expect(editor.state.brushPx).toBe(2);
    editor.setBrush(500);
    expect(editor.state.brushPx).toBe(40);
  });

  it('keeps the cursor on the film, and leaves the keys of the viewport alone', () => {
    const editor = new MaskEditor(6, 4);
    expect(editor.pressKey(key('ArrowLeft'))).toBe(false);
    editor.setTool('brush');
    for (let press = 0; press < 20; press += 1) editor.pressKey(key('ArrowLeft'));
    expect(editor.state.cursor.x).toBe(0);
    for (const name of ['+', '-', '0', 'i']) expect(editor.pressKey(key(name))).toBe(false);
  });

  it('is a mask only where a part of the film is marked', () => {
    const editor = new MaskEditor(6, 4);
    expect(editor.hasMask).toBe(false);
    editor.fillBox({ x: 0, y: 0, width: 2, height: 2 });
    expect(editor.hasMask).toBe(true);
    editor.fillBox({ x: 0, y: 0, width: 6, height: 4 });
    expect(editor.hasMask).toBe(false);
    editor.undo();
    editor.invert();
    expect([editor.hasMask, editor.state.marked]).toEqual([true, 20]);
    editor.clear();
    expect(editor.state).toMatchObject({ marked: 0, canUndo: true });
  });
});
