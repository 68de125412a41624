import { Button, Group, Kbd, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import './edit.css';
import { MASK_TOOLS, type MaskEditor } from './mask-editor.ts';
import { useMaskState } from './use-mask-state.ts';

/** What draws on the mask, how thick, and how to take it back. */
export function MaskTools({ editor }: { readonly editor: MaskEditor }) {
  const { t } = useTranslation('edit');
  const { tool, brushPx, cursor, marked, canUndo, canRedo } = useMaskState(editor);
  const total = editor.mask.bytes.length;
  const button = (label: string, act: () => void, disabled: boolean, hint?: string) => (
    <Button
      size="compact-sm"
      variant="default"
      disabled={disabled}
      onClick={act}
      rightSection={hint === undefined ? null : <Kbd>{hint}</Kbd>}
    >
      {label}
    </Button>
  );
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={t('mask.tool')}
        data={MASK_TOOLS.map((value) => ({ value, label: t(`mask.tools.${value}`) }))}
        value={tool}
        transitionDuration={0}
        onChange={(value) => editor.setTool(MASK_TOOLS.find((known) => known === value) ?? 'look')}
      />
      <Text size="sm" c="dimmed">
        {t(
          tool === 'look' ? 'mask.lookHint' : tool === 'rectangle' ? 'mask.rectangleHint' : 'mask.brushHint',
        )}
      </Text>
      {tool === 'brush' || tool === 'eraser' ? (
        <NumberInput
          label={t('mask.brush')}
          value={brushPx}
          min={1}
          max={Math.min(editor.mask.width, editor.mask.height)}
          allowDecimal={false}
          onChange={(value) => {
            if (typeof value === 'number') editor.setBrush(value);
          }}
        />
      ) : null}
      <Group gap={6}>
        {button(t('mask.undo'), () => editor.undo(), !canUndo, t('mask.undoKey'))}
        {button(t('mask.redo'), () => editor.redo(), !canRedo, t('mask.redoKey'))}
        {button(t('mask.invert'), () => editor.invert(), marked === 0)}
        {button(t('mask.clear'), () => editor.clear(), marked === 0)}
      </Group>
      <RectangleEntry editor={editor} />
      <Text size="sm" aria-live="polite">
        {editor.hasMask
          ? t('mask.marked', { percent: ((100 * marked) / total).toFixed(1) })
          : t(marked === 0 ? 'mask.whole' : 'mask.everything')}
        {tool === 'look' ? '' : ` ${t('mask.cursor', { column: cursor.x + 1, row: cursor.y + 1 })}`}
      </Text>
    </Stack>
  );
}

/** A rectangle by numbers, for those who do not draw. */
function RectangleEntry({ editor }: { readonly editor: MaskEditor }) {
  const { t } = useTranslation('edit');
  const { width, height } = editor.mask;
  const [box, setBox] = useState<Record<'x' | 'y' | 'width' | 'height', number | null>>({
    x: null,
    y: null,
    width: null,
    height: null,
  });
  const field = (name: keyof typeof box) => (
    <NumberInput
      key={name}
      size="xs"
      label={t(`mask.box.${name}`)}
      value={box[name] ?? ''}
      allowDecimal={false}
      allowNegative={false}
      hideControls
      clampBehavior="none"
      onChange={(value) => setBox({ ...box, [name]: typeof value === 'number' ? value : null })}
    />
  );
  const { x, y, width: wide, height: high } = box;
  const complete = x !== null && y !== null && wide !== null && high !== null;
  const fits = complete && x < width && y < height && wide >= 1 && high >= 1;
  return (
    <details className="edit-details">
      <summary>{t('mask.byNumbers')}</summary>
      <div className="edit-box">{(['x', 'y', 'width', 'height'] as const).map(field)}</div>
      <Group gap="xs" pt="xs">
        <Button
          size="compact-sm"
          variant="default"
          disabled={!fits}
          onClick={() => {
            if (complete) editor.fillBox({ x, y, width: wide, height: high });
          }}
        >
          {t('mask.addBox')}
        </Button>
        <Text size="sm" c="dimmed">
          {complete && !fits ? t('mask.boxOutside', { width, height }) : t('mask.boxHint', { width, height })}
        </Text>
      </Group>
    </details>
  );
}
