import { useTranslation } from 'react-i18next';
import { unreachable } from '../../../src-core/base/unreachable.ts';
import { CaseRoom } from './case-room.tsx';
import { PauseScreen } from './pause-screen.tsx';
import './reading.css';
import { DisplayStep } from './steps/display-step.tsx';
import {
  AwaitPhaseStep,
  BeginStep,
  DoneStep,
  EndSessionStep,
  InstructionsStep,
  TrainingFailedStep,
  WaitStep,
} from './steps/plain-steps.tsx';
import { QuestionnaireStep } from './steps/questionnaire-step.tsx';
import { SignStep } from './steps/sign-step.tsx';
import { useCoveredKeys } from './use-covered-keys.ts';
import { type OpenedStudy, type SittingMemory, type UsedSitting, useSitting } from './use-sitting.ts';

interface ReadingStudyProps {
  readonly opened: OpenedStudy;
  readonly memory: SittingMemory;
  readonly onLeave: () => void;
}

/** A study before its reader: what is due, one thing after the other. */
export function ReadingStudyScreen({ opened, memory, onLeave }: ReadingStudyProps) {
  const { t } = useTranslation('reading');
  const used = useSitting(opened, memory, onLeave);
  const { work, cover, failure, busy } = used.sitting;
  const covered = cover !== 'none';
  useCoveredKeys(covered && work === null, used.unpause);
  return (
    <div className="read-room">
      {work === null ? covered ? null : <Step used={used} /> : <CaseRoom used={used} work={work} />}
      {covered ? (
        <PauseScreen
          idle={cover === 'idle'}
          failure={failure}
          busy={busy}
          onResume={used.unpause}
          onLeave={used.leave}
        />
      ) : null}
      {covered ? (
        <div className="read-status" role="status">
          {t(cover === 'idle' ? 'idleTitle' : 'pausedTitle')}
        </div>
      ) : null}
    </div>
  );
}

function Step({ used }: { readonly used: UsedSitting }) {
  const { step } = used.sitting;
  switch (step.kind) {
    case 'begin-session':
      return <BeginStep key={step.session} used={used} step={step} />;
    case 'wait':
      return <WaitStep used={used} step={step} />;
    case 'display-check':
      return <DisplayStep used={used} />;
    case 'instructions':
      return <InstructionsStep key={step.phase} used={used} step={step} />;
    case 'training-failed':
      return <TrainingFailedStep used={used} />;
    case 'end-session':
      return <EndSessionStep used={used} step={step} />;
    case 'questionnaire':
      return <QuestionnaireStep key={step.phase} used={used} step={step} />;
    case 'await-phase':
      return <AwaitPhaseStep used={used} />;
    case 'sign':
      return <SignStep used={used} step={step} />;
    case 'done':
      return <DoneStep used={used} step={step} />;
    // Their films are on the screen, or covered.
    case 'training':
    case 'case':
    case 'review':
    case 'paused':
      return null;
    default:
      return unreachable(step);
  }
}
