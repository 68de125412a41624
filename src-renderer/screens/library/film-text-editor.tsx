import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import './library.css';

/** The text of a film: fixed for a generated one, to be corrected for a real one. */
export function FilmTextEditor({ film }: { readonly film: FilmView }) {
  const { t } = useTranslation('library');
  const [editing, setEditing] = useState(film.kind === 'real' && film.text === '');
  if (editing) {
    return (
      <FilmTextForm
        filmId={film.id}
        name={film.sourceName ?? ''}
        text={film.text}
        onDone={() => setEditing(false)}
      />
    );
  }
  return (
    <Stack gap="xs" align="flex-start">
      <Text className="library-text">{film.text === '' ? t('text.missing') : film.text}</Text>
      {film.kind === 'real' ? (
        <Button size="compact-md" variant="default" onClick={() => setEditing(true)}>
          {t('text.edit')}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {t('text.promptFixed')}
        </Text>
      )}
    </Stack>
  );
}

interface FilmTextFormProps {
  readonly filmId: FilmId;
  readonly name: string;
  readonly text: string;
  readonly onDone: () => void;
}

/** Writes the text of a real film; Ctrl+Enter saves. */
export function FilmTextForm({ filmId, name, text, onDone }: FilmTextFormProps) {
  const { t } = useTranslation('library');
  const [draft, setDraft] = useState(text);
  const save = useCommand('library.setText', {
    invalidates: ['library.detail', 'library.list', 'design.check', 'design.candidates'],
    onSuccess: onDone,
  });
  const submit = () => {
    if (draft.trim() !== '' && !save.isPending) save.mutate({ filmId, text: draft.trim() });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={t('text.label', { name })}
          placeholder={t('text.placeholder')}
          value={draft}
          maxLength={4000}
          autosize
          minRows={2}
          maxRows={8}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
        <Group gap="xs">
          <Button
            type="submit"
            size="compact-md"
            loading={save.isPending}
            disabled={draft.trim() === '' || draft.trim() === text}
          >
            {t('text.save')}
          </Button>
          {text === '' ? null : (
            <Button size="compact-md" variant="default" onClick={onDone}>
              {t('text.cancel')}
            </Button>
          )}
        </Group>
        {save.error === null ? null : <ErrorNotice error={save.error} />}
      </Stack>
    </form>
  );
}
