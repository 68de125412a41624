import { Button, Group, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { FactTable } from '../../ui/fact-table.tsx';
import { type RecipeRow, recipeRows } from './recipe-rows.ts';

/** Everything that decided the pixels of a generated film. */
export function RecipeTable({ json }: { readonly json: string }) {
  const { t } = useTranslation('library');
  const clipboard = useClipboard();
  const labelOf = ({ label }: RecipeRow) => {
    if (label.kind === 'known') return t(`recipe.${label.key}`);
    return label.kind === 'component' ? t('recipe.component', { file: label.file }) : label.path;
  };
  const rows = recipeRows(json).map((row) => ({ label: labelOf(row), value: row.value }));
  return (
    <Stack gap="xs" align="stretch">
      <Group>
        <Button size="compact-md" variant="default" onClick={() => clipboard.copy(json)}>
          {t('details.copyRecipe')}
        </Button>
        <Text size="sm" c="dimmed" aria-live="polite">
          {clipboard.copied ? t('details.copied') : ''}
          {clipboard.error === null ? '' : t('details.copyFailed')}
        </Text>
      </Group>
      <FactTable rows={rows} label={t('details.recipe')} />
    </Stack>
  );
}
