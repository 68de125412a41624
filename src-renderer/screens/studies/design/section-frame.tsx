import { Anchor, Button, Group, List, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  DesignCheck,
  DesignProblem,
  FilmCandidate,
} from '../../../../src-core/contract/design-calls.ts';
import type { StudyDraft } from '../../../../src-core/study/draft.ts';
import { Notice } from '../../../ui/notice.tsx';
import { FilmThumbnail } from '../../../viewer/film-thumbnail.tsx';
import type { Design, DesignSection, DraftFault, SectionState } from './design-state.ts';

/** What every section of the editor gets. */
export interface SectionProps {
  readonly design: Design;
  readonly draft: StudyDraft;
  readonly edit: (change: (draft: StudyDraft) => StudyDraft) => void;
  readonly change: (part: Partial<Pick<Design, 'name' | 'seed'>>) => void;
  readonly candidates: readonly FilmCandidate[];
  readonly check: DesignCheck | undefined;
  readonly goTo: (section: DesignSection) => void;
}

interface SectionFrameProps {
  readonly section: DesignSection;
  readonly state: SectionState;
  readonly candidates: readonly FilmCandidate[];
  readonly faults: readonly DraftFault[];
  readonly check: DesignCheck | undefined;
  readonly next: DesignSection | null;
  readonly goTo: (section: DesignSection) => void;
  readonly children: ReactNode;
}

/** A section: its title, what it is for, what is wrong in it, its fields, and where to go on. */
export function SectionFrame(props: SectionFrameProps) {
  const { section, state, candidates, faults, check, next, goTo, children } = props;
  const { t } = useTranslation('design');
  const problems = (check?.problems ?? []).filter(({ topic }) => topic === section);
  const unstorable = faults.filter((fault) => fault.section === section);
  return (
    <Stack gap="lg">
      <div>
        <Title order={2} size="h4">
          {t(`section.${section}`)}
        </Title>
        <Text size="sm" c="dimmed" maw={880}>
          {t(`hint.${section}`)}
        </Text>
      </div>
      {unstorable.length === 0 ? null : (
        <Notice tone="problem" title={t('unstorable')}>
          <List size="sm" spacing={4}>
            {[...new Set(unstorable.map(({ message }) => message ?? t('unfinished')))]
              .slice(0, 8)
              .map((message) => (
                <List.Item key={message}>{message}</List.Item>
              ))}
          </List>
        </Notice>
      )}
      {/* Where nothing is chosen yet, the hint says all there is to say. */}
      {state === 'needed' ? null : <Problems problems={problems} candidates={candidates} />}
      {children}
      {next === null ? null : (
        <Group>
          <Button variant="default" onClick={() => goTo(next)}>
            {t('next', { section: t(`section.${next}`) })}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const SHOWN = 6;

interface ProblemsProps {
  readonly problems: readonly DesignProblem[];
  readonly candidates: readonly FilmCandidate[];
  /** Leads to the section of a problem; left out where the problems are shown in their section. */
  readonly goTo?: (section: DesignSection) => void;
}

/** What stands in the way of freezing, the first few in full. */
export function Problems({ problems, candidates, goTo }: ProblemsProps) {
  const { t } = useTranslation('design');
  if (problems.length === 0) return null;
  return (
    <Notice tone="problem" title={t('problems', { count: problems.length })}>
      <List size="sm" spacing={4}>
        {problems.slice(0, SHOWN).map(({ topic, message, filmId }) => (
          <List.Item key={`${topic} ${message}`}>
            <ProblemFilm film={candidates.find((film) => film.filmId === filmId)} />
            {message}
            {goTo === undefined ? null : (
              <>
                {' '}
                <Anchor component="button" type="button" size="sm" onClick={() => goTo(topic)}>
                  {t(`section.${topic}`)}
                </Anchor>
              </>
            )}
          </List.Item>
        ))}
      </List>
      {problems.length > SHOWN ? (
        <Text size="sm" mt={4}>
          {t('moreProblems', { count: problems.length - SHOWN })}
        </Text>
      ) : null}
    </Notice>
  );
}

/** The film that a problem is about, small beside its words. */
function ProblemFilm({ film }: { readonly film: FilmCandidate | undefined }) {
  if (film === undefined) return null;
  return (
    <span className="design-problem-film" aria-hidden>
      <FilmThumbnail source={{ ...film, url: film.pixelsUrl }} label="" />
    </span>
  );
}
