import { Input, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDisplay } from '../../../viewer/use-display.ts';
import { PatternCanvas, PatternHints } from '../../display/pattern.tsx';
import type { UsedSitting } from '../use-sitting.ts';
import { type DisplayAnswers, displayDetails, EMPTY_ANSWERS, missingAnswers } from './display-details.ts';
import { frameOf } from './plain-steps.tsx';
import { GoOn, StepFrame } from './step-frame.tsx';

const LIGHTS = ['dark', 'dimmed', 'bright'] as const;

/** The gate of a session: a look at the display, and the room as it is, in the reader's own words. */
export function DisplayStep({ used }: { readonly used: UsedSitting }) {
  const { t } = useTranslation('reading');
  const display = useDisplay();
  const [answers, setAnswers] = useState(EMPTY_ANSWERS);
  const [tried, setTried] = useState(false);
  const set = (part: Partial<DisplayAnswers>) => setAnswers((former) => ({ ...former, ...part }));
  useEffect(() => {
    if (display === null) return;
    const { name, widthPx, heightPx } = display;
    setAnswers((former) =>
      former.display === '' ? { ...former, display: `${name} ${widthPx} x ${heightPx}`.trim() } : former,
    );
  }, [display]);
  const missing = missingAnswers(answers);
  const errorOf = (field: keyof DisplayAnswers) =>
    tried && missing.includes(field) ? t('display.needed') : undefined;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (missing.length > 0) return;
    used.passGate('display-check', displayDetails(answers, display, window));
  };
  const unseen = answers.fivePercentSeen === 'no' || answers.ninetyFivePercentSeen === 'no';
  return (
    <StepFrame {...frameOf(used)} wide title={t('display.title')}>
      <div className="read-display">
        <PatternCanvas />
        <form onSubmit={submit} noValidate>
          <Stack gap="sm">
            <PatternHints only={['corners', 'lines', 'straight']} />
            {(['fivePercentSeen', 'ninetyFivePercentSeen'] as const).map((field) => (
              <Radio.Group
                key={field}
                label={t(`display.${field}`)}
                value={answers[field]}
                error={errorOf(field)}
                onChange={(value) => set({ [field]: value === 'yes' ? 'yes' : 'no' })}
              >
                <div className="read-display-row">
                  <Radio value="yes" label={t('display.yes')} />
                  <Radio value="no" label={t('display.no')} />
                </div>
              </Radio.Group>
            ))}
            <Input.Wrapper label={t('display.letters')}>
              <div className="read-display-row">
                {(['lettersOnBlack', 'lettersOnGrey', 'lettersOnWhite'] as const).map((field) => (
                  <TextInput
                    key={field}
                    aria-label={`${t('display.letters')} ${t(`display.${field}`)}`}
                    placeholder={t(`display.${field}`)}
                    value={answers[field]}
                    maxLength={40}
                    autoComplete="off"
                    spellCheck={false}
                    onChange={(event) => set({ [field]: event.currentTarget.value })}
                  />
                ))}
              </div>
            </Input.Wrapper>
            <Radio.Group
              label={t('display.roomLight')}
              value={answers.roomLight}
              error={errorOf('roomLight')}
              onChange={(value) => set({ roomLight: LIGHTS.find((light) => light === value) ?? null })}
            >
              <div className="read-display-row">
                {LIGHTS.map((light) => (
                  <Radio key={light} value={light} label={t(`display.light.${light}`)} />
                ))}
              </div>
            </Radio.Group>
            <div className="read-display-row">
              <NumberInput
                label={t('display.distance')}
                value={answers.viewingDistanceCm ?? ''}
                error={errorOf('viewingDistanceCm')}
                hideControls
                allowNegative={false}
                clampBehavior="none"
                onChange={(value) => set({ viewingDistanceCm: typeof value === 'number' ? value : null })}
              />
              <NumberInput
                label={t('display.lux')}
                value={answers.roomLux ?? ''}
                hideControls
                allowNegative={false}
                clampBehavior="none"
                onChange={(value) => set({ roomLux: typeof value === 'number' ? value : null })}
              />
            </div>
            <TextInput
              label={t('display.display')}
              value={answers.display}
              error={errorOf('display')}
              maxLength={200}
              onChange={(event) => set({ display: event.currentTarget.value })}
            />
            {unseen ? <Text className="read-note">{t('display.unseen')}</Text> : null}
            <GoOn label={t('display.goOn')} busy={used.sitting.busy} onClick={() => submit()} />
          </Stack>
        </form>
      </div>
    </StepFrame>
  );
}
