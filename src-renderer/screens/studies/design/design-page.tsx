import { Loader, Stack, Tabs, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCircleDashed } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesignView } from '../../../../src-core/contract/design-calls.ts';
import { useCall } from '../../../app/queries.ts';
import { useRefreshOn } from '../../../app/use-refresh-on.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { FilmsSection } from '../films/films-section.tsx';
import { InstrumentSection } from '../instrument/instrument-section.tsx';
import { StudyHeading } from '../study-heading.tsx';
import { TextsSection } from '../texts/texts-section.tsx';
import './design.css';
import { DesignSection } from './design-section.tsx';
import {
  SECTIONS,
  type DesignSection as SectionName,
  type SectionState,
  sectionStates,
} from './design-state.ts';
import { DeleteDraft, RenameDraft } from './draft-actions.tsx';
import { EndpointsSection } from './endpoints-section.tsx';
import { NormalisationSection } from './normalisation-section.tsx';
import { OrderSection } from './order-section.tsx';
import { PhasesSection } from './phases-section.tsx';
import { ReadersSection } from './readers-section.tsx';
import { RulesSection } from './rules-section.tsx';
import { SectionFrame, type SectionProps } from './section-frame.tsx';
import { SummarySection } from './summary-section.tsx';
import { TrainingSection } from './training-section.tsx';
import { type DesignEditing, useDesign } from './use-design.ts';

/** Sections that begin a group in the list at the left. */
const GROUP_STARTS: readonly SectionName[] = ['instrument', 'summary'];
/** A first study goes straight from its films to its readers to the freeze. */
const NEXT: Partial<Record<SectionName, SectionName>> = { films: 'readers', readers: 'summary' };

/** A study as a draft: sections at the left, each with its state; every change is saved by itself. */
export function DesignPage({ view }: { readonly view: DesignView }) {
  const { t } = useTranslation('design');
  const editing = useDesign(view);
  const [section, setSection] = useState<SectionName>('films');
  const panel = useRef<HTMLDivElement>(null);
  const candidates = useCall('design.candidates', {});
  const saved = editing.status === 'saved';
  const check = useCall('design.check', { studyId: view.studyId }, { enabled: saved, keepPrevious: true });
  useRefreshOn('library.changed', ['design.candidates', 'design.check']);
  const states = sectionStates(editing.design, editing.faults, check.data);
  const goTo = (next: SectionName) => {
    setSection(next);
    panel.current?.focus();
  };
  useEffect(() => panel.current?.scrollIntoView({ block: 'nearest' }), []);
  const props: SectionProps = {
    design: editing.design,
    draft: editing.design.draft,
    edit: editing.edit,
    change: editing.change,
    candidates: candidates.data ?? [],
    check: check.data,
    goTo,
  };
  const next = NEXT[section] ?? SECTIONS[SECTIONS.indexOf(section) + 1] ?? null;
  return (
    <Stack gap="md">
      <StudyHeading name={editing.design.name} state="draft">
        <SaveState editing={editing} />
        <RenameDraft name={editing.design.name} onRename={(name) => editing.change({ name })} />
        <DeleteDraft studyId={view.studyId} />
      </StudyHeading>
      {editing.error === null ? null : <ErrorNotice error={editing.error} onRetry={editing.retry} />}
      {candidates.error === null ? null : (
        <ErrorNotice error={candidates.error} onRetry={() => void candidates.refetch()} />
      )}
      <Tabs
        orientation="vertical"
        variant="pills"
        className="design-tabs"
        value={section}
        keepMounted={false}
        onChange={(value) => setSection(SECTIONS.find((known) => known === value) ?? 'films')}
      >
        <Tabs.List aria-label={t('sections')}>
          {SECTIONS.map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              className="design-tab"
              data-first-of-group={GROUP_STARTS.includes(name)}
              leftSection={<StateMark state={states[name]} />}
            >
              {t(`section.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={section} className="design-panel" ref={panel} tabIndex={-1}>
          <SectionFrame
            section={section}
            state={section === 'summary' ? 'ready' : states[section]}
            candidates={props.candidates}
            faults={editing.faults}
            check={section === 'summary' || !saved ? undefined : check.data}
            next={next}
            goTo={goTo}
          >
            {candidates.data === undefined && candidates.error === null ? (
              <Loader size="sm" />
            ) : section === 'summary' ? (
              <SummarySection
                {...props}
                studyId={view.studyId}
                saved={saved}
                checking={check.isFetching}
                error={check.error}
                onRetry={() => void check.refetch()}
              />
            ) : section === 'normalisation' ? (
              <NormalisationSection {...props} studyId={view.studyId} saved={saved} />
            ) : (
              <SectionContent section={section} {...props} />
            )}
          </SectionFrame>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

type PlainSection = Exclude<SectionName, 'summary' | 'normalisation'>;

function SectionContent({ section, ...props }: SectionProps & { readonly section: PlainSection }) {
  switch (section) {
    case 'films':
      return <FilmsSection {...props} />;
    case 'readers':
      return <ReadersSection {...props} />;
    case 'instrument':
      return <InstrumentSection {...props} />;
    case 'design':
      return <DesignSection {...props} />;
    case 'texts':
      return <TextsSection {...props} />;
    case 'phases':
      return <PhasesSection {...props} />;
    case 'training':
      return <TrainingSection {...props} />;
    case 'rules':
      return <RulesSection {...props} />;
    case 'endpoints':
      return <EndpointsSection {...props} />;
    case 'order':
      return <OrderSection {...props} />;
  }
}

const MARKS = { ready: IconCheck, needed: IconCircleDashed, problem: IconAlertTriangle } as const;

function StateMark({ state }: { readonly state: SectionState }) {
  const { t } = useTranslation('design');
  const Mark = MARKS[state];
  return (
    <span className="design-tab-state" data-state={state}>
      <Mark size={16} stroke={1.8} role="img" aria-label={t(`state.${state}`)} />
    </span>
  );
}

function SaveState({ editing }: { readonly editing: DesignEditing }) {
  const { t } = useTranslation('design');
  return (
    <Text size="sm" c="dimmed" role="status" data-save-status={editing.status}>
      {t(`save.${editing.status}`)}
    </Text>
  );
}
