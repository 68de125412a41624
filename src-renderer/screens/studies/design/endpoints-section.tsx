import { Button, Group, NativeSelect, Paper, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftRules } from '../../../../src-core/study/draft.ts';
import { ESTIMANDS } from '../../../../src-core/study/protocol.ts';
import { filmsAtOnce } from '../../../../src-core/study/units.ts';
import { Part } from '../../../ui/part.tsx';
import { freeId } from '../films/films-state.ts';
import { PowerHelper } from '../power/power-helper.tsx';
import { filmsOfRole, withRules } from './design-state.ts';
import { CountField, SlugField } from './fields.tsx';
import type { SectionProps } from './section-frame.tsx';

type Endpoint = DraftRules['endpoints'][number];

const HYPOTHESES = ['estimation', 'superiority', 'non-inferiority', 'equivalence'] as const;

/** What the study sets out to show, said before anything is read, and how large it has to be for that. */
export function EndpointsSection(props: SectionProps) {
  const { t } = useTranslation('design');
  const { draft, edit, check } = props;
  const { endpoints } = draft.rules;
  const films = filmsAtOnce(draft);
  const set = (next: readonly Endpoint[]) => edit((current) => withRules(current, { endpoints: [...next] }));
  const add = () =>
    set([
      ...endpoints,
      {
        id: freeId(
          endpoints.map(({ id }) => id),
          'endpoint',
        ),
        estimand: films > 1 ? 'accuracy-against-chance' : 'realism-difference',
        primary: endpoints.length === 0,
        hypothesis: { kind: 'estimation' },
        alpha: 0.05,
      },
    ]);
  return (
    <Stack gap="xl">
      <Part title={t('endpoints.title')}>
        <Radio.Group
          label={endpoints.length === 0 ? null : t('endpoints.choosePrimary')}
          value={endpoints.find(({ primary }) => primary)?.id ?? null}
          onChange={(id) => set(endpoints.map((entry) => ({ ...entry, primary: entry.id === id })))}
        >
          <Stack gap="sm" maw={980}>
            {endpoints.map((endpoint, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: endpoints are told apart by their places
              <Paper key={index} p="sm" withBorder bg="transparent">
                <EndpointFields
                  endpoint={endpoint}
                  taken={endpoints.map(({ id }) => id)}
                  onChange={(next) => set(endpoints.map((other, place) => (place === index ? next : other)))}
                  onRemove={() => set(endpoints.filter((_, place) => place !== index))}
                />
              </Paper>
            ))}
          </Stack>
        </Radio.Group>
        <Group>
          <Button variant="default" onClick={add} disabled={endpoints.length >= 20}>
            {t('endpoints.add')}
          </Button>
        </Group>
      </Part>
      <Part title={t('endpoints.power')}>
        <PowerHelper
          readers={draft.readers.length || 4}
          cases={check?.cases || filmsOfRole(draft, 'reading').length || 60}
          chance={films === 1 ? 0.5 : 1 / films}
        />
      </Part>
    </Stack>
  );
}

interface EndpointProps {
  readonly endpoint: Endpoint;
  readonly taken: readonly string[];
  readonly onChange: (endpoint: Endpoint) => void;
  readonly onRemove: () => void;
}

function EndpointFields({ endpoint, taken, onChange, onRemove }: EndpointProps) {
  const { t } = useTranslation('design');
  const { hypothesis } = endpoint;
  return (
    <Stack gap="sm">
      <div className="design-endpoint-row">
        <SlugField
          label={t('endpoints.name')}
          value={endpoint.id}
          taken={taken}
          onChange={(id) => onChange({ ...endpoint, id })}
        />
        <NativeSelect
          label={t('endpoints.estimand')}
          value={endpoint.estimand}
          data={ESTIMANDS.map((value) => ({ value, label: t(`endpoints.estimands.${value}`) }))}
          onChange={(event) => {
            const estimand = ESTIMANDS.find((known) => known === event.currentTarget.value);
            if (estimand !== undefined) onChange({ ...endpoint, estimand });
          }}
        />
        <NativeSelect
          label={t('endpoints.hypothesis')}
          value={hypothesis.kind}
          data={HYPOTHESES.map((value) => ({ value, label: t(`endpoints.hypotheses.${value}`) }))}
          onChange={(event) => {
            const kind = HYPOTHESES.find((known) => known === event.currentTarget.value) ?? 'estimation';
            const margin = 'margin' in hypothesis ? hypothesis.margin : 0.1;
            const next = kind === 'non-inferiority' || kind === 'equivalence' ? { kind, margin } : { kind };
            onChange({ ...endpoint, hypothesis: next });
          }}
        />
        {'margin' in hypothesis ? (
          <CountField
            label={t('endpoints.margin')}
            value={hypothesis.margin}
            min={0.0001}
            max={100}
            decimal
            onChange={(margin) => onChange({ ...endpoint, hypothesis: { ...hypothesis, margin } })}
          />
        ) : null}
        <CountField
          label={t('endpoints.alpha')}
          value={endpoint.alpha}
          min={0.0001}
          max={0.5}
          decimal
          onChange={(alpha) => onChange({ ...endpoint, alpha })}
        />
      </div>
      <Group justify="space-between">
        <Radio value={endpoint.id} label={t('endpoints.primary')} />
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          aria-label={t('endpoints.removeNamed', { endpoint: endpoint.id })}
          onClick={onRemove}
        >
          {t('endpoints.remove')}
        </Button>
      </Group>
    </Stack>
  );
}
