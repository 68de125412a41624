import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilmStage } from '../../viewer/film-stage.ts';
import { type CaseWork, formStage, isEditable, workKey } from './case-work.ts';
import { ReadingFilms } from './films/reading-films.tsx';
import { recordViews } from './films/record-views.ts';
import { useMarking } from './films/use-marking.ts';
import { bindFormKeys } from './form-keys.ts';
import { askedItems, type FormState, stageItems } from './form-model.ts';
import { KeyHelp } from './key-help.tsx';
import { ReadingPanel } from './reading-panel.tsx';
import { useIdle } from './use-idle.ts';
import { useRoomKeys } from './use-room-keys.ts';
import type { UsedSitting } from './use-sitting.ts';

interface CaseRoomProps {
  readonly used: UsedSitting;
  readonly work: CaseWork;
}

/** A case: its films at the left, its questions at the right, everything by keys as well. */
export function CaseRoom({ used, work }: CaseRoomProps) {
  const { t } = useTranslation('reading');
  const { sitting, dispatch, trace } = used;
  const { study, cover, feedback } = sitting;
  const { step } = work;
  const count = step.films.length;
  const [stages] = useState(() =>
    Array.from({ length: count }, () => new FilmStage({ tools: 'reading', pixelsPerMm: null })),
  );
  const [film, setFilm] = useState(1);
  const [large, setLarge] = useState(false);
  const [helpOpened, setHelpOpened] = useState(false);
  const of = useMemo(() => formStage(study, step), [study, step]);
  const keys = useMemo(() => bindFormKeys(stageItems(of)), [of]);
  const onForm = useCallback((form: FormState) => dispatch({ kind: 'form', form }), [dispatch]);
  const openHelp = useCallback(() => setHelpOpened(true), []);
  const editable = isEditable(work) && feedback === null;
  const marks = useMarking({
    of,
    form: work.form,
    editable,
    sizePx: study.matrixSizePx,
    stages,
    film,
    onForm,
    onFilm: setFilm,
  });
  const covered = cover !== 'none';
  const { idleAfterSeconds } = study.pauses;
  useIdle(covered || feedback !== null ? null : idleAfterSeconds, (lastInputMs) =>
    used.pause(true, lastInputMs),
  );
  useInteraction(covered, () => dispatch({ kind: 'interacted', atMs: performance.now() }));

  // Another case begins with its first film in use, all of them before the reader.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the id stands for the case.
  useEffect(() => {
    setFilm(1);
    setLarge(false);
  }, [step.readerCaseId]);

  const { firstSightAtMs } = work.clock;
  useEffect(() => {
    if (firstSightAtMs === null || step.kind !== 'case') return;
    return recordViews(stages, trace, firstSightAtMs);
  }, [stages, trace, firstSightAtMs, step.kind]);

  useRoomKeys({
    used,
    work,
    of,
    keys,
    stages,
    film,
    marks,
    helpOpened,
    onForm,
    onHelp: setHelpOpened,
    onFilm: setFilm,
    onLarge: () => setLarge((former) => !former),
  });

  const asked = askedItems(of, work.form.answers);
  const choice = asked.find(({ kind }) => kind === 'film-choice');
  const chosen = choice === undefined ? null : (work.form.answers[choice.id] ?? null);
  return (
    <>
      <main className="read" inert={covered} data-covered={covered}>
        <ReadingFilms
          urls={step.films}
          sizePx={study.matrixSizePx}
          position={step.position}
          stages={stages}
          film={film}
          large={large}
          chosen={typeof chosen === 'number' ? chosen : null}
          marks={marks}
          onFilm={setFilm}
          onLarge={setLarge}
          onPainted={(atMs) => dispatch({ kind: 'painted', atMs })}
          onHelp={openHelp}
        />
        <ReadingPanel
          used={used}
          work={work}
          of={of}
          keys={keys}
          marking={{
            active: marks.marking,
            selected: marks.marking?.selected ?? null,
            films: count,
            onStart: marks.start,
            onSelect: marks.select,
            onCommented: marks.resume,
          }}
          onForm={onForm}
          onHelp={openHelp}
        />
      </main>
      <KeyHelp
        opened={helpOpened && !covered}
        items={asked}
        keys={keys}
        films={count}
        back={step.kind !== 'training' && step.back !== null}
        pauses={study.pauses.allowed}
        onClose={() => setHelpOpened(false)}
      />
      <div className="read-status" role="status" data-case={workKey(step)}>
        {covered ? '' : announcement()}
      </div>
    </>
  );

  function announcement(): string {
    const { position, total, text } = step;
    if (marks.marking !== null)
      return t('announceMarks', { count: marks.marks.length, shape: t(`marks.${marks.marking.shape}`) });
    if (feedback !== null) return t('announceFeedback');
    if (step.kind === 'training') return t('announceTraining', { position, total });
    if (text !== null && step.locked.length > 0) return t('announceText', { text });
    return t('announceCase', { position, total });
  }
}

/** Calls back at every key, press and turn of the wheel while the films are in sight. */
function useInteraction(covered: boolean, onInput: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: dispatching does not change.
  useEffect(() => {
    if (covered) return;
    const names = ['keydown', 'pointerdown', 'wheel'] as const;
    for (const name of names) window.addEventListener(name, onInput, { capture: true, passive: true });
    return () => {
      for (const name of names) window.removeEventListener(name, onInput, { capture: true });
    };
  }, [covered]);
}
