import { MultiSelect, NativeSelect, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftFilm } from '../../../../src-core/study/draft.ts';
import type { InstrumentItem } from '../../../../src-core/study/instrument.ts';
import { textOfLabel } from '../../../app/message-key.ts';
import { FilmThumbnail } from '../../../viewer/film-thumbnail.tsx';
import { withFilm } from './design-state.ts';
import './design.css';
import { TextField } from './fields.tsx';
import type { SectionProps } from './section-frame.tsx';

interface ExpectedAnswersProps extends SectionProps {
  readonly films: readonly DraftFilm[];
  /** Training films also teach something. */
  readonly feedback: boolean;
}

type Expected = NonNullable<DraftFilm['expected']>;

/** The right answers of training films and checks, by item, and what a training film teaches. */
export function ExpectedAnswers({ films, feedback, draft, edit, candidates }: ExpectedAnswersProps) {
  const { t } = useTranslation('design');
  if (films.length === 0) return <Text size="sm">{t('training.noFilms')}</Text>;
  const items = draft.rules.instrument.items.filter(hasValues);
  return (
    <Stack gap="md">
      {films.map((film, index) => {
        const candidate = candidates.find(({ filmId }) => filmId === film.filmId);
        const expect = (item: string, value: Expected[string] | null) =>
          edit((current) =>
            withFilm(current, film.filmId, { expected: withExpected(film.expected, item, value) }),
          );
        return (
          <section
            key={film.filmId}
            className="design-expected"
            aria-label={t('training.film', { number: index + 1 })}
          >
            <div className="design-expected-picture" aria-hidden>
              {candidate === undefined ? null : (
                <FilmThumbnail source={{ ...candidate, url: candidate.pixelsUrl }} label="" />
              )}
            </div>
            <Stack gap="xs" miw={0} flex={1}>
              <Text size="sm" c="dimmed" lineClamp={2}>
                {candidate?.text ?? ''}
              </Text>
              <div className="design-expected-items">
                {items.map((item) => (
                  <ExpectedField
                    key={item.id}
                    item={item}
                    value={film.expected?.[item.id]}
                    onChange={(value) => expect(item.id, value)}
                  />
                ))}
              </div>
              {feedback ? (
                <TextField
                  label={t('training.feedback')}
                  value={film.feedback ?? ''}
                  maxLength={2000}
                  onChange={(text) =>
                    edit((current) => withFilm(current, film.filmId, { feedback: text === '' ? null : text }))
                  }
                />
              ) : null}
            </Stack>
          </section>
        );
      })}
    </Stack>
  );
}

interface ExpectedFieldProps {
  readonly item: ValuedItem;
  readonly value: Expected[string] | undefined;
  readonly onChange: (value: Expected[string] | null) => void;
}

function ExpectedField({ item, value, onChange }: ExpectedFieldProps) {
  const { t } = useTranslation('design');
  const label = textOfLabel(item.label);
  const any = { value: '', label: t('training.anyAnswer') };
  switch (item.kind) {
    case 'likert': {
      const points = Array.from({ length: item.max - item.min + 1 }, (_, index) => String(item.min + index));
      return (
        <NativeSelect
          label={label}
          value={typeof value === 'number' ? String(value) : ''}
          data={[any, ...points]}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onChange(chosen === '' ? null : Number(chosen));
          }}
        />
      );
    }
    // Whatever stands here, what counts is the target's place, which differs from reader to reader.
    case 'film-choice':
      return (
        <NativeSelect
          label={label}
          value={typeof value === 'number' ? '1' : ''}
          data={[any, { value: '1', label: t('training.target') }]}
          onChange={(event) => onChange(event.currentTarget.value === '' ? null : 1)}
        />
      );
    case 'forced-choice':
      return (
        <NativeSelect
          label={label}
          value={typeof value === 'string' ? value : ''}
          data={[
            any,
            ...item.options.map((option) => ({ value: option.value, label: textOfLabel(option.label) })),
          ]}
          onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        />
      );
    case 'multi-select':
      return (
        <MultiSelect
          label={label}
          placeholder={Array.isArray(value) && value.length > 0 ? '' : t('training.anyAnswer')}
          value={Array.isArray(value) ? value : []}
          data={item.options.map((option) => ({ value: option.value, label: textOfLabel(option.label) }))}
          onChange={(chosen) => onChange(chosen.length === 0 ? null : chosen)}
        />
      );
  }
}

type ValuedItem = Extract<
  InstrumentItem,
  { kind: 'likert' | 'film-choice' | 'forced-choice' | 'multi-select' }
>;

function hasValues(item: InstrumentItem): item is ValuedItem {
  return ['likert', 'film-choice', 'forced-choice', 'multi-select'].includes(item.kind);
}

/** What is expected with one answer more, changed, or taken back; nothing expected is null. */
function withExpected(
  expected: DraftFilm['expected'],
  item: string,
  value: Expected[string] | null,
): DraftFilm['expected'] {
  const { [item]: _former, ...others } = expected ?? {};
  const next = value === null ? others : { ...others, [item]: value };
  return Object.keys(next).length === 0 ? null : next;
}
