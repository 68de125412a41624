import { Button, Drawer, Group, Kbd, Loader, Stack, Text } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { Decision, FilmDetail, FilmView } from '../../../src-core/contract/library-calls.ts';
import { useCall } from '../../app/queries.ts';
import { navigate } from '../../app/use-route.ts';
import { DecisionBadge } from '../../ui/decision-badge.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FactTable } from '../../ui/fact-table.tsx';
import { filmSource, useKindName } from '../../ui/film-text.ts';
import { formatInstant } from '../../ui/format.ts';
import { Part } from '../../ui/part.tsx';
import { useDecide } from '../../ui/use-decide.ts';
import { FilmViewer } from '../../viewer/film-viewer.tsx';
import { MakeAgain } from '../compose/make-again.tsx';
import { ExportFilm } from '../export/export-film.tsx';
import { FilmNotes } from './film-notes.tsx';
import { FilmTextEditor } from './film-text-editor.tsx';
import './library.css';
import { RecipeTable } from './recipe-table.tsx';

interface FilmDetailsProps {
  readonly filmId: FilmId;
  /** The films that Page Up and Page Down walk through, in order. */
  readonly neighbours: readonly FilmId[];
  readonly onShow: (id: FilmId) => void;
  readonly onClose: () => void;
}

const SOURCE_FACTS = [
  'file',
  'format',
  'frame',
  'sha256',
  'patient',
  'label',
  'lossy',
  'pixelSpacing',
  'editedFrom',
  'editOrigin',
  'maskSha256',
] as const;

const DECISION_OF_KEY: Readonly<Record<string, Decision>> = { k: 'keep', x: 'reject', u: 'undecided' };

/** One film, large, with everything known about it. */
export function FilmDetails({ filmId, neighbours, onShow, onClose }: FilmDetailsProps) {
  const { t } = useTranslation('library');
  const { t: tCommon } = useTranslation('common');
  const detail = useCall('library.detail', { filmId });
  const decide = useDecide();
  const place = neighbours.indexOf(filmId);
  const show = (step: number) => {
    const id = neighbours[place + step];
    if (id !== undefined) onShow(id);
  };
  const onDecide = (decision: Decision) => decide.mutate({ filmIds: [filmId], decision, reason: '' });
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const decision = DECISION_OF_KEY[event.key.toLowerCase()];
    if (decision !== undefined) onDecide(decision);
    else if (event.key === 'PageUp') show(-1);
    else if (event.key === 'PageDown') show(1);
    else return;
    event.preventDefault();
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(1760px, 94%)"
      title={t('details.title')}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
      onKeyDown={onKeyDown}
      classNames={{ content: 'library-drawer', body: 'library-drawer-body' }}
    >
      {detail.error === null ? null : (
        <ErrorNotice error={detail.error} onRetry={() => void detail.refetch()} />
      )}
      {detail.data === undefined ? (
        detail.error === null && <Loader size="sm" />
      ) : (
        <div className="library-details">
          <div className="library-viewport">
            <FilmViewer
              source={filmSource(detail.data.film)}
              label={t('details.film', { text: detail.data.film.text })}
            />
          </div>
          <Stack gap="lg" className="library-facts">
            <Group gap="xs">
              <DecisionButton decision="keep" film={detail.data.film} hint="K" onDecide={onDecide} />
              <DecisionButton decision="reject" film={detail.data.film} hint="X" onDecide={onDecide} />
              <DecisionButton decision="undecided" film={detail.data.film} hint="U" onDecide={onDecide} />
            </Group>
            {decide.error === null ? null : <ErrorNotice error={decide.error} />}
            <Group gap="xs">
              <Button size="compact-sm" variant="default" disabled={place <= 0} onClick={() => show(-1)}>
                {t('details.previous')}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                disabled={place < 0 || place >= neighbours.length - 1}
                onClick={() => show(1)}
              >
                {t('details.next')}
              </Button>
              <Text size="sm" c="dimmed">
                {t('details.position', { place: place + 1, count: neighbours.length })}
              </Text>
            </Group>
            <Facts key={filmId} detail={detail.data} onClose={onClose} />
          </Stack>
        </div>
      )}
    </Drawer>
  );
}

