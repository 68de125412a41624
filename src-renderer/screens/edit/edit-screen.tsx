import { Button, Loader, Text } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { stepsToCount } from '../../../src-core/diffusion/sweep.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { useRefreshOn } from '../../app/use-refresh-on.ts';
import { goBack } from '../../app/use-route.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FilmGrid } from '../../ui/film-grid.tsx';
import { filmSource, useKindName } from '../../ui/film-text.ts';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { useFilmSelection } from '../../ui/use-film-selection.ts';
import { DrawingSummary } from '../compose/drawing-summary.tsx';
import { PendingFilm } from '../compose/pending-film.tsx';
import { FilmJudging } from '../library/film-judging.tsx';
import { CompareView } from './compare-view.tsx';
import './edit.css';
import { type EditDraft, type EditField, planEdit, startDraft, withModel } from './edit-draft.ts';
import { EditForm } from './edit-form.tsx';
import { EditJobs } from './edit-jobs.tsx';
import { type EditSession, editSessionOf } from './edit-sessions.ts';
import { MaskTools } from './mask-tools.tsx';
import { MaskViewport } from './mask-viewport.tsx';
import { useEditJobs } from './use-edit-jobs.ts';
import { useMaskState } from './use-mask-state.ts';

const MOST_EDITS = 200;
const NONE_INVALID: ReadonlySet<EditField> = new Set();

/** One film is edited by prompt: all of it, or what a mask marks; what came of it stands below. */
export function EditScreen({ filmId }: { readonly filmId: FilmId }) {
  const { t } = useTranslation('edit');
  useRefreshOn('library.changed', ['edits.ofFilm']);
  const edits = useCall('edits.ofFilm', { filmId, limit: MOST_EDITS }, { keepPrevious: true });
  const models = useCall('models.list', {});
  const error = edits.error ?? models.error;
  const usable = models.data?.filter(({ problem }) => problem === null);
  return (
    <div className="edit-screen">
      <ScreenTitle title={t('title')}>
        <Button variant="default" onClick={goBack}>
          {t('back')}
        </Button>
      </ScreenTitle>
      {error === null ? null : <ErrorNotice error={error} onRetry={() => void edits.refetch()} />}
      {edits.data === undefined || usable === undefined ? (
        error === null && <Loader size="sm" />
      ) : (
        <Editing
          key={edits.data.source.id}
          source={edits.data.source}
          films={edits.data.films}
          models={usable}
        />
      )}
    </div>
  );
}

interface EditingProps {
  readonly source: FilmView;
  readonly films: readonly FilmView[];
  readonly models: readonly ModelView[];
}

function Editing({ source, films, models }: EditingProps) {
  const { t } = useTranslation('edit');
  const session = useMemo(() => editSessionOf(source.id, source.widthPx, source.heightPx), [source]);
  const { editor } = session;
  const { draft, change } = useDraft(session, source, models);
  const [comparedId, setComparedId] = useState<FilmId | null>(null);
  const compared = films.find(({ id }) => id === comparedId);
  // The marks decide whether this is an edit of the whole film.
  useMaskState(editor);
  const model = models.find(({ id }) => id === draft.modelId);
  const obstacle = useObstacle(model, editor.hasMask);
  const provider = useCall('settings.get', {}).data?.provider ?? 'auto';
  const planned = planEdit(draft, source.id, null, {
    scheduler: model?.defaults.scheduler ?? 'pndm',
    provider,
  });
  const inWork = useEditJobs(source.id);
  const running = inWork.jobs.find(({ state }) => state === 'running');
  const saveMask = useCommand('edits.saveMask');
  const enqueue = useCommand('generation.enqueue', { invalidates: ['queue.view'] });
  const onGenerate = async () => {
    if (!planned.ok) return;
    const mask = editor.hasMask
      ? await saveMask.mutateAsync({ filmId: source.id, mask: editor.mask.bytes })
      : null;
    const edit = { sourceFilmId: source.id, strength: draft.strength, maskId: mask?.maskId ?? null };
    await enqueue.mutateAsync({ requests: [{ ...planned.request, edit }] });
  };
  const error = saveMask.error ?? enqueue.error;
  return (
    <div className="edit-columns">
      <div className="edit-stage">
        <div className="edit-film">
          {compared === undefined ? (
            <MaskViewport
              source={filmSource(source)}
              editor={editor}
              label={t('film', { text: source.text })}
            />
          ) : (
            <CompareView edited={compared} onClose={() => setComparedId(null)} />
          )}
        </div>
        <Results
          films={films}
          pending={
            running === undefined ? null : (
              <PendingFilm
                preview={inWork.work.previewOf(running.id)}
                progress={inWork.work.progressOf(running.id)}
              />
            )
          }
          onCompare={setComparedId}
        />
      </div>
      <div className="edit-side">
        <SourceNote source={source} />
        {compared === undefined ? <MaskTools editor={editor} /> : null}
        <EditForm
          draft={draft}
          models={models}
          invalid={planned.ok ? NONE_INVALID : planned.invalid}
          obstacle={obstacle}
          pending={saveMask.isPending || enqueue.isPending}
          summary={
            planned.ok ? (
              <DrawingSummary
                settings={planned.request}
                images={planned.request.count}
                alone
                // The mask is kept when Generate is pressed; that there is one is what takes time.
                steps={
                  planned.request.count *
                  stepsToCount(planned.request.steps, {
                    strength: draft.strength,
                    maskId: editor.hasMask ? '' : null,
                  })
                }
              />
            ) : null
          }
          onChange={(part) => change({ ...draft, ...part })}
          onModel={(chosen) => change(withModel(draft, chosen))}
          // What went wrong is shown below.
          onGenerate={() => void onGenerate().catch(() => undefined)}
        />
        {error === null ? null : <ErrorNotice error={error} />}
        <EditJobs {...inWork} />
      </div>
    </div>
  );
}

