import { Button, Group, List, NativeSelect, Radio, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StudyId } from '../../../../src-core/base/ids.ts';
import type { NormalisationPreview } from '../../../../src-core/contract/design-calls.ts';
import type { StudyDraft } from '../../../../src-core/study/draft.ts';
import { unlessCancelled } from '../../../app/error-text.ts';
import { useCommand } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { formatNumber } from '../../../ui/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Part } from '../../../ui/part.tsx';
import { FilmThumbnail } from '../../../viewer/film-thumbnail.tsx';
import { DesignProgress } from './design-progress.tsx';
import { CountField } from './fields.tsx';
import type { SectionProps } from './section-frame.tsx';

const MARKERS = ['keep', 'mask-corners', 'crop'] as const;

interface NormalisationProps extends SectionProps {
  readonly studyId: StudyId;
  readonly saved: boolean;
}

/** What every film passes, whatever its arm, and how both arms look and measure after it. */
export function NormalisationSection({ draft, edit, studyId, saved, check }: NormalisationProps) {
  const { t } = useTranslation('design');
  const preview = useCommand('design.preview');
  const { normalisation } = draft;
  const set = (part: Partial<StudyDraft['normalisation']>) =>
    edit((current) => ({ ...current, normalisation: { ...current.normalisation, ...part } }));
  const error = unlessCancelled(preview.error);
  return (
    <Stack gap="lg">
      <Stack gap="md" maw={880}>
        <Radio.Group
          label={t('normalisation.markers')}
          value={normalisation.markers}
          onChange={(value) => set({ markers: MARKERS.find((known) => known === value) ?? 'keep' })}
        >
          <Stack gap={8} mt={6}>
            {MARKERS.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`normalisation.marker.${value}`)}
                description={t(`normalisation.markerHint.${value}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <SimpleGrid cols={2}>
          <NativeSelect
            label={t('normalisation.lowPass')}
            description={t('normalisation.lowPassHint')}
            value={normalisation.lowPass}
            data={[
              { value: 'none', label: t('normalisation.none') },
              { value: 'binomial', label: t('normalisation.binomial') },
            ]}
            onChange={(event) =>
              set({ lowPass: event.currentTarget.value === 'binomial' ? 'binomial' : 'none' })
            }
          />
          <CountField
            label={t('normalisation.matrix')}
            description={t('normalisation.matrixHint')}
            value={normalisation.maxMatrixSizePx}
            min={16}
            max={1024}
            onChange={(maxMatrixSizePx) => set({ maxMatrixSizePx })}
          />
        </SimpleGrid>
        {check === undefined || check.matrixSizePx === null ? null : (
          <Text size="sm">
            {t('normalisation.chain', { matrix: check.matrixSizePx, codec: check.codec })}
          </Text>
        )}
      </Stack>
      <Part title={t('normalisation.preview')}>
        <Group>
          <Button
            variant="default"
            disabled={!saved || draft.films.length === 0}
            loading={preview.isPending}
            onClick={() => preview.mutate({ studyId })}
          >
            {t('normalisation.show')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('normalisation.previewHint')}
          </Text>
        </Group>
        {preview.isPending ? <DesignProgress studyId={studyId} /> : null}
        {error === null ? null : <ErrorNotice error={error} onClose={preview.reset} />}
        {preview.data === undefined || preview.isPending ? null : <Preview preview={preview.data} />}
      </Part>
    </Stack>
  );
}

function Preview({ preview }: { readonly preview: NormalisationPreview }) {
  const { t } = useTranslation('design');
  const { matrixSizePx: size, arms, warnings } = preview;
  const names = [...new Set(arms.flatMap(({ measures }) => measures.map(({ name }) => name)))];
  return (
    <Stack gap="md">
      {warnings.length === 0 ? (
        <Notice tone="plain">{t('normalisation.noWarning')}</Notice>
      ) : (
        <Notice tone="warning" title={t('normalisation.warnings')}>
          <List size="sm" spacing={4}>
            {warnings.map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        </Notice>
      )}
      <div className="design-arms-preview">
        {arms.map(({ arm, films, pictures }) => (
          <section key={arm} aria-label={t('normalisation.armLabel', { arm })}>
            <Text size="sm" fw={600} mb={6}>
              {t('normalisation.arm', { arm, count: films })}
            </Text>
            <div className="design-pictures">
              {pictures.map((url, index) => (
                <div key={url}>
                  <FilmThumbnail
                    source={{ url, widthPx: size, heightPx: size, bits: 8 }}
                    label={t('normalisation.picture', { number: index + 1, arm })}
                  />
                </div>
              ))}
            </div>
          </section>
        ))}
      </div>
      <Table aria-label={t('normalisation.measures')} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('normalisation.measure')}</Table.Th>
            {arms.map(({ arm }) => (
              <Table.Th key={arm} ta="right">
                {t('normalisation.beforeAfter', { arm })}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((name) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {t(`normalisation.names.${name}`)}
              </Table.Th>
              {arms.map(({ arm, measures }) => {
                const measure = measures.find((entry) => entry.name === name);
                return (
                  <Table.Td key={arm} ta="right">
                    {`${formatNumber(measure?.before ?? null, 2)} → ${formatNumber(measure?.after ?? null, 2)}`}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
