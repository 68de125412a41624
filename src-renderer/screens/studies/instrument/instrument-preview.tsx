import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answers } from '../../../../src-core/study/answers.ts';
import type { Instrument } from '../../../../src-core/study/instrument.ts';
import { bindFormKeys } from '../../read/form-keys.ts';
import { givenAnswers, missingItems, openForm, stageItems } from '../../read/form-model.ts';
import { InstrumentForm } from '../../read/instrument-form.tsx';
import { pressFormKey } from '../../read/press-form-key.ts';

/** The form as readers get it. It waits until it is tried, so that it takes no key from the editor beside it. */
export function InstrumentPreview({ instrument }: { readonly instrument: Instrument }) {
  const { t } = useTranslation('instrumentEditor');
  const [stage, setStage] = useState(instrument.stages[0]?.id ?? '');
  const [earlier, setEarlier] = useState<Answers>({});
  const shown = instrument.stages.find(({ id }) => id === stage) ?? instrument.stages[0];
  if (shown === undefined) return null;
  const next = instrument.stages[instrument.stages.indexOf(shown) + 1];
  return (
    <Stack gap="sm" data-preview={shown.id}>
      <Group justify="space-between" align="flex-end">
        <NativeSelect
          label={t('previewStage')}
          value={shown.id}
          data={instrument.stages.map(({ id }) => id)}
          onChange={(event) => setStage(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {t(shown.shows === 'film' ? 'showsFilm' : 'showsText')}
        </Text>
      </Group>
      <PreviewStage
        // Another form of the stage begins anew: its answers may not fit any more.
        key={`${shown.id} ${JSON.stringify(instrument.items)}`}
        instrument={instrument}
        stage={shown.id}
        earlier={earlier}
        next={next?.id ?? null}
        onNext={(answers) => {
          setEarlier({ ...earlier, ...answers });
          if (next !== undefined) setStage(next.id);
        }}
      />
    </Stack>
  );
}

interface PreviewStageProps {
  readonly instrument: Instrument;
  readonly stage: string;
  readonly earlier: Answers;
  readonly next: string | null;
  readonly onNext: (answers: Answers) => void;
}

function PreviewStage({ instrument, stage, earlier, next, onNext }: PreviewStageProps) {
  const { t } = useTranslation('instrumentEditor');
  const of = useMemo(() => ({ items: instrument.items, stage, earlier }), [instrument, stage, earlier]);
  const keys = useMemo(() => bindFormKeys(stageItems(of)), [of]);
  const [form, setForm] = useState(() => openForm(of));
  const [trying, setTrying] = useState(false);
  const missing = missingItems(of, form.answers).length;

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!trying) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      setTrying(false);
      return;
    }
    const typing =
      event.target instanceof HTMLElement && event.target.matches('textarea, input[type="text"]');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = pressFormKey(of, keys, form, event.key);
    if (pressed === null) return;
    event.preventDefault();
    setForm(pressed.form);
  };

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the form within */}
      <div className="instrument-preview" onKeyDown={onKeyDown}>
        <InstrumentForm
          of={of}
          keys={keys}
          form={form}
          disabled={!trying}
          onChange={setForm}
          marking={null}
        />
      </div>
      <Group gap="xs">
        {trying ? (
          <>
            <Button
              variant="default"
              disabled={missing > 0 || next === null}
              onClick={() => onNext(givenAnswers(of, form.answers))}
            >
              {t('previewNext')}
            </Button>
            <Button variant="default" onClick={() => setForm(openForm(of))}>
              {t('previewAgain')}
            </Button>
            <Text size="sm" c="dimmed" aria-live="polite">
              {missing === 0 ? t('previewComplete') : t('previewMissing', { count: missing })}
            </Text>
          </>
        ) : (
          <Button variant="default" onClick={() => setTrying(true)}>
            {t('previewTry')}
          </Button>
        )}
      </Group>
    </>
  );
}
