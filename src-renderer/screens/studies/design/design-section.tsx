import { Radio, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CountField } from './fields.tsx';
import { designFor } from './phases-state.ts';
import type { SectionProps } from './section-frame.tsx';

const KINDS = ['single-film', 'pair', 'n-way'] as const;

/** How many films are shown at once, and of sets, what the target is and what stands beside it. */
export function DesignSection({ draft, edit, check }: SectionProps) {
  const { t } = useTranslation('design');
  const { design } = draft;
  const { instrument } = draft.rules;
  const show = (films: number) =>
    edit((current) => ({ ...current, design: designFor(current, films, instrument) }));
  return (
    <Stack gap="md" maw={880}>
      <Radio.Group
        label={t('kind.label')}
        value={design.kind}
        onChange={(value) => show(value === 'single-film' ? 1 : value === 'pair' ? 2 : 4)}
      >
        <Stack gap={8} mt={6}>
          {KINDS.map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={t(`kind.${kind}`)}
              description={t(`kind.description.${kind}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {design.kind === 'single-film' ? null : (
        <>
          <SimpleGrid cols={2}>
            {design.kind === 'n-way' ? (
              <CountField label={t('kind.films')} value={design.films} min={3} max={9} onChange={show} />
            ) : null}
            <Select
              label={t('kind.target')}
              description={t('kind.targetHint')}
              data={draft.arms.map(({ id }) => id)}
              value={design.compose.targetArm}
              allowDeselect={false}
              onChange={(targetArm) =>
                targetArm === null
                  ? undefined
                  : edit((current) => ({
                      ...current,
                      design: { ...design, compose: { ...design.compose, targetArm } },
                    }))
              }
            />
            <Select
              label={t('kind.foil')}
              description={t('kind.foilHint')}
              data={draft.arms.map(({ id }) => id)}
              value={design.compose.foilArm}
              allowDeselect={false}
              onChange={(foilArm) =>
                foilArm === null
                  ? undefined
                  : edit((current) => ({
                      ...current,
                      design: { ...design, compose: { ...design.compose, foilArm } },
                    }))
              }
            />
            <CountField
              label={t('kind.seed')}
              description={t('kind.seedHint')}
              value={design.compose.seed}
              min={0}
              max={4_294_967_295}
              onChange={(seed) =>
                edit((current) => ({
                  ...current,
                  design: { ...design, compose: { ...design.compose, seed } },
                }))
              }
            />
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            {t('kind.composing')}
          </Text>
        </>
      )}
      {check === undefined ? null : (
        <Text size="sm" aria-live="polite">
          {t(design.kind === 'single-film' ? 'kind.cases' : 'kind.sets', { count: check.cases })}
        </Text>
      )}
    </Stack>
  );
}
