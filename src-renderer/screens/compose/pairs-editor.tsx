import { Checkbox, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { findingTerm } from '../../../src-core/prompt/findings.ts';
import { type ComposeState, offeredCounterparts, variantKey } from './compose-state.ts';
import { dispatchCompose } from './compose-store.ts';

/** Counterparts to generate along with the prompt, from the same seeds. */
export function PairsEditor({ state }: { readonly state: ComposeState }) {
  const { t } = useTranslation('compose');
  const offered = offeredCounterparts(state);
  if (!state.attached) return <Hint text={t('pairs.needsForm')} />;
  if (offered.length === 0) return <Hint text={t('pairs.needsFinding')} />;
  return (
    <Stack gap="xs">
      <Hint text={t('pairs.hint')} />
      {offered.map((variant) => {
        const key = variantKey(variant);
        const label =
          variant.finding === null
            ? t('pairs.mirrored', { label: variant.label })
            : t('pairs.without', { finding: findingTerm(variant.finding).singular });
        return (
          <Checkbox
            key={key}
            label={label}
            description={variant.text}
            checked={state.counterparts.includes(key)}
            onChange={(event) =>
              dispatchCompose({ type: 'counterpart', key, chosen: event.currentTarget.checked })
            }
          />
        );
      })}
    </Stack>
  );
}

function Hint({ text }: { readonly text: string }) {
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}