interface DecisionButtonProps {
  readonly film: FilmView;
  readonly decision: Decision;
  readonly hint: string;
  readonly onDecide: (decision: Decision) => void;
}

function DecisionButton({ film, decision, hint, onDecide }: DecisionButtonProps) {
  const { t } = useTranslation('films');
  const label = { keep: t('keep'), reject: t('reject'), undecided: t('undecide') }[decision];
  return (
    <Button
      size="compact-sm"
      variant={film.decision === decision ? 'filled' : 'default'}
      aria-pressed={film.decision === decision}
      rightSection={<Kbd>{hint}</Kbd>}
      onClick={() => onDecide(decision)}
    >
      {label}
    </Button>
  );
}

interface FactsProps {
  readonly detail: FilmDetail;
  readonly onClose: () => void;
}

function Facts({ detail, onClose }: FactsProps) {
  const { t } = useTranslation('library');
  const kindName = useKindName();
  const factName = useFactName();
  const { film } = detail;
  const facts = [
    { label: t('details.kind'), value: kindName(film) },
    {
      label: t('details.size'),
      value: t('details.sizeValue', { width: film.widthPx, height: film.heightPx, bits: film.bits }),
    },
    { label: t('details.created'), value: formatInstant(film.createdAt) },
    ...detail.source.map(({ label, value }) => ({ label: factName(label), value })),
  ];
  return (
    <>
      <Part title={t('text.heading')}>
        <FilmTextEditor film={film} />
      </Part>
      <Part title={t('details.decisions')}>
        <Decisions detail={detail} />
      </Part>
      {detail.warnings.length + detail.notes.length === 0 ? null : (
        <Part title={t('details.notes')}>
          <FilmNotes warnings={detail.warnings} notes={detail.notes} />
        </Part>
      )}
      <Part title={t('details.source')}>
        <FactTable rows={facts} label={t('details.source')} />
      </Part>
      {detail.recipeJson === null ? null : (
        <Part title={t('details.recipe')}>
          <RecipeTable json={detail.recipeJson} />
        </Part>
      )}
      <EditActions film={film} />
      {film.kind === 'synthetic' ? <MakeAgain filmId={film.id} onTaken={onClose} /> : null}
      <ExportFilm filmId={film.id} />
    </>
  );
}

function EditActions({ film }: { readonly film: FilmView }) {
  const { t } = useTranslation('library');
  const { t: tEdit } = useTranslation('edit');
  const { edited } = film;
  return (
    <Stack gap="xs">
      {edited?.originKind === 'real' ? <Text size="sm">{t('details.editOfPatient')}</Text> : null}
      <Group gap="xs">
        <Button size="compact-md" variant="default" onClick={() => navigate('library', film.id)}>
          {tEdit('action')}
        </Button>
        {edited === null ? null : (
          <Button
            size="compact-md"
            variant="default"
            onClick={() => navigate('library', edited.sourceFilmId)}
          >
            {t('details.openSource')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** A source fact's name; a name that has no message is shown as it is. */
function useFactName(): (name: string) => string {
  const { t } = useTranslation('library');
  return (name) => {
    const known = SOURCE_FACTS.find((fact) => fact === name);
    return known === undefined ? name : t(`source.${known}`);
  };
}

function Decisions({ detail }: { readonly detail: FilmDetail }) {
  const { t } = useTranslation('library');
  if (detail.decisions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('details.noDecisions')}
      </Text>
    );
  }
  return (
    <ol className="library-log">
      {detail.decisions.map(({ decision, reason, actor, at }) => (
        <li key={`${at} ${decision}`}>
          <DecisionBadge decision={decision} />
          {reason === '' ? null : <Text size="sm">{reason}</Text>}
          <Text size="sm" c="dimmed">
            {t('details.byAt', { actor, at: formatInstant(at) })}
          </Text>
        </li>
      ))}
    </ol>
  );
}
