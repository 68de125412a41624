import { useTranslation } from 'react-i18next';
import { ReaderHome } from '../screens/read/reader-home.tsx';
import { SignInScreen } from '../screens/sign-in/sign-in-screen.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { CoordinatorShell } from './coordinator-shell.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useCall } from './queries.ts';
import './root.css';

/** Chooses the window's content by who is signed in; the development strip stands above all of it. */
export function Root() {
  const { t } = useTranslation('common');
  const info = useCall('app.info', {});
  return (
    <div className="root-frame">
      {info.data?.developmentRuntime === true ? (
        <aside className="root-strip" aria-label={t('notice')}>
          {t('developmentRuntime')}
        </aside>
      ) : null}
      <div className="root-content">
        <ErrorBoundary>
          <SessionContent />
        </ErrorBoundary>
      </div>
    </div>
  );
}

function SessionContent() {
  const session = useCall('session.current', {});
  if (session.error !== null) return <ErrorNotice error={session.error} onRetry={() => session.refetch()} />;
  if (session.data === undefined) return null;
  if (session.data === null) return <SignInScreen />;
  return session.data.role === 'reader' ? (
    <ReaderHome reader={session.data} />
  ) : (
    <CoordinatorShell coordinator={session.data} />
  );
}
