import { Checkbox, Group, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InstrumentItem } from '../../../../src-core/study/instrument.ts';
import { textOfLabel } from '../../../app/message-key.ts';
import { CountField } from '../design/fields.tsx';
import { textLabel, withFilmCount, withScale } from './instrument-state.ts';
import type { ItemEditorProps } from './item-editor.tsx';
import { KeyField } from './key-field.tsx';
import { OptionList } from './option-list.tsx';

/** What the kind of an item brings: points with their words, options, findings, shapes, places. */
export function ItemParts({ item, items, onChange }: ItemEditorProps) {
  const { t } = useTranslation('instrumentEditor');
  switch (item.kind) {
    case 'likert':
      return <ScaleParts item={item} onChange={onChange} />;
    case 'forced-choice':
      return (
        <>
          <OptionList
            title={t('options')}
            options={item.options}
            least={2}
            most={9}
            onChange={(options) => onChange({ ...item, options })}
          />
          <ConfidenceField item={item} items={items} onChange={onChange} />
        </>
      );
    case 'multi-select':
      return (
        <OptionList
          title={t('options')}
          options={item.options}
          least={1}
          most={30}
          onChange={(options) => onChange({ ...item, options })}
        />
      );
    case 'presence':
      return (
        <>
          <OptionList
            title={t('findings')}
            options={item.findings}
            least={1}
            most={30}
            onChange={(findings) => onChange({ ...item, findings })}
          />
          <Switch
            label={t('allowUnsure')}
            checked={item.allowUnsure}
            onChange={(event) => onChange({ ...item, allowUnsure: event.currentTarget.checked })}
          />
        </>
      );
    case 'free-text':
      return (
        <div className="instrument-row">
          <CountField
            label={t('maxLength')}
            value={item.maxLength}
            min={1}
            max={10_000}
            onChange={(maxLength) => onChange({ ...item, maxLength })}
          />
          <KeyField label={t('textKey')} value={item.key} onChange={(key) => onChange({ ...item, key })} />
        </div>
      );
    case 'marks':
      return <MarksParts item={item} onChange={onChange} />;
    case 'film-choice':
      return (
        <>
          <div className="instrument-row">
            <CountField
              label={t('films')}
              value={item.films}
              min={2}
              max={9}
              onChange={(films) => onChange(withFilmCount(item, films))}
            />
            <NativeSelect
              label={t('asks')}
              value={item.asks}
              data={(['synthetic', 'real', 'preference'] as const).map((value) => ({
                value,
                label: t(`asksFor.${value}`),
              }))}
              onChange={(event) => {
                const { value } = event.currentTarget;
                onChange({ ...item, asks: value === 'real' || value === 'preference' ? value : 'synthetic' });
              }}
            />
          </div>
          <ConfidenceField item={item} items={items} onChange={onChange} />
        </>
      );
  }
}

type Of<Kind extends InstrumentItem['kind']> = Extract<InstrumentItem, { kind: Kind }>;
type OnChange = (item: InstrumentItem) => void;

function ScaleParts({ item, onChange }: { readonly item: Of<'likert'>; readonly onChange: OnChange }) {
  const { t } = useTranslation('instrumentEditor');
  return (
    <>
      <div className="instrument-row">
        <NativeSelect
          label={t('from')}
          value={String(item.min)}
          data={['0', '1']}
          onChange={(event) => onChange(withScale(item, Number(event.currentTarget.value), item.max))}
        />
        <CountField
          label={t('to')}
          value={item.max}
          min={2}
          max={10}
          onChange={(max) => onChange(withScale(item, item.min, max))}
        />
      </div>
      <div className="instrument-points">
        {item.anchors.map((anchor, index) => {
          const point = item.min + index;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place
            <Group key={index} gap="xs" wrap="nowrap">
              <span className="instrument-point">{point}</span>
              <TextInput
                flex={1}
                aria-label={t('anchor', { point })}
                placeholder={t('noAnchor')}
                maxLength={500}
                value={anchor === null ? '' : textOfLabel(anchor)}
                onChange={(event) => {
                  const text = event.currentTarget.value;
                  const anchors = item.anchors.map((other, place) =>
                    place === index ? (text === '' ? null : textLabel(text)) : other,
                  );
                  onChange({ ...item, anchors });
                }}
              />
              <KeyField
                label={t('keyOf', { name: point })}
                hidden
                value={item.keys[index] ?? null}
                onChange={(key) =>
                  onChange({
                    ...item,
                    keys: item.keys.map((other, place) => (place === index ? key : other)),
                  })
                }
              />
            </Group>
          );
        })}
      </div>
    </>
  );
}

function MarksParts({ item, onChange }: { readonly item: Of<'marks'>; readonly onChange: OnChange }) {
  const { t } = useTranslation('instrumentEditor');
  const shapes = item.shapes.map(({ shape }) => shape);
  return (
    <>
      <Checkbox.Group
        label={t('shapes')}
        value={shapes}
        error={shapes.length === 0 ? t('oneShape') : undefined}
        onChange={(chosen) =>
          onChange({
            ...item,
            shapes: (['point', 'box'] as const)
              .filter((shape) => chosen.includes(shape))
              .map((shape) => item.shapes.find((known) => known.shape === shape) ?? { shape, key: null }),
          })
        }
      >
        <Group gap="lg" mt={6}>
          <Checkbox value="point" label={t('shape.point')} />
          <Checkbox value="box" label={t('shape.box')} />
        </Group>
      </Checkbox.Group>
      <div className="instrument-row">
        <CountField
          label={t('maxMarks')}
          value={item.maxMarks}
          min={1}
          max={50}
          onChange={(maxMarks) => onChange({ ...item, maxMarks })}
        />
      </div>
      <Switch
        label={t('markComments')}
        checked={item.comments}
        onChange={(event) => onChange({ ...item, comments: event.currentTarget.checked })}
      />
    </>
  );
}

interface ConfidenceProps {
  readonly item: Of<'forced-choice'> | Of<'film-choice'>;
  readonly items: readonly InstrumentItem[];
  readonly onChange: OnChange;
}

function ConfidenceField({ item, items, onChange }: ConfidenceProps) {
  const { t } = useTranslation('instrumentEditor');
  const scales = items.filter(({ kind, stage }) => kind === 'likert' && stage === item.stage);
  return (
    <NativeSelect
      label={t('confidence')}
      value={item.confidenceItem ?? ''}
      data={[
        { value: '', label: t('noConfidence') },
        ...scales.map(({ id, label }) => ({ value: id, label: textOfLabel(label) })),
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        onChange({ ...item, confidenceItem: value === '' ? null : value });
      }}
    />
  );
}