/** The draft as it was left; else it begins with the film's text and the first model. */
function useDraft(session: EditSession, source: FilmView, models: readonly ModelView[]) {
  const [draft, show] = useState<EditDraft>(() => {
    const started = session.draft ?? startDraft(source.text);
    const [first] = models;
    const known = models.some(({ id }) => id === started.modelId);
    return known || first === undefined ? started : withModel(started, first);
  });
  const change = (next: EditDraft) => {
    session.draft = next;
    show(next);
  };
  return { draft, change };
}

/** Why the chosen model cannot do such an edit, in words; null where it can or is not known yet. */
function useObstacle(model: ModelView | undefined, masked: boolean): string | null {
  const { t } = useTranslation('edit');
  const described = useCall(
    'models.describe',
    { modelId: model?.id ?? '' },
    { enabled: model !== undefined },
  );
  if (model === undefined) return null;
  if (described.error !== null) return described.error.message;
  const ability = described.data?.tasks[masked ? 'inpainting' : 'image-to-image'];
  if (ability === undefined || ability.possible) return null;
  return t('impossible', { model: model.name, reason: ability.reason ?? '' });
}

/** Says whose data the film is. */
function SourceNote({ source }: { readonly source: FilmView }) {
  const { t } = useTranslation('edit');
  const kindName = useKindName();
  const ofPatient = source.kind === 'real' || source.edited?.originKind === 'real';
  return (
    <Text size="sm" c="dimmed">
      {t('source', { kind: kindName(source), width: source.widthPx, height: source.heightPx })}
      {ofPatient ? ` ${t('staysPatientData')}` : ''}
    </Text>
  );
}

interface ResultsProps {
  readonly films: readonly FilmView[];
  /** Stands before the first: the edit in work. */
  readonly pending: ReactNode;
  readonly onCompare: (id: FilmId) => void;
}

/** The edits so far, to judge as everywhere; Compare puts one beside its source. */
function Results({ films, pending, onCompare }: ResultsProps) {
  const { t } = useTranslation('edit');
  const selection = useFilmSelection(films);
  const { focused } = selection.state;
  if (films.length === 0) {
    return (
      <div className="edit-results">
        {pending === null ? (
          <Text size="sm" c="dimmed">
            {t('noResults')}
          </Text>
        ) : (
          <div className="edit-first-result">{pending}</div>
        )}
      </div>
    );
  }
  const caption = ({ seed, edited }: FilmView) =>
    t('caption', {
      seed: seed ?? '',
      strength: (edited?.strength ?? 1).toFixed(2),
      area: t(edited?.maskUrl == null ? 'captionWhole' : 'captionMasked'),
    });
  return (
    <section className="edit-results" aria-label={t('results')}>
      <FilmJudging
        selection={selection}
        order={films.map(({ id }) => id)}
        focusedSelector='[role="option"][tabindex="0"]'
        button={
          <Button
            size="compact-sm"
            disabled={focused === null}
            onClick={() => {
              if (focused !== null) onCompare(focused);
            }}
          >
            {t('compare.button')}
          </Button>
        }
      >
        {(actions) => (
          <FilmGrid
            {...actions}
            films={films}
            selection={selection}
            label={t('results')}
            tileSize="clamp(150px, 18vh, 280px)"
            captionKind="short"
            captionOf={caption}
            pending={pending}
          />
        )}
      </FilmJudging>
    </section>
  );
}
