import { Accordion, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentItem } from '../../../../src-core/study/instrument.ts';
import { textOfLabel } from '../../../app/message-key.ts';
import { ITEM_KINDS, newItem, withItem, withMovedItem, withoutItem } from './instrument-state.ts';
import { ItemEditor } from './item-editor.tsx';

interface ItemListProps<Form extends { readonly items: readonly InstrumentItem[] }> {
  readonly form: Form;
  readonly stage: string;
  /** Questions without a film: no marks and no choice of films. */
  readonly questionnaire?: boolean;
  readonly onChange: (form: Form) => void;
}

/** The items of one stage, each folded to its question; opened it can be edited, moved and taken out. */
export function ItemList<Form extends { readonly items: readonly InstrumentItem[] }>(
  props: ItemListProps<Form>,
) {
  const { form, stage, questionnaire, onChange } = props;
  const { t } = useTranslation('instrumentEditor');
  const [opened, setOpened] = useState<string | null>(null);
  const own = form.items.flatMap((item, index) => (item.stage === stage ? [{ item, index }] : []));
  const kinds = ITEM_KINDS.filter(
    (kind) => questionnaire !== true || (kind !== 'marks' && kind !== 'film-choice'),
  );
  const add = (kind: InstrumentItem['kind']) => {
    const options = kind === 'presence' ? t('newFindings').split(', ') : t('newOptions').split(', ');
    const item = newItem(form.items, kind, stage, { question: t(`newQuestion.${kind}`), options });
    const last = own.at(-1)?.index ?? form.items.length - 1;
    const items = [...form.items];
    items.splice(last + 1, 0, item);
    onChange({ ...form, items });
    setOpened(String(last + 1));
  };
  return (
    <Stack gap="xs">
      <Accordion
        value={opened}
        onChange={setOpened}
        variant="contained"
        transitionDuration={0}
        chevronPosition="left"
        order={4}
      >
        {own.map(({ item, index }, place) => (
          <Accordion.Item key={index} value={String(index)} data-item={item.id}>
            <Accordion.Control>
              <Group gap="xs" wrap="nowrap" justify="space-between">
                <Text size="sm" truncate>
                  {textOfLabel(item.label)}
                </Text>
                <Text size="xs" c="dimmed" flex="none">
                  {`${t(`kind.${item.kind}`)}${item.required ? '' : `, ${t('optional')}`}`}
                </Text>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              {opened === String(index) ? (
                <Stack gap="md">
                  <ItemEditor
                    item={item}
                    index={index}
                    items={form.items}
                    questionnaire={questionnaire === true}
                    onChange={(next) => onChange(withItem(form, index, next))}
                  />
                  <Group gap="xs">
                    <Button
                      variant="default"
                      size="compact-md"
                      disabled={place === 0}
                      onClick={() => {
                        onChange(withMovedItem(form, index, -1));
                        setOpened(String(index - 1));
                      }}
                    >
                      {t('up')}
                    </Button>
                    <Button
                      variant="default"
                      size="compact-md"
                      disabled={place === own.length - 1}
                      onClick={() => {
                        onChange(withMovedItem(form, index, 1));
                        setOpened(String(index + 1));
                      }}
                    >
                      {t('down')}
                    </Button>
                    <Button
                      variant="subtle"
                      color="gray"
                      size="compact-md"
                      onClick={() => {
                        onChange(withoutItem(form, index));
                        setOpened(null);
                      }}
                    >
                      {t('removeItem')}
                    </Button>
                  </Group>
                </Stack>
              ) : null}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" size="compact-md" w="max-content">
            {t('addItem')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {kinds.map((kind) => (
            <Menu.Item key={kind} onClick={() => add(kind)}>
              {t(`kind.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Stack>
  );
}
