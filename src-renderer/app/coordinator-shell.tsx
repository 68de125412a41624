import { Button, Loader, Text } from '@mantine/core';
import {
  IconBox,
  IconClipboardList,
  IconInfoCircle,
  IconListCheck,
  IconPencilPlus,
  IconPhoto,
  IconSettings,
  IconTable,
} from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { filmIdSchema } from '../../src-core/contract/common.ts';
import type { Person } from '../../src-core/contract/session-calls.ts';
import { isDialogOpen } from '../ui/dialog-open.ts';
import './coordinator-shell.css';
import { ErrorBoundary } from './error-boundary.tsx';
import { formatRoute, type Route, SECTIONS, type Section } from './routes.ts';
import { signOut } from './sign-out.ts';
import { navigate, useRoute } from './use-route.ts';

const AboutScreen = lazy(async () => ({
  default: (await import('../screens/about/about-screen.tsx')).AboutScreen,
}));
const AuditScreen = lazy(async () => ({
  default: (await import('../screens/audit/audit-screen.tsx')).AuditScreen,
}));
const ComposeScreen = lazy(async () => ({
  default: (await import('../screens/compose/compose-screen.tsx')).ComposeScreen,
}));
const EditScreen = lazy(async () => ({
  default: (await import('../screens/edit/edit-screen.tsx')).EditScreen,
}));
const LibraryScreen = lazy(async () => ({
  default: (await import('../screens/library/library-screen.tsx')).LibraryScreen,
}));
const ModelsScreen = lazy(async () => ({
  default: (await import('../screens/models/models-screen.tsx')).ModelsScreen,
}));
const ResultsScreen = lazy(async () => ({
  default: (await import('../screens/results/results-screen.tsx')).ResultsScreen,
}));
const SettingsScreen = lazy(async () => ({
  default: (await import('../screens/settings/settings-screen.tsx')).SettingsScreen,
}));
const StudiesScreen = lazy(async () => ({
  default: (await import('../screens/studies/studies-screen.tsx')).StudiesScreen,
}));

function SectionScreen({ route }: { readonly route: Route }) {
  switch (route.section) {
    case 'about':
      return <AboutScreen />;
    case 'audit':
      return <AuditScreen />;
    case 'compose':
      return <ComposeScreen />;
    case 'library':
      return <LibraryOrEdit parameter={route.parameter} />;
    case 'models':
      return <ModelsScreen modelId={route.parameter} />;
    case 'results':
      return <ResultsScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'studies':
      return <StudiesScreen />;
  }
}

/** The library, or one of its films to be edited. */
function LibraryOrEdit({ parameter }: { readonly parameter: string | null }) {
  const film = filmIdSchema.safeParse(parameter);
  return film.success ? <EditScreen key={film.data} filmId={film.data} /> : <LibraryScreen />;
}

const ICONS: Readonly<Record<Section, typeof IconInfoCircle>> = {
  compose: IconPencilPlus,
  library: IconPhoto,
  studies: IconClipboardList,
  results: IconTable,
  audit: IconListCheck,
  models: IconBox,
  settings: IconSettings,
  about: IconInfoCircle,
};

interface SectionLinkProps {
  readonly section: Section;
  readonly shortcut: string;
  readonly current: boolean;
}

function SectionLink({ section, shortcut, current }: SectionLinkProps) {
  const { t } = useTranslation('shell');
  const Icon = ICONS[section];
  return (
    <a
      className="shell-link"
      href={formatRoute({ section, parameter: null })}
      aria-current={current ? 'page' : undefined}
      aria-keyshortcuts={shortcut}
      title={shortcut.replace('Control', t('controlKey'))}
    >
      <Icon size={20} stroke={1.5} aria-hidden="true" />
      {t(`sections.${section}`)}
    </a>
  );
}

/** The section whose shortcut this is: Ctrl (or Cmd) with its place in the navigation. */
function sectionOfKey(event: KeyboardEvent): Section | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return undefined;
  return /^[1-9]$/.test(event.key) ? SECTIONS[Number(event.key) - 1] : undefined;
}

function useSectionShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const section = sectionOfKey(event);
      if (section === undefined || isDialogOpen()) return;
      event.preventDefault();
      navigate(section);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Navigation at the left, the section's screen at the right. */
export function CoordinatorShell({ coordinator }: { readonly coordinator: Person }) {
  const { t } = useTranslation(['shell', 'common']);
  const route = useRoute();
  useSectionShortcuts();
  return (
    <div className="shell">
      <nav className="shell-rail" aria-label={t('navigation')}>
        <button type="button" className="shell-skip" onClick={focusContent}>
          {t('skipToContent')}
        </button>
        <div>
          <p className="shell-product">{t('common:productName')}</p>
          {SECTIONS.map((section, place) => (
            <SectionLink
              key={section}
              section={section}
              shortcut={`Control+${place + 1}`}
              current={route.section === section}
            />
          ))}
        </div>
        <div className="shell-person">
          <Text size="sm" c="dimmed">
            {coordinator.name}
          </Text>
          <Button variant="subtle" color="gray" size="compact-sm" ml={-8} onClick={() => void signOut()}>
            {t('signOut')}
          </Button>
        </div>
      </nav>
      <main id="content" className="shell-content" tabIndex={-1}>
        <ErrorBoundary key={route.section}>
          <Suspense fallback={<Loader size="sm" />}>
            <SectionScreen route={route} />
          </Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}

function focusContent(): void {
  document.getElementById('content')?.focus();
}
