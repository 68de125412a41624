import { Component, type ReactNode } from 'react';
import { FailedPart } from '../ui/failed-part.tsx';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly failed: boolean;
}

/** Keeps a fault of one part from emptying the whole window. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <FailedPart /> : this.props.children;
  }
}
