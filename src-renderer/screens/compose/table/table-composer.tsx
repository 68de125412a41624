import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChosenTable } from '../../../../src-core/contract/batch-calls.ts';
import type { ModelView } from '../../../../src-core/contract/model-calls.ts';
import { useCommand } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { ComposeState } from '../compose-state.ts';
import { ComposerFrame, ComposerPart } from '../composer-frame.tsx';
import { DrawingSummary } from '../drawing-summary.tsx';
import { SettingsForm } from '../settings-form.tsx';
import { changeTable, planTable, useTableDraft } from './table-draft.ts';
import { TablePreview } from './table-preview.tsx';

interface TableComposerProps {
  readonly state: ComposeState;
  readonly models: readonly ModelView[];
  readonly onQueued: (id: string | null) => void;
}

const NOTHING_INVALID: ReturnType<typeof planTable>['invalid'] = new Set();

/** Films of every row of a CSV table. */
export function TableComposer({ state, models, onQueued }: TableComposerProps) {
  const { t } = useTranslation(['batches', 'compose']);
  const draft = useTableDraft();
  const [tried, setTried] = useState(false);
  const [looking, setLooking] = useState(false);
  const { table } = draft;
  const plan = planTable(draft, state);
  const invalid = tried ? plan.invalid : NOTHING_INVALID;
  const choose = useCommand('batches.chooseTable', {
    onSuccess: (chosen) => {
      if (chosen !== null) changeTable({ table: chosen, name: '' });
    },
  });
  const enqueue = useCommand('batches.enqueueTable', {
    invalidates: ['queue.view'],
    onSuccess: ({ id }) => onQueued(id),
  });
  const faults = [
    ...(table === null ? [t('table.fieldTable')] : []),
    ...[...plan.invalid].map((field) => t(`compose:generate.fields.${field}`)),
  ];
  return (
    <ComposerFrame
      button={t('table.button')}
      summary={<DrawingSummary settings={state.settings} images={plan.images} steps={plan.steps} />}
      faults={faults}
      tried={tried}
      pending={enqueue.isPending}
      error={enqueue.error}
      onErrorClose={enqueue.reset}
      onSubmit={() => {
        setTried(plan.input === null);
        if (plan.input !== null && !enqueue.isPending) enqueue.mutate(plan.input);
      }}
      dock={
        table === null ? undefined : (
          <TextInput
            label={t('name')}
            placeholder={table.fileName}
            maxLength={120}
            value={draft.name}
            onChange={(event) => changeTable({ name: event.currentTarget.value })}
          />
        )
      }
    >
      <ComposerPart title={t('table.heading')}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('table.hint')}
          </Text>
          <Group gap="sm">
            <Button variant="default" loading={choose.isPending} onClick={() => choose.mutate({})}>
              {t(table === null ? 'table.choose' : 'table.chooseOther')}
            </Button>
            {table === null ? null : (
              <Button variant="subtle" onClick={() => setLooking(true)}>
                {t('table.look')}
              </Button>
            )}
          </Group>
          {choose.error === null ? null : <ErrorNotice error={choose.error} onClose={choose.reset} />}
          {table === null ? null : <TableFacts table={table} onLook={() => setLooking(true)} />}
        </Stack>
      </ComposerPart>
      <ComposerPart title={t('table.settings')}>
        <SettingsForm state={state} models={models} invalid={invalid} purpose="table" />
      </ComposerPart>
      {looking && table !== null ? <TablePreview table={table} onClose={() => setLooking(false)} /> : null}
    </ComposerFrame>
  );
}

function TableFacts({ table, onLook }: { readonly table: ChosenTable; readonly onLook: () => void }) {
  const { t } = useTranslation('batches');
  const { refusedRows, rows } = table;
  return (
    <>
      <Text size="sm">
        <strong>{table.fileName}</strong> · {t('table.rows', { count: rows })}
      </Text>
      {refusedRows === 0 ? null : (
        <Notice tone="warning" announce>
          <Text size="sm">{t('table.refused', { count: refusedRows })}</Text>
          <Button mt={6} size="compact-sm" variant="default" onClick={onLook}>
            {t('table.showRefused')}
          </Button>
        </Notice>
      )}
      <Text size="sm" c="dimmed">
        {t(table.needsBaseSeed ? 'table.seedsFollow' : 'table.seedsNamed')}
      </Text>
    </>
  );
}
