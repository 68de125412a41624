import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { unreachable } from '../../../src-core/base/unreachable.ts';
import type { InstrumentItem } from '../../../src-core/study/instrument.ts';
import { textOfLabel } from '../../app/message-key.ts';
import { ViewerKeyList } from '../../viewer/bar/viewer-help.tsx';
import { type FormKeys, keyOf } from './form-keys.ts';

interface KeyHelpProps {
  readonly opened: boolean;
  /** The questions that are asked now. */
  readonly items: readonly InstrumentItem[];
  readonly keys: FormKeys;
  readonly films: number;
  readonly back: boolean;
  readonly pauses: boolean;
  readonly onClose: () => void;
}

/** Every key of the stage on the screen, by its own questions; the owner closes it on Escape. */
export function KeyHelp({ opened, items, keys, films, back, pauses, onClose }: KeyHelpProps) {
  const { t } = useTranslation(['reading', 'common']);
  const room = [
    'goOn',
    'previous',
    'tab',
    ...(items.some(({ kind }) => kind === 'free-text') ? (['newLine'] as const) : []),
    ...(back ? (['caseBefore'] as const) : []),
    ...(films > 1 ? (['films', 'large'] as const) : []),
    ...(pauses ? (['pause'] as const) : []),
    'help',
  ] as const;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      size="xl"
      closeOnEscape={false}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className="read-help">
        <div>
          {items.map((item) => (
            <section key={item.id} className="read-help-item">
              <h3 className="read-heading">{textOfLabel(item.label)}</h3>
              <dl>
                {keyRows(item, keys, t).map(({ name, does }) => (
                  <Row key={`${name} ${does}`} name={name} does={does} />
                ))}
              </dl>
            </section>
          ))}
          <section className="read-help-item">
            <h3 className="read-heading">{t('help.room')}</h3>
            <dl>
              {room.map((name) => (
                <Row key={name} name={t(`help.names.${name}`)} does={t(`help.${name}`)} />
              ))}
            </dl>
          </section>
        </div>
        <div className="viewer-keys-column">
          <ViewerKeyList tools="reading" />
          {items.some(({ kind }) => kind === 'marks') ? <MarkingKeys films={films} /> : null}
        </div>
      </div>
    </Modal>
  );
}

function MarkingKeys({ films }: { readonly films: number }) {
  const { t } = useTranslation('reading');
  const names = [
    'move',
    'fine',
    'set',
    'box',
    'next',
    'remove',
    ...(films > 1 ? (['film'] as const) : []),
    'end',
  ] as const;
  return (
    <section>
      <h3 className="viewer-keys-heading">{t('help.marking.title')}</h3>
      <dl>
        {names.map((name) => (
          <Row key={name} name={t(`help.marking.names.${name}`)} does={t(`help.marking.${name}`)} />
        ))}
      </dl>
    </section>
  );
}

function Row({ name, does }: { readonly name: string; readonly does: string }) {
  return (
    <div className="read-help-row">
      <dt>
        <kbd>{name}</kbd>
      </dt>
      <dd>{does}</dd>
    </div>
  );
}

interface KeyRow {
  readonly name: string;
  readonly does: string;
}

function keyRows(
  item: InstrumentItem,
  keys: FormKeys,
  t: ReturnType<typeof useTranslation<['reading', 'common']>>['t'],
): readonly KeyRow[] {
  const row = (key: string | undefined, does: string): KeyRow[] =>
    key === undefined ? [] : [{ name: key.length === 1 ? key.toUpperCase() : key, does }];
  const scaleRow = (from: string, to: string): KeyRow[] => {
    const names = (keys.get(item.id) ?? []).map(({ key }) => (key.length === 1 ? key.toUpperCase() : key));
    return [{ name: `${names[0] ?? ''} … ${names.at(-1) ?? ''}`, does: `${from} … ${to}` }];
  };
  switch (item.kind) {
    case 'likert': {
      const wordsOf = (index: number): string => {
        const anchor = item.anchors[index] ?? null;
        return anchor === null ? String(item.min + index) : textOfLabel(anchor);
      };
      return scaleRow(wordsOf(0), wordsOf(item.keys.length - 1));
    }
    case 'film-choice':
      return scaleRow(t('filmNumber', { film: 1 }), t('filmNumber', { film: item.films }));
    case 'forced-choice':
      return item.options.flatMap(({ value, label }) =>
        row(keyOf(keys, item.id, 'answer', value), textOfLabel(label)),
      );
    case 'multi-select':
      return item.options.flatMap(({ value, label }) =>
        row(keyOf(keys, item.id, 'toggle', value), textOfLabel(label)),
      );
    case 'free-text':
      return row(keyOf(keys, item.id, 'write', ''), t('help.write'));
    case 'marks':
      return item.shapes.flatMap(({ shape }) =>
        row(keyOf(keys, item.id, 'mark', shape), t(`marks.${shape}`)),
      );
    case 'presence':
      return [
        ...(['present', 'absent', 'unsure'] as const).flatMap((state) =>
          row(keyOf(keys, item.id, 'state', state), t(`presence.${state}`)),
        ),
        ...item.findings.flatMap(({ value, label }) =>
          row(keyOf(keys, item.id, 'finding', value), textOfLabel(label)),
        ),
        ...row(keyOf(keys, item.id, 'rest-absent', ''), t('help.restAbsent')),
      ];
    default:
      return unreachable(item);
  }
}
