import { Button, Loader, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { useRefreshOn } from '../../app/use-refresh-on.ts';
import { navigate } from '../../app/use-route.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FilmGrid } from '../../ui/film-grid.tsx';
import { filmSource, useKindName } from '../../ui/film-text.ts';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { useFilmSelection } from '../../ui/use-film-selection.ts';
import { FilmJudging } from '../library/film-judging.tsx';
import { CompareView } from './compare-view.tsx';
import './edit.css';
import { type EditDraft, type EditField, planEdit, startDraft, withModel } from './edit-draft.ts';
import { EditForm } from './edit-form.tsx';
import { EditJobs } from './edit-jobs.tsx';
import { MaskTools } from './mask-tools.tsx';
import { MaskViewport } from './mask-viewport.tsx';
import { useMaskEditor, useMaskState } from './use-mask-editor.ts';

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
        <Button variant="default" onClick={() => navigate('library')}>
          {t('back')}
        </Button>
      </ScreenTitle>
      {error === null ? null : <ErrorNotice error={error} onRetry={() => void edits.refetch()} />}
      {edits.data === undefined || usable === undefined ? (
        error === null && <Loader size="sm" />
      ) : (
        <Editing source={edits.data.source} films={edits.data.films} models={usable} />
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
  const editor = useMaskEditor(source.widthPx, source.heightPx);
  const { draft, change } = useDraft(source, models);
  const [comparedId, setComparedId] = useState<FilmId | null>(null);
  const compared = films.find(({ id }) => id === comparedId);
  // The marks decide whether this is an edit of the whole film.
  useMaskState(editor);
  const model = models.find(({ id }) => id === draft.modelId);
  const obstacle = useObstacle(model, editor.hasMask);
  const planned = planEdit(draft, source.id, null, model?.defaults.scheduler ?? 'pndm');
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
            <CompareView source={source} edited={compared} onClose={() => setComparedId(null)} />
          )}
        </div>
        <Results films={films} onCompare={setComparedId} />
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
          onChange={(part) => change({ ...draft, ...part })}
          onModel={(chosen) => change(withModel(draft, chosen))}
          // What went wrong is shown below.
          onGenerate={() => void onGenerate().catch(() => undefined)}
        />
        {error === null ? null : <ErrorNotice error={error} />}
        <EditJobs filmId={source.id} />
      </div>
    </div>
  );
}

/** The draft begins with the film's text and the first model. */
function useDraft(source: FilmView, models: readonly ModelView[]) {
  const [draft, change] = useState<EditDraft>(() => {
    const [first] = models;
    const started = startDraft(source.text);
    return first === undefined ? started : withModel(started, first);
  });
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
  readonly onCompare: (id: FilmId) => void;
}

/** The edits so far, to judge as everywhere; Compare puts one beside its source. */
function Results({ films, onCompare }: ResultsProps) {
  const { t } = useTranslation('edit');
  const selection = useFilmSelection(films);
  const { focused } = selection.state;
  if (films.length === 0) {
    return (
      <Text size="sm" c="dimmed" className="edit-results">
        {t('noResults')}
      </Text>
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
      >
        {(actions) => (
          <>
            <Button
              size="compact-sm"
              w="fit-content"
              disabled={focused === null}
              onClick={() => {
                if (focused !== null) onCompare(focused);
              }}
            >
              {t('compare.button')}
            </Button>
            <FilmGrid
              {...actions}
              films={films}
              selection={selection}
              label={t('results')}
              tileSize="150px"
              captionKind="short"
              captionOf={caption}
            />
          </>
        )}
      </FilmJudging>
    </section>
  );
}
