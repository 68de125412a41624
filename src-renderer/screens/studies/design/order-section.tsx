import { Button, Group, NumberInput, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { seedIsValid, withRules } from './design-state.ts';
import { CountField } from './fields.tsx';
import type { SectionProps } from './section-frame.tsx';

/** How the cases are ordered for each reader, and the seed that the order follows from. */
export function OrderSection({ design, draft, edit, change }: SectionProps) {
  const { t } = useTranslation('design');
  const { order } = draft.rules;
  const { readerOrder } = order;
  return (
    <Stack gap="md" maw={880}>
      <Radio.Group
        label={t('order.readers')}
        value={readerOrder.kind}
        onChange={(value) =>
          edit((current) =>
            withRules(current, {
              order: {
                ...order,
                readerOrder:
                  value === 'latin-square' ? { kind: 'latin-square', blocks: 4 } : { kind: 'random' },
              },
            }),
          )
        }
      >
        <Stack gap={8} mt={6}>
          <Radio value="random" label={t('order.random')} description={t('order.randomHint')} />
          <Radio value="latin-square" label={t('order.latin')} description={t('order.latinHint')} />
        </Stack>
      </Radio.Group>
      {readerOrder.kind === 'latin-square' ? (
        <CountField
          label={t('order.blocks')}
          value={readerOrder.blocks}
          min={2}
          max={12}
          onChange={(blocks) =>
            edit((current) =>
              withRules(current, { order: { ...order, readerOrder: { kind: 'latin-square', blocks } } }),
            )
          }
        />
      ) : null}
      <Group align="flex-end" gap="xs">
        <NumberInput
          label={t('order.seed')}
          description={t('order.seedHint')}
          w={360}
          value={design.seed ?? ''}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          hideControls
          error={seedIsValid(design.seed) ? undefined : t('order.seedError')}
          onChange={(value) => change({ seed: typeof value === 'number' ? value : null })}
        />
        <Button variant="default" onClick={() => change({ seed: randomSeed() })}>
          {t('order.draw')}
        </Button>
      </Group>
    </Stack>
  );
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
