import { useState } from 'react';
import { EndScreen } from './end-screen.tsx';
import { ReadingScreen } from './reading-screen.tsx';
import type { OpenedStudy } from './use-reading.ts';

interface EarlierStudyProps {
  /** Null: there is no further case. */
  readonly opened: OpenedStudy | null;
  readonly onLeave: () => void;
}

/** A study that was frozen by an earlier build: one session, one film at a time. */
export function EarlierStudy({ opened, onLeave }: EarlierStudyProps) {
  const [finished, setFinished] = useState(opened === null);
  return finished || opened === null ? (
    <EndScreen onBack={onLeave} />
  ) : (
    <ReadingScreen {...opened} onFinished={() => setFinished(true)} onLeave={onLeave} />
  );
}
